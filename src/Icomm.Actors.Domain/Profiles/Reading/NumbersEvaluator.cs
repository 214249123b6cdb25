using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>Evaluates counts, sums and dates as of a date. Nothing is kept between evaluations, so nothing has to be told that a window has slid.</summary>
internal static class NumbersEvaluator
{
    public static ProfileNumbers Evaluate(in ProfileReader profile, DateOnly asOf, DatabaseSettings settings)
    {
        var zone = CalendarZone.Get(settings.TimeZone);
        using var ages = new PurchaseAges(profile, zone, asOf, stackalloc byte[PurchaseAges.UsualRows]);
        return Evaluate(profile, asOf, settings, zone, ages, CurrencySums.Of(profile, settings, ages.Buckets));
    }

    public static ProfileNumbers Evaluate(in ProfileReader profile, DateOnly asOf, DatabaseSettings settings, CalendarZone zone, in PurchaseAges ages, CurrencySums sums)
    {
        var totals = default(PerPeriod<PurchaseTotals>);
        FillTotals(sums, settings, ref totals);
        var lastDays = default(PerPeriod<int>);
        FillLastDays(profile, settings, zone, ages, ref lastDays);
        return new ProfileNumbers(asOf, settings.Currency, totals, lastDays, FirstDay(profile, zone, ages.Buckets), LastAmount(profile, ages.Buckets, sums));
    }

    private static void FillTotals(CurrencySums sums, DatabaseSettings settings, ref PerPeriod<PurchaseTotals> totals)
    {
        const int Oldest = (int)Window.Over360;
        totals[0] = sums.Totals(0, 0);
        for (var bucket = 1; bucket < Windows.NestedCount; bucket++)
            totals[bucket] = sums.IsEmpty(bucket) ? totals[bucket - 1] : sums.Totals(0, bucket);
        var hasOldest = !sums.IsEmpty(Oldest);
        ref var lifetime = ref totals[(int)RfmPeriod.Lifetime];
        lifetime = hasOldest ? sums.Totals(0, Oldest) : totals[Oldest - 1];
        if (settings.OlderWindow == OlderWindowPolicy.Lifetime)
            totals[Oldest] = lifetime;
        else if (hasOldest)
            totals[Oldest] = sums.Totals(Oldest, Oldest);
    }

    private static void FillLastDays(in ProfileReader profile, DatabaseSettings settings, CalendarZone zone, in PurchaseAges ages, ref PerPeriod<int> lastDays)
    {
        Span<int> latest = stackalloc int[Windows.Count];
        ages.FillLatest(latest);
        var (row, day) = (-1, 0);
        for (var bucket = 0; bucket < Windows.NestedCount; bucket++)
        {
            Take(profile, latest[bucket]);
            lastDays[bucket] = day;
        }

        Take(profile, latest[(int)Window.Over360]);
        var foldedDay = profile.FoldedPurchases.IsEmpty ? 0 : zone.DayNumberOfUtcTicks(profile.FoldedPurchases[^1].PlacedAt);
        var lifetimeDay = row < 0 ? foldedDay : day;
        lastDays[(int)RfmPeriod.Lifetime] = lifetimeDay;
        if (settings.OlderWindow == OlderWindowPolicy.Lifetime)
        {
            lastDays[(int)Window.Over360] = lifetimeDay;
        }
        else
        {
            (row, day) = (-1, foldedDay);
            Take(profile, latest[(int)Window.Over360]);
            lastDays[(int)Window.Over360] = day;
        }

        // Rows are in the order they were placed, so the later one has the greater index.
        void Take(in ProfileReader from, int candidate)
        {
            if (candidate > row)
                (row, day) = (candidate, zone.DayNumberOfUtcTicks(from.Rows[candidate].PlacedAt));
        }
    }

    private static int FirstDay(in ProfileReader profile, CalendarZone zone, ReadOnlySpan<byte> buckets)
    {
        if (!profile.FoldedPurchases.IsEmpty)
            return zone.DayNumberOfUtcTicks(profile.Folded.FirstPurchase);
        var first = buckets.IndexOfAnyExcept(PurchaseAges.NotCounted);
        return first < 0 ? 0 : zone.DayNumberOfUtcTicks(profile.Rows[first].PlacedAt);
    }

    private static Money? LastAmount(in ProfileReader profile, ReadOnlySpan<byte> buckets, CurrencySums sums)
    {
        var last = buckets.LastIndexOfAnyExcept(PurchaseAges.NotCounted);
        if (last >= 0)
            return sums.Converted(profile.Rows[last].Amount, profile.Rows[last].Currency);
        return profile.FoldedPurchases.IsEmpty ? null : sums.Converted(profile.FoldedPurchases[^1].Amount, profile.FoldedPurchases[^1].Currency);
    }
}
