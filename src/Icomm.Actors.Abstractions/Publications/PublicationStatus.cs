using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Publications;

/// <summary>A publication and how far it has come.</summary>
[GenerateSerializer, Immutable, Alias("icomm.publication-status")]
public sealed record PublicationStatus
{
    [Id(0)]
    public required string PublicationId { get; init; }

    [Id(1)]
    public required PublicationDefinition Definition { get; init; }

    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(3)]
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When a run that failed in passing is tried again.</summary>
    [Id(4)]
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The last run that ended.</summary>
    [Id(5)]
    public PublicationResult? LastRun { get; init; }

    /// <summary>Null between runs.</summary>
    [Id(6)]
    public PublicationCheckpoint? CurrentRun { get; init; }
}

/// <summary>How far the run under way has come; written after every batch whose outcomes are durable.</summary>
/// <param name="AsOf">The day the indicators are of.</param>
/// <param name="After">Key of the last profile that was dealt with.</param>
/// <param name="Sent">Contacts the receiver accepted.</param>
/// <param name="Rejected">Contacts it refused.</param>
[GenerateSerializer, Immutable, Alias("icomm.publication-checkpoint")]
public sealed record PublicationCheckpoint(
    [property: Id(0)] string RunId,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] DateOnly AsOf,
    [property: Id(3)] long After,
    [property: Id(4)] long Sent,
    [property: Id(5)] long Rejected);

/// <summary>A run that has ended.</summary>
/// <param name="ProblemCode">Null after a success.</param>
/// <param name="Problem">What failed and what to do about it.</param>
[GenerateSerializer, Immutable, Alias("icomm.publication-result")]
public sealed record PublicationResult(
    [property: Id(0)] string RunId,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] DateTimeOffset EndedAt,
    [property: Id(3)] DateOnly AsOf,
    [property: Id(4)] long Sent,
    [property: Id(5)] long Rejected,
    [property: Id(6)] string? ProblemCode,
    [property: Id(7)] string? Problem);
