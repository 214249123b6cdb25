using System.Runtime.CompilerServices;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// The numbers and dates of a profile as of one date, without any list of names: what scores need, at a fraction of the cost of <see cref="ProfileIndicators"/>, with which
/// it agrees in everything.
/// </summary>
public sealed class ProfileNumbers
{
    private readonly PerPeriod<PurchaseTotals> _totals;

    /// <summary><see cref="DateOnly.DayNumber"/> of each period's last purchase; 0 without one.</summary>
    private readonly PerPeriod<int> _lastDays;

    internal ProfileNumbers(DateOnly asOf, string currency, in PerPeriod<PurchaseTotals> totals, in PerPeriod<int> lastDays, int firstDay, Money? lastPurchaseAmount)
    {
        AsOf = asOf;
        Currency = currency;
        _totals = totals;
        _lastDays = lastDays;
        FirstPurchaseDate = Date(firstDay);
        LastPurchaseAmount = lastPurchaseAmount;
    }

    /// <summary>The calendar day, in the database's zone, that ages are counted from.</summary>
    public DateOnly AsOf { get; }

    /// <summary>ISO 4217 code of every amount.</summary>
    public string Currency { get; }

    public DateOnly? FirstPurchaseDate { get; }

    public DateOnly? LastPurchaseDate => LastPurchaseDateOf(RfmPeriod.Lifetime);

    public int? DaysSinceFirstPurchase => AsOf.DayNumber - FirstPurchaseDate?.DayNumber;

    public int? DaysSinceLastPurchase => AsOf.DayNumber - LastPurchaseDate?.DayNumber;

    /// <summary>Null without a purchase, and when its currency has no rate.</summary>
    public Money? LastPurchaseAmount { get; }

    /// <summary>What the purchases of a window come to, or all up to the as-of date.</summary>
    public PurchaseTotals this[RfmPeriod period] => _totals[(int)period];

    /// <summary>Calendar day of the period's last purchase; null without one.</summary>
    public DateOnly? LastPurchaseDateOf(RfmPeriod period) => Date(_lastDays[(int)period]);

    /// <summary>What the period is scored by.</summary>
    public RfmValues ValuesOf(RfmPeriod period)
    {
        ref readonly var totals = ref _totals[(int)period];
        return totals.Purchases == 0 ? default : new RfmValues(_lastDays[(int)period], totals.Purchases, totals.Amount.TenThousandths);
    }

    private static DateOnly? Date(int day) => day == 0 ? null : DateOnly.FromDayNumber(day);
}

/// <summary>One value for each of <see cref="RfmPeriods.All"/>, by number.</summary>
[InlineArray(RfmPeriods.Count)]
internal struct PerPeriod<T>
{
    private T _first;
}
