namespace Icomm.Actors.Domain.Profiles;

/// <summary>What an indicator measures. Up to <see cref="Coupons"/> there is one for each window, from then on one a profile.</summary>
public enum IndicatorMetric : byte
{
    Products,
    Categories,
    Purchases,
    Amount,
    AverageAmount,
    Items,
    Coupons,
    FirstPurchaseDate,
    LastPurchaseDate,
    DaysSinceFirstPurchase,
    DaysSinceLastPurchase,
    LastPurchaseAmount,
    LastPurchaseBrands,
    LastPurchaseCategories,
    LastPurchasePromoCodes,
}

/// <summary>One indicator: a metric and, where the metric has them, its window.</summary>
public readonly record struct Indicator(IndicatorMetric Metric, Window? Window)
{
    /// <summary>The published name.</summary>
    public string Name => IndicatorNames.Of(this);
}

/// <summary>A named value: <c>int?</c>, <see cref="Orders.Money"/>?, <see cref="Orders.Quantity"/>, <see cref="DateOnly"/>? or <c>ImmutableArray&lt;string&gt;</c>, by the metric.</summary>
public readonly record struct IndicatorField(Indicator Indicator, string Name, object? Value);
