using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>Another definition for an integration.</summary>
[GenerateSerializer, Immutable, Alias("icomm.integration-change")]
public sealed record IntegrationChange
{
    [Id(0)]
    public required IntegrationDefinition Definition { get; init; }

    /// <summary>The <see cref="IntegrationStatus.DefinitionVersion"/> that the change was made from.</summary>
    [Id(1)]
    public required long ExpectedVersion { get; init; }

    /// <summary>Whether the settings now stand for other records than before: then everything is read anew.</summary>
    [Id(2)]
    public required bool ReadsAnew { get; init; }
}

/// <summary>What became of a change. The numbers are on the wire: never renumber.</summary>
[GenerateSerializer, Alias("icomm.integration-changed")]
public enum IntegrationChanged
{
    Changed = 0,

    NotFound = 1,

    /// <summary>It was changed by somebody else in between.</summary>
    OtherVersion = 2,
}
