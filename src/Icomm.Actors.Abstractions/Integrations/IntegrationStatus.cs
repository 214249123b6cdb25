using System.Collections.Immutable;
using Icomm.Actors.Domain;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Integrations;

/// <summary>An integration as its card shows it.</summary>
[GenerateSerializer, Immutable, Alias("icomm.integration-status")]
public sealed record IntegrationStatus
{
    [Id(0)]
    public required string IntegrationId { get; init; }

    [Id(1)]
    public required IntegrationDefinition Definition { get; init; }

    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(3)]
    public required IntegrationHealth Health { get; init; }

    /// <summary>Code of what made the last run fail; null when it succeeded.</summary>
    [Id(4)]
    public string? ProblemCode { get; init; }

    [Id(5)]
    public DateTimeOffset? LastSuccessAt { get; init; }

    [Id(6)]
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Null between runs.</summary>
    [Id(7)]
    public RunProgress? CurrentRun { get; init; }

    /// <summary>Counts the changes of the definition, from 1.</summary>
    [Id(8)]
    public required long DefinitionVersion { get; init; }

    /// <summary>Null while the integration is active.</summary>
    [Id(9)]
    public IntegrationPause? Pause { get; init; }

    /// <summary>Runs that have failed since the last one that succeeded.</summary>
    [Id(10)]
    public int ConsecutiveFailures { get; init; }

    /// <summary>What was wrong, for a person; null when the last run succeeded.</summary>
    [Id(11)]
    public string? ProblemText { get; init; }

    /// <summary>Null unless the integration is being deleted.</summary>
    [Id(12)]
    public IntegrationDeletion? Deletion { get; init; }

    /// <summary>The same in all languages; null for a run that failed before they were kept.</summary>
    [Id(13)]
    public LocalizedText? Problem { get; init; }
}

/// <summary>How far an integration's deletion has come.</summary>
[GenerateSerializer, Immutable, Alias("icomm.integration-deletion")]
public sealed record IntegrationDeletion
{
    [Id(0)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Whether its orders leave the profiles.</summary>
    [Id(1)]
    public required bool RemovesOrders { get; init; }

    /// <summary>Profiles gone through.</summary>
    [Id(2)]
    public long ProfilesDone { get; init; }

    /// <summary>Profiles of the database when it began; null before they were counted.</summary>
    [Id(3)]
    public long? ProfilesTotal { get; init; }
}

/// <summary>Since when, and why, no run is started.</summary>
[GenerateSerializer, Immutable, Alias("icomm.integration-pause")]
public sealed record IntegrationPause([property: Id(0)] DateTimeOffset Since, [property: Id(1)] PauseReason Reason);

/// <summary>The numbers are on the wire, the names are stored: never change them.</summary>
[GenerateSerializer, Alias("icomm.pause-reason")]
public enum PauseReason
{
    /// <summary>Somebody switched it off.</summary>
    Requested = 0,

    /// <summary>Too many runs failed one after the other.</summary>
    Failures = 1,
}

/// <summary>The numbers are on the wire: never renumber.</summary>
[GenerateSerializer, Alias("icomm.integration-health")]
public enum IntegrationHealth
{
    /// <summary>No run has ended yet.</summary>
    New = 0,

    /// <summary>The last run that ended did so with success.</summary>
    Success = 1,

    /// <summary>The last run that ended failed.</summary>
    Error = 2,
}

/// <summary>How far the run under way has come.</summary>
[GenerateSerializer, Immutable, Alias("icomm.run-progress")]
public sealed record RunProgress
{
    [Id(0)]
    public required string RunId { get; init; }

    [Id(1)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What is being read: <c>Catalogue</c>, <c>Customers</c>, <c>Orders</c>; null between two of them.</summary>
    [Id(2)]
    public string? Stage { get; init; }

    /// <summary>Records of the stage applied so far.</summary>
    [Id(3)]
    public long StageDone { get; init; }

    /// <summary>Records the stage will have, as far as the store says.</summary>
    [Id(4)]
    public long? StageTotal { get; init; }

    [Id(5)]
    public long Read { get; init; }

    [Id(6)]
    public long New { get; init; }

    [Id(7)]
    public long Changed { get; init; }

    [Id(8)]
    public long Unchanged { get; init; }

    [Id(9)]
    public long Rejected { get; init; }

    [Id(10)]
    public long Pages { get; init; }

    /// <summary>In the order in which they began; the last one is open unless the run is between two.</summary>
    [Id(11)]
    public ImmutableArray<StageProgress> Stages { get; init; } = [];

    /// <summary>Of persons who were erased.</summary>
    [Id(12)]
    public long Suppressed { get; init; }
}
