using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>How old each kept order is as of a date, as the shortest window that holds it.</summary>
internal static class PurchaseAges
{
    /// <summary>In place of a window: no purchase, or dated after the as-of date.</summary>
    public const byte NotCounted = byte.MaxValue;

    /// <summary>Fills in a <see cref="Windows.BucketOf"/> for each row.</summary>
    /// <returns>
    /// Whether age never falls going back in time. It does in the zones that once set their clocks back just after midnight (St. John's, until 2011): there a day begins, ends
    /// and begins again.
    /// </returns>
    public static bool Fill(ReadOnlySpan<OrderRow> rows, CalendarZone zone, int asOfDay, Span<byte> buckets)
    {
        var isOrdered = true;
        byte oldest = 0;
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            if (!rows[i].IsPurchase)
            {
                buckets[i] = NotCounted;
                continue;
            }

            var age = asOfDay - zone.DayNumberOfUtcTicks(rows[i].PlacedAt);
            var bucket = age < 0 ? NotCounted : (byte)Windows.BucketOf(age);
            buckets[i] = bucket;
            if (bucket == NotCounted)
                continue;
            isOrdered &= bucket >= oldest;
            oldest = bucket;
        }

        return isOrdered;
    }

    /// <summary>The latest row of each bucket: its index, or -1 where no purchase has that age.</summary>
    /// <param name="latest">One for each window's number.</param>
    public static void FillLatest(ReadOnlySpan<byte> buckets, Span<int> latest)
    {
        latest.Fill(-1);
        for (var i = 0; i < buckets.Length; i++)
        {
            if (buckets[i] != NotCounted)
                latest[buckets[i]] = i;
        }
    }

    /// <exception cref="AsOfUnanswerableException">A folded purchase would lie in a window up to 360 days, or after the date.</exception>
    public static void CheckAnswerable(in ProfileReader profile, CalendarZone zone, DateOnly asOf)
    {
        if (profile.FoldedPurchases.IsEmpty)
            return;
        var latest = zone.DayNumberOfUtcTicks(profile.FoldedPurchases[^1].PlacedAt);
        var earliest = Math.Min(latest + Window.Days360.Days + 1, DateOnly.MaxValue.DayNumber);
        if (asOf.DayNumber < earliest)
            throw new AsOfUnanswerableException(asOf, DateOnly.FromDayNumber(earliest));
    }
}
