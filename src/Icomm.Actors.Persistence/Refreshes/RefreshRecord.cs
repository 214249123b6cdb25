using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;

namespace Icomm.Actors.Persistence.Refreshes;

/// <summary>All that a database's refresh grain knows. Stored as one row.</summary>
public sealed class RefreshRecord
{
    /// <summary>False until the database is refreshed regularly.</summary>
    public bool IsScheduled { get; set; }

    public DateTimeOffset? NextDueAt { get; set; }

    /// <summary>The refresh under way, or at which the process died; null between refreshes.</summary>
    public RefreshCheckpoint? Current { get; set; }

    /// <summary>Number of the last refresh that was begun; from 1.</summary>
    public long LastNumber { get; set; }

    /// <summary>What the last refresh that succeeded was done with; null before the first.</summary>
    public CompletedRefresh? LastCompleted { get; set; }

    public string? LastProblemCode { get; set; }

    public int ConsecutiveFailures { get; set; }
}

/// <param name="ModelStamp">Stands for method, segment map and whatever else scores depend on besides the rows.</param>
/// <param name="Currency">Of the rows' amounts; null when an earlier version wrote this.</param>
public sealed record CompletedRefresh(
    long Number, string RefreshId, DateOnly AsOf, DateTimeOffset EndedAt, long ModelVersion, long SettingsStamp, long ModelStamp, string? Currency = null);

/// <summary>The refresh under way; written after every bounded unit whose rows are durable.</summary>
public sealed record RefreshCheckpoint
{
    public required string RefreshId { get; init; }

    public required long Number { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool Publish { get; init; }

    /// <summary>Settings it began with: the same to its end.</summary>
    public required Domain.Databases.DatabaseSettings Settings { get; init; }

    public RefreshStage Stage { get; init; }

    public ImmutableArray<RangeCheckpoint> Ranges { get; init; } = [];

    /// <summary>Set once the cuts are computed.</summary>
    public long? ModelVersion { get; init; }

    public RefreshCounters Counters { get; init; } = new();
}

/// <param name="IsDone">Whether the present stage is done with it.</param>
public sealed record RangeCheckpoint(ProfileRange Range, bool IsDone);

/// <summary>The names are stored.</summary>
public enum RefreshStage
{
    /// <summary>Rows of changed profiles and moved windows are evaluated.</summary>
    Evaluating,

    /// <summary>The population's cuts are computed.</summary>
    Cutting,

    /// <summary>Rows are scored by the new cuts.</summary>
    Scoring,

    /// <summary>Publications are started.</summary>
    Publishing,
}

/// <summary>What a refresh did.</summary>
public sealed record RefreshCounters
{
    /// <summary>Profiles of the database.</summary>
    public long Profiles { get; init; }

    /// <summary>Rows evaluated again.</summary>
    public long Evaluated { get; init; }

    /// <summary>Rows whose scores, group or segment changed; after an interruption while scoring, only those that had not been written before it.</summary>
    public long Rescored { get; init; }

    /// <summary>Profiles that folding makes unanswerable as of the day.</summary>
    public long Unanswerable { get; init; }
}
