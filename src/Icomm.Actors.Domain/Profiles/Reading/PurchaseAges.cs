using System.Buffers;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles.Reading;

/// <summary>How old each kept order is as of a date, as the shortest window that holds it.</summary>
internal readonly ref struct PurchaseAges
{
    /// <summary>In place of a window: no purchase, or dated after the as-of date.</summary>
    public const byte NotCounted = byte.MaxValue;

    /// <summary>Room that does for nearly every profile; others get theirs from the pool.</summary>
    public const int UsualRows = 256;

    /// <summary>A <see cref="Windows.BucketOf"/> for each row.</summary>
    public readonly ReadOnlySpan<byte> Buckets;

    /// <summary>
    /// Whether age never falls going back in time. It does in the zones that once set their clocks back just after midnight (St. John's, until 2011): there a day begins, ends
    /// and begins again.
    /// </summary>
    public readonly bool IsOrdered;

    private readonly byte[]? _rented;

    /// <param name="room">At least <see cref="UsualRows"/> long.</param>
    /// <exception cref="AsOfUnanswerableException">A folded purchase would lie in a window up to 360 days, or after the date.</exception>
    public PurchaseAges(scoped in ProfileReader profile, CalendarZone zone, DateOnly asOf, Span<byte> room)
    {
        CheckAnswerable(profile, zone, asOf);
        if (profile.Rows.Length > room.Length)
            room = _rented = ArrayPool<byte>.Shared.Rent(profile.Rows.Length);
        var buckets = room[..profile.Rows.Length];
        IsOrdered = Fill(profile.Rows, zone, asOf.DayNumber, buckets);
        Buckets = buckets;
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    /// <summary>The latest row of each bucket: its index, or -1 where no purchase has that age.</summary>
    /// <param name="latest">One for each window's number.</param>
    public void FillLatest(Span<int> latest)
    {
        latest.Fill(-1);
        for (var i = 0; i < Buckets.Length; i++)
        {
            if (Buckets[i] != NotCounted)
                latest[Buckets[i]] = i;
        }
    }

    private static bool Fill(ReadOnlySpan<OrderRow> rows, CalendarZone zone, int asOfDay, Span<byte> buckets)
    {
        var isOrdered = true;
        byte oldest = 0;
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            ref readonly var row = ref rows[i];
            if (!row.IsPurchase)
            {
                buckets[i] = NotCounted;
                continue;
            }

            var age = asOfDay - zone.DayNumberOfUtcTicks(row.PlacedAt);
            var bucket = age < 0 ? NotCounted : (byte)Windows.BucketOf(age);
            buckets[i] = bucket;
            if (bucket == NotCounted)
                continue;
            isOrdered &= bucket >= oldest;
            oldest = bucket;
        }

        return isOrdered;
    }

    private static void CheckAnswerable(in ProfileReader profile, CalendarZone zone, DateOnly asOf)
    {
        if (profile.FoldedPurchases.IsEmpty)
            return;
        var latest = zone.DayNumberOfUtcTicks(profile.FoldedPurchases[^1].PlacedAt);
        var earliest = Math.Min(latest + Window.Days360.Days + 1, DateOnly.MaxValue.DayNumber);
        if (asOf.DayNumber < earliest)
            throw new AsOfUnanswerableException(asOf, DateOnly.FromDayNumber(earliest));
    }
}
