using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Icomm.Actors.Domain.Time;

/// <summary>
/// What of a store's history has been read already: an immutable set of closed intervals, kept sorted, merged and apart from each other
/// (the shape of Airbyte's concurrent cursor). Backfill, gaps and resumed runs all fall out of <see cref="Gaps"/>.
/// </summary>
/// <remarks>
/// Time is seen in steps of <see cref="Resolution"/>, one second unless said otherwise, because that is what the stores' filters understand: after
/// <c>[10:00:00, 10:59:59]</c> and <c>[11:00:00, 12:00:00]</c> no second is left between the two, so they merge, and the gap after <c>10:59:59</c> begins at
/// <c>11:00:00</c>. A store that stamps finer than it is asked needs a finer resolution (or a lookback): an instant between two steps counts as covered.
/// </remarks>
public sealed class IntervalSet : IEquatable<IntervalSet>
{
    /// <summary>One second: what Magento, VTEX and Fenicio filter by.</summary>
    public static readonly TimeSpan DefaultResolution = TimeSpan.FromSeconds(1);

    /// <summary>Nothing covered, at <see cref="DefaultResolution"/>.</summary>
    public static readonly IntervalSet Empty = new([], DefaultResolution);

    /// <param name="intervals">Any intervals, in any order; they are sorted and merged.</param>
    /// <param name="resolution">The step of time, above zero; a stored set without one has <see cref="DefaultResolution"/>.</param>
    [JsonConstructor]
    public IntervalSet(ImmutableArray<TimeInterval> intervals, TimeSpan resolution = default)
    {
        Resolution = resolution == default ? DefaultResolution : resolution;
        ArgumentOutOfRangeException.ThrowIfLessThan(Resolution, TimeSpan.Zero, nameof(resolution));
        Intervals = intervals.IsDefaultOrEmpty ? [] : Merge(intervals, Resolution);
    }

    /// <summary>Sorted; between two neighbours lies at least one uncovered step.</summary>
    public ImmutableArray<TimeInterval> Intervals { get; }

    /// <summary>Two intervals whose ends are this close leave nothing between them.</summary>
    public TimeSpan Resolution { get; }

    [JsonIgnore]
    public bool IsEmpty => Intervals.IsEmpty;

    /// <summary>The set with <paramref name="interval"/> covered as well; this very set when it was covered already.</summary>
    public IntervalSet Add(TimeInterval interval) => Covers(interval) ? this : new IntervalSet(Intervals.Add(interval), Resolution);

    /// <summary>The set with nothing of <paramref name="interval"/> covered any more; this very set when nothing of it was.</summary>
    public IntervalSet Remove(TimeInterval interval)
    {
        if (!Intervals.Any(known => known.Overlaps(interval)))
            return this;
        var left = ImmutableArray.CreateBuilder<TimeInterval>();
        foreach (var known in Intervals)
        {
            if (!known.Overlaps(interval))
            {
                left.Add(known);
                continue;
            }

            // Written as differences, so that an end near the ends of time can't overflow.
            if (interval.From - known.From >= Resolution)
                left.Add(new TimeInterval(known.From, interval.From - Resolution));
            if (known.Until - interval.Until >= Resolution)
                left.Add(new TimeInterval(interval.Until + Resolution, known.Until));
        }

        return new IntervalSet(left.DrainToImmutable(), Resolution);
    }

    /// <summary>Whether all of <paramref name="interval"/> is covered.</summary>
    public bool Covers(TimeInterval interval)
    {
        foreach (var known in Intervals)
        {
            if (known.Contains(interval))
                return true;
        }

        return false;
    }

    public bool Covers(DateTimeOffset instant) => Covers(new TimeInterval(instant, instant));

    /// <summary>The parts of <paramref name="within"/> that are not covered, oldest first. A gap begins and ends one step away from what is covered.</summary>
    public ImmutableArray<TimeInterval> Gaps(TimeInterval within)
    {
        var gaps = ImmutableArray.CreateBuilder<TimeInterval>();
        var from = within.From;
        var closed = false;
        foreach (var known in Intervals)
        {
            if (known.Until < from)
                continue;
            if (known.From > within.Until)
                break;
            if (known.From - from >= Resolution)
                gaps.Add(new TimeInterval(from, known.From - Resolution));
            if (known.Until > DateTimeOffset.MaxValue - Resolution || known.Until + Resolution > within.Until)
            {
                closed = true;
                break;
            }

            from = known.Until + Resolution;
        }

        if (!closed)
            gaps.Add(new TimeInterval(from, within.Until));
        return gaps.DrainToImmutable();
    }

    public bool Equals(IntervalSet? other) => other is not null && Resolution == other.Resolution && Intervals.AsSpan().SequenceEqual(other.Intervals.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as IntervalSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var interval in Intervals)
            hash.Add(interval);
        return hash.ToHashCode();
    }

    public override string ToString() => IsEmpty ? "nothing" : string.Join(" ", Intervals);

    private static ImmutableArray<TimeInterval> Merge(ImmutableArray<TimeInterval> intervals, TimeSpan resolution)
    {
        var sorted = intervals.Sort(static (a, b) => a.From.CompareTo(b.From));
        var merged = ImmutableArray.CreateBuilder<TimeInterval>(sorted.Length);
        var current = sorted[0];
        foreach (var next in sorted)
        {
            // Written as a difference, so that an end near DateTimeOffset.MaxValue can't overflow.
            if (next.From <= current.Until || next.From - current.Until <= resolution)
            {
                current = new TimeInterval(current.From, next.Until > current.Until ? next.Until : current.Until);
                continue;
            }

            merged.Add(current);
            current = next;
        }

        merged.Add(current);
        return merged.DrainToImmutable();
    }
}
