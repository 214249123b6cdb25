using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>
/// Which segment each of the 125 cells of the lifetime score belongs to, as data. A valid map is total and unambiguous (<see cref="SegmentTable"/>). Somebody who never purchased is in
/// <see cref="RfmGroups.Prospects"/>, whatever the map.
/// </summary>
public sealed record SegmentMap
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    public SegmentMatching Matching { get; init; }

    /// <summary>1 to 125 rules.</summary>
    public required ImmutableArray<SegmentRule> Rules { get; init; }

    /// <summary>The segment of every cell that no rule matches; null when each must be matched by one.</summary>
    public string? Otherwise { get; init; }

    public bool Equals(SegmentMap? other) =>
        other is not null && Name == other.Name && Matching == other.Matching && Otherwise == other.Otherwise && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>What several matching rules mean.</summary>
public enum SegmentMatching : byte
{
    /// <summary>Rules of different segments may not overlap: that is an error. The default.</summary>
    Unique = 0,

    /// <summary>The first rule that matches decides, as in the R package.</summary>
    First = 1,
}

/// <summary>The cells of one segment, or some of them. A segment may have several rules.</summary>
/// <param name="Segment">1 to 100 characters; what is published.</param>
public sealed record SegmentRule(string Segment, ScoreRange Recency, ScoreRange Frequency, ScoreRange Monetary)
{
    public bool Matches(RfmScore score) => Recency.Contains(score.Recency) && Frequency.Contains(score.Frequency) && Monetary.Contains(score.Monetary);
}

/// <summary>Scores from one to another, both included: 1 to 5.</summary>
public readonly record struct ScoreRange(int Min, int Max)
{
    public static readonly ScoreRange Any = new(1, 5);

    public bool Contains(int score) => score >= Min && score <= Max;
}
