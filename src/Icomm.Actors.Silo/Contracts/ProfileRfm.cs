using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A customer's scores by one version of the RFM model.</summary>
public sealed record ProfileRfmResponse
{
    public required long ModelVersion { get; init; }

    /// <summary>The day whose population made the cuts.</summary>
    public required DateOnly ModelAsOf { get; init; }

    /// <summary>By period: 30, 60, 90, 180, 360, 360plus, lifetime. Periods without a purchase are left out.</summary>
    public required IReadOnlyDictionary<string, RfmScoreResponse> Scores { get; init; }

    /// <summary>BEGINNERS, FREQUENT, LOYAL or PROSPECTS.</summary>
    public required string Group { get; init; }

    public required string Segment { get; init; }

    /// <summary>The segment before this one, as the refreshes saw it; absent when there was none.</summary>
    public string? PreviousSegment { get; init; }

    /// <summary>Day of the refresh in which the segment changed; absent when it never did.</summary>
    public DateOnly? SegmentChangedOn { get; init; }

    internal static ProfileRfmResponse From(ProfileRfm rfm) => new()
    {
        ModelVersion = rfm.ModelVersion,
        ModelAsOf = rfm.ModelAsOf,
        Scores = new OrderedDictionary<string, RfmScoreResponse>(
            RfmPeriods.All.Where(period => rfm[period].Exists).Select(period => KeyValuePair.Create(PeriodNames.Of(period), RfmScoreResponse.From(rfm[period])))),
        Group = rfm.Group,
        Segment = rfm.Segment,
        PreviousSegment = rfm.PreviousSegment,
        SegmentChangedOn = rfm.SegmentChangedOn,
    };
}

/// <summary>A score of 1 (worst) to 5 (best) in each dimension.</summary>
/// <param name="Code">Three digits: 100 R + 10 F + M.</param>
/// <param name="R">Recency.</param>
/// <param name="F">Frequency.</param>
/// <param name="M">Monetary.</param>
public sealed record RfmScoreResponse(int Code, int R, int F, int M)
{
    internal static RfmScoreResponse From(RfmScore score) => new(score.Code, score.Recency, score.Frequency, score.Monetary);
}
