using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>A customer's scores by one model.</summary>
public sealed record ProfileRfm
{
    /// <summary><see cref="RfmModel.Version"/>.</summary>
    public required long ModelVersion { get; init; }

    /// <summary>The day whose population made the cuts.</summary>
    public required DateOnly ModelAsOf { get; init; }

    /// <summary>One for each of <see cref="RfmPeriods.All"/>, in that order; <c>default</c> where the customer is outside the population.</summary>
    public required ImmutableArray<RfmScore> Scores { get; init; }

    /// <summary>One of <see cref="RfmGroups"/>.</summary>
    public required string Group { get; init; }

    public required string Segment { get; init; }

    /// <summary>The segment before this one; null when there was none. Known from the refreshes, so only of profiles that one has seen.</summary>
    public string? PreviousSegment { get; init; }

    /// <summary>As-of date of the refresh in which the segment changed; null when it never did.</summary>
    public DateOnly? SegmentChangedOn { get; init; }

    public RfmScore this[RfmPeriod period] => Scores[(int)period];

    /// <summary>A profile scored as of its own day; nothing of earlier segments.</summary>
    /// <param name="profile">In the currency of the model, and with its meaning of 360+.</param>
    public static ProfileRfm Of(ProfileIndicators profile, RfmScorer scorer)
    {
        Span<RfmValues> values = stackalloc RfmValues[RfmPeriods.Count];
        RfmValues.Fill(profile, values);
        return scorer.Score(values, profile.AsOf.DayNumber);
    }

    public bool Equals(ProfileRfm? other) => other is not null && ModelVersion == other.ModelVersion && ModelAsOf == other.ModelAsOf && Scores.SequenceEqual(other.Scores)
        && Group == other.Group && Segment == other.Segment && PreviousSegment == other.PreviousSegment && SegmentChangedOn == other.SegmentChangedOn;

    public override int GetHashCode() => HashCode.Combine(ModelVersion, Segment);
}
