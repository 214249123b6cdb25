using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>What scoring counted: who is in which segment, and who changed to another.</summary>
public sealed class RefreshTallies
{
    public static readonly RefreshTallies None = new();

    private readonly SortedDictionary<string, SegmentTally> _segments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string From, string To), long> _transitions = [];

    public ImmutableArray<SegmentTally> Segments => [.. _segments.Values];

    public ImmutableArray<TransitionTally> Transitions => [.. _transitions.Select(entry => new TransitionTally(entry.Key.From, entry.Key.To, entry.Value))];

    public ImmutableArray<SegmentCount> SegmentCounts =>
        [.. _segments.Values.OrderByDescending(tally => tally.Customers).Select(tally => new SegmentCount(tally.Segment, tally.Customers, tally.Purchases, tally.Amount))];

    public ImmutableArray<SegmentTransition> SegmentTransitions => [.. _transitions.Select(entry => new SegmentTransition(entry.Key.From, entry.Key.To, entry.Value))];

    public void Add(SegmentTally tally)
    {
        var known = _segments.GetValueOrDefault(tally.Segment, new SegmentTally(tally.Segment, 0, 0, 0));
        _segments[tally.Segment] = new SegmentTally(
            tally.Segment, known.Customers + tally.Customers, known.Purchases + tally.Purchases, known.Amount + tally.Amount);
    }

    public void Add(TransitionTally tally) => _transitions[(tally.From, tally.To)] = _transitions.GetValueOrDefault((tally.From, tally.To)) + tally.Customers;

    public void Add(RangeScored range)
    {
        foreach (var tally in range.Segments)
            Add(tally);
        foreach (var tally in range.Transitions)
            Add(tally);
    }
}
