using System.Collections.Immutable;
using Icomm.Actors.Domain.Time;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>Everything a merchant decides about an integration.</summary>
[GenerateSerializer, Immutable, Alias("icomm.integration-definition")]
public sealed record IntegrationDefinition
{
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The platform, lower case: <c>magento</c>.</summary>
    [Id(1)]
    public required string StoreType { get; init; }

    [Id(2)]
    public required string DatabaseId { get; init; }

    /// <summary>Settings of the platform's form that are no secrets, by field name.</summary>
    [Id(3)]
    public required ImmutableDictionary<string, string> Settings { get; init; }

    /// <summary>The secret settings, encrypted before they reach the grain.</summary>
    [Id(4)]
    public required string ProtectedSecrets { get; init; }

    /// <summary>Orders placed before this instant don't count and are not asked for, even when they change later; products and customer accounts are, however old.</summary>
    [Id(5)]
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Time between the starts of two regular runs: 1 minute to 7 days, usually 4 hours.</summary>
    [Id(6)]
    public required TimeSpan Interval { get; init; }

    /// <summary>When runs may work; null for always.</summary>
    [Id(7)]
    public SyncWindow? Window { get; init; }

    /// <summary>What may be shown of each secret setting, by field name, so that a merchant knows which one is in use.</summary>
    [Id(8)]
    public ImmutableDictionary<string, string>? SecretHints { get; init; }

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => $"{nameof(IntegrationDefinition)} of {StoreType}";
}
