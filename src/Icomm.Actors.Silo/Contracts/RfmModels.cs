using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>What customers are scored by, as one refresh computed it. A version never changes.</summary>
public sealed record RfmModelResponse
{
    public required long Version { get; init; }

    /// <summary>The day, in the database's time zone, whose population made the cuts.</summary>
    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    public required RfmMethodName Method { get; init; }

    /// <summary>ISO 4217 code of the monetary cuts.</summary>
    public required string Currency { get; init; }

    public required OlderWindowPolicy OlderWindow { get; init; }

    /// <summary>Name of the segment map that was in force.</summary>
    public required string SegmentMap { get; init; }

    /// <summary>The windows from the shortest, then lifetime.</summary>
    public required ImmutableArray<RfmPeriodResponse> Periods { get; init; }

    internal static RfmModelResponse From(RfmModel model) => new()
    {
        Version = model.Version,
        AsOf = model.AsOf,
        ComputedAt = model.ComputedAt,
        Method = RfmMethodNames.Of(model.Method),
        Currency = model.Currency,
        OlderWindow = model.OlderWindow,
        SegmentMap = model.Segments.Name,
        Periods = [.. RfmPeriods.All.Select(period => new RfmPeriodResponse(PeriodNames.Of(period), RfmCutsResponse.From(model[period])))],
    };
}

/// <summary>The cuts of one period.</summary>
/// <param name="Period">30, 60, 90, 180, 360, 360plus or lifetime.</param>
public sealed record RfmPeriodResponse(string Period, RfmCutsResponse Cuts);

/// <summary>Where scores change: four cuts in each dimension, ascending. None over an empty population.</summary>
/// <param name="Population">Customers with a purchase in the period.</param>
/// <param name="Recency">Days between the last purchase and the as-of day.</param>
/// <param name="Frequency">Purchases.</param>
/// <param name="Monetary">Major units of the database's currency.</param>
public sealed record RfmCutsResponse(long Population, ImmutableArray<decimal> Recency, ImmutableArray<decimal> Frequency, ImmutableArray<decimal> Monetary)
{
    internal static RfmCutsResponse From(RfmCuts cuts) => new(cuts.Population, cuts.Recency, cuts.Frequency, cuts.Monetary);
}
