using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>Everything a profile shows as of one date, except RFM, which needs the database's population.</summary>
public sealed record ProfileIndicators
{
    /// <summary>The calendar day, in the database's zone, that ages are counted from.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>One for each of <see cref="Windows.All"/>, in that order.</summary>
    public required ImmutableArray<WindowIndicators> Windows { get; init; }

    /// <summary>Every purchase up to the as-of date, however old.</summary>
    public required PurchaseTotals Lifetime { get; init; }

    /// <summary>Sums in currencies that have no rate, by currency, over every purchase up to the as-of date.</summary>
    public required ImmutableSortedDictionary<string, Money> SetAside { get; init; }

    public DateOnly? FirstPurchaseDate { get; init; }

    public DateOnly? LastPurchaseDate { get; init; }

    public int? DaysSinceFirstPurchase { get; init; }

    public int? DaysSinceLastPurchase { get; init; }

    /// <summary>Null without a purchase, and when its currency has no rate.</summary>
    public Money? LastPurchaseAmount { get; init; }

    public ImmutableArray<string> LastPurchaseBrands { get; init; } = [];

    public ImmutableArray<string> LastPurchaseCategories { get; init; } = [];

    public ImmutableArray<string> LastPurchasePromoCodes { get; init; } = [];

    public WindowIndicators this[Window window] => Windows[(int)window];

    /// <summary>The indicators under their published names (facts §1.4), windowed ones first.</summary>
    /// <param name="rfm">The customer's scores; null when the database has no model yet, and then the RFM indicators have no values.</param>
    public IReadOnlyList<IndicatorField> ToFields(ProfileRfm? rfm = null) => IndicatorNames.FieldsOf(this, rfm);
}
