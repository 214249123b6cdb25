using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Publications;

/// <summary>Where a database's profiles are published to.</summary>
[GenerateSerializer, Immutable, Alias("icomm.publication-definition")]
public sealed record PublicationDefinition
{
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The sink, lower case: <c>icommkt</c>, <c>csv</c>, <c>omnichannel</c>.</summary>
    [Id(1)]
    public required string Type { get; init; }

    /// <summary>Settings of the sink that are no secrets, by name.</summary>
    [Id(2)]
    public required ImmutableDictionary<string, string> Settings { get; init; }

    /// <summary>The secret settings, encrypted before they reach the grain.</summary>
    [Id(3)]
    public required string ProtectedSecrets { get; init; }

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => $"{nameof(PublicationDefinition)} of {Type}";
}
