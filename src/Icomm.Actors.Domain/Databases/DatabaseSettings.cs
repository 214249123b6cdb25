using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Databases;

/// <summary>How a database counts: the day its purchases fall on, the currency they are summed in, and what 360+ means.</summary>
public sealed record DatabaseSettings
{
    /// <summary>IANA id of the zone whose calendar days windows are made of.</summary>
    public required string TimeZone { get; init; }

    /// <summary>ISO 4217 code that every amount is shown in.</summary>
    public required string Currency { get; init; }

    /// <summary>What one major unit of another currency is worth in <see cref="Currency"/>. Orders in a currency that is not listed count, but their amounts are set aside.</summary>
    public ImmutableSortedDictionary<string, decimal> Rates { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    public OlderWindowPolicy OlderWindow { get; init; } = OlderWindowPolicy.OlderThan;
}
