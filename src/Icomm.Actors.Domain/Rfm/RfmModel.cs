using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>
/// What a database's customers are scored by, as one refresh computed it: the cuts of every period and the segment map that was in force. Immutable: another refresh makes another version.
/// </summary>
public sealed record RfmModel
{
    /// <summary>From 1, one more with each refresh of the database.</summary>
    public required long Version { get; init; }

    /// <summary>The day, in the database's zone, whose population made the cuts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    public required RfmMethod Method { get; init; }

    /// <summary>ISO 4217 code of the monetary cuts.</summary>
    public required string Currency { get; init; }

    public required OlderWindowPolicy OlderWindow { get; init; }

    /// <summary>One for each of <see cref="RfmPeriods.All"/>, in that order.</summary>
    public required ImmutableArray<RfmCuts> Periods { get; init; }

    public required SegmentMap Segments { get; init; }

    public RfmCuts this[RfmPeriod period] => Periods[(int)period];
}
