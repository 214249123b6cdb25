using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Inbox;

/// <summary>How applying an integration's messages goes. Stored as one row by its grain.</summary>
public sealed class InboxRecord
{
    /// <summary>The entry of the run log to which the messages of an hour are counted; null before the first.</summary>
    public RunCheckpoint? Entry { get; set; }

    /// <summary>When messages were last applied.</summary>
    public DateTimeOffset? LastAppliedAt { get; set; }

    /// <summary>Code of what keeps messages from being applied; null when nothing does.</summary>
    public string? LastProblemCode { get; set; }

    /// <summary>The same for a person: what is wrong, and what to do.</summary>
    public string? LastProblemText { get; set; }

    public int ConsecutiveFailures { get; set; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; set; }
}
