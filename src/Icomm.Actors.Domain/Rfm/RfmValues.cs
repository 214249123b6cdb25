using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>What one customer's purchases of one period come to. A customer without a purchase in the period is not in its population.</summary>
/// <param name="LastDay"><see cref="DateOnly.DayNumber"/> of the period's last purchase; 0 without one.</param>
/// <param name="Purchases">How many; F.</param>
/// <param name="Amount">Ten-thousandths of the database's currency; M. Amounts without a rate are not in it.</param>
public readonly record struct RfmValues(int LastDay, int Purchases, long Amount)
{
    /// <summary>Whether the customer belongs to the period's population.</summary>
    public bool IsInPopulation => Purchases > 0;

    /// <summary>The values of each period, by its number.</summary>
    /// <param name="values">At least <see cref="RfmPeriods.Count"/> long.</param>
    public static void Fill(ProfileIndicators profile, Span<RfmValues> values)
    {
        foreach (var window in profile.Windows)
            values[(int)window.Window] = Of(window.Totals, window.LastPurchaseDate);
        values[(int)RfmPeriod.Lifetime] = Of(profile.Lifetime, profile.LastPurchaseDate);
    }

    /// <summary>The values of each period, by its number.</summary>
    /// <param name="values">At least <see cref="RfmPeriods.Count"/> long.</param>
    public static void Fill(ProfileNumbers numbers, Span<RfmValues> values)
    {
        foreach (var period in RfmPeriods.All)
            values[(int)period] = numbers.ValuesOf(period);
    }

    private static RfmValues Of(PurchaseTotals totals, DateOnly? last) => last is { } day ? new RfmValues(day.DayNumber, totals.Purchases, totals.Amount.TenThousandths) : default;
}
