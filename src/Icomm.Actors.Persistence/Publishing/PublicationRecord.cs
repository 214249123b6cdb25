using Icomm.Actors.Abstractions.Publications;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>Where a database's profiles are published to, and how far that has come. Stored as one row by its grain.</summary>
public sealed class PublicationRecord
{
    /// <summary>Null as long as the publication has not been created.</summary>
    public PublicationDefinition? Definition { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The run under way, or at which the process died; null between runs.</summary>
    public PublicationCheckpoint? Current { get; set; }

    /// <summary>The day of another run that was asked for while one worked: it follows at once.</summary>
    public DateOnly? WantedAgain { get; set; }

    public PublicationResult? LastRun { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>When a run that failed in passing is tried again.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    public int ConsecutiveFailures { get; set; }
}
