namespace Icomm.Actors.Domain.Profiles;

/// <summary>What an indicator measures. Up to <see cref="Rfm"/> there is one for each window, from then on one a profile.</summary>
public enum IndicatorMetric : byte
{
    Products,
    Categories,
    Purchases,
    Amount,
    AverageAmount,
    Items,
    Coupons,

    /// <summary>Three digits, by the purchases of the window.</summary>
    Rfm,
    FirstPurchaseDate,
    LastPurchaseDate,
    DaysSinceFirstPurchase,
    DaysSinceLastPurchase,
    LastPurchaseAmount,
    LastPurchaseBrands,
    LastPurchaseCategories,
    LastPurchasePromoCodes,

    /// <summary>Three digits, by every purchase.</summary>
    LifetimeRfm,
    RfmGroup,
    RfmSegment,
    RfmPreviousSegment,
    RfmSegmentChangedDate,
}

/// <summary>One indicator: a metric and, where the metric has them, its window.</summary>
public readonly record struct Indicator(IndicatorMetric Metric, Window? Window)
{
    /// <summary>The published name.</summary>
    public string Name => IndicatorNames.Of(this);
}

/// <summary>
/// A named value: <c>int?</c>, <see cref="Orders.Money"/>?, <see cref="Orders.Quantity"/>, <see cref="DateOnly"/>?, <c>string?</c> or <c>ImmutableArray&lt;string&gt;</c>,
/// by the metric.
/// </summary>
public readonly record struct IndicatorField(Indicator Indicator, string Name, object? Value);
