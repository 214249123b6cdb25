using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Scores rows by one model and counts segments and transitions. Used by one caller at a time.</summary>
/// <param name="number">Of the refresh.</param>
internal sealed class RowScorer(RfmScorer scorer, DateOnly asOf, long number)
{
    private readonly RowHash _hash = new();
    private readonly short[] _codes = new short[RfmPeriods.Count];

    public RefreshTallies Tallies { get; } = new();

    /// <returns>The row's new scores; its old ones, the very same object, when nothing changed or nobody can say.</returns>
    public RowScores? Score(ScoredRow row)
    {
        if (row.HasProblem)
            return row.Scores;
        var lifetime = default(RfmScore);
        foreach (var period in RfmPeriods.All)
        {
            var score = scorer.Score(period, row.Values[(int)period], asOf.DayNumber);
            _codes[(int)period] = (short)score.Code;
            if (period == RfmPeriod.Lifetime)
                lifetime = score;
        }

        var scores = Scores(row, scorer.SegmentOf(lifetime), RfmGroups.Of(lifetime));
        Count(row, scores);
        return scores;
    }

    private RowScores Scores(ScoredRow row, string segment, string group)
    {
        var before = row.Scores;
        var moved = before is not null && before.Segment != segment;
        var (previous, changedOn, changedIn) = moved
            ? (before!.Segment, asOf.DayNumber, number)
            : (before?.PreviousSegment, before?.SegmentChangedOn, before?.SegmentChangedIn);
        var fingerprint = _hash.Of(row.ContentHash, _codes, group, segment, previous, changedOn);
        if (before is not null && before.Fingerprint == fingerprint)
            return before;
        return new RowScores
        {
            Key = row.Key,
            Codes = [.. _codes],
            Group = group,
            Segment = segment,
            PreviousSegment = previous,
            SegmentChangedOn = changedOn,
            SegmentChangedIn = changedIn,
            Fingerprint = fingerprint,
        };
    }

    /// <summary>From the row as it ends up, not from what this call changed: a range that is scored again after a crash counts the same.</summary>
    private void Count(ScoredRow row, RowScores scores)
    {
        var lifetime = row.Values[(int)RfmPeriod.Lifetime];
        Tallies.Add(new SegmentTally(scores.Segment, 1, lifetime.Purchases, lifetime.Amount / 10_000m));
        if (scores.SegmentChangedIn == number)
            Tallies.Add(new TransitionTally(scores.PreviousSegment!, scores.Segment, 1));
    }
}
