using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>Where a database's profiles are published to, and how far that has come. Stored as one row by its grain.</summary>
public sealed class PublicationRecord
{
    /// <summary>Null as long as the publication has not been created.</summary>
    public PublicationDefinition? Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The run under way, or at which the process died; null between runs.</summary>
    public PublicationCheckpoint? Current { get; set; }

    /// <summary>Another run was asked for while one worked: it follows at once.</summary>
    public bool IsWantedAgain { get; set; }

    public PublicationResult? LastRun { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>When a run that failed in passing is tried again.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public int ConsecutiveFailures { get; set; }
}

public sealed record PublicationDefinition
{
    public required string Name { get; init; }

    /// <summary>The sink: <c>icommkt</c>, <c>csv</c>, <c>omnichannel</c>.</summary>
    public required string Type { get; init; }

    public required ImmutableDictionary<string, string> Settings { get; init; }

    /// <summary>Encrypted before they reach the grain; empty without secrets.</summary>
    public required string ProtectedSecrets { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>Never prints the secrets.</summary>
    public override string ToString() => $"{nameof(PublicationDefinition)} of {Type}";
}

/// <param name="After">Key of the last profile that was dealt with.</param>
/// <param name="AsOf">The day the indicators are of.</param>
public sealed record PublicationCheckpoint(string RunId, DateTimeOffset StartedAt, DateOnly AsOf, long After, long Sent, long Rejected);

/// <param name="ProblemCode">Null after a success.</param>
public sealed record PublicationResult(string RunId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, DateOnly AsOf, long Sent, long Rejected, string? ProblemCode, string? Problem);
