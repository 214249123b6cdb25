using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A refresh to start.</summary>
public sealed record StartRefreshRequest
{
    /// <summary>The day, in the database's time zone, to evaluate every profile as of: today when left out.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whether to publish afterwards. When left out, a refresh as of today does and another does not.</summary>
    public bool? Publish { get; init; }
}

/// <summary>A refresh that was started or joined.</summary>
public sealed record RefreshStartedResponse(string RefreshId);

/// <summary>How far the refresh under way has come.</summary>
/// <param name="RangesDone">Ranges of profiles that the stage is done with.</param>
/// <param name="Ranges">Ranges of profiles in all; 0 before they are planned.</param>
/// <param name="Evaluated">Profiles evaluated again so far.</param>
/// <param name="Rescored">Profiles whose scores or segment changed so far.</param>
public sealed record RefreshProgressResponse(
    string RefreshId, DateOnly AsOf, DateTimeOffset StartedAt, RefreshStage Stage, int RangesDone, int Ranges, long Evaluated, long Rescored)
{
    internal static RefreshProgressResponse From(RefreshProgress progress) => new(
        progress.RefreshId,
        progress.AsOf,
        progress.StartedAt,
        Enum.Parse<RefreshStage>(progress.Stage),
        progress.RangesDone,
        progress.Ranges,
        progress.Evaluated,
        progress.Rescored);
}

/// <summary>What a refresh did.</summary>
/// <param name="Profiles">Profiles of the database; 0 in a refresh that found everything as it was.</param>
/// <param name="Evaluated">Profiles evaluated again.</param>
/// <param name="Rescored">Profiles whose scores, group or segment changed.</param>
/// <param name="Unanswerable">Profiles that can't be evaluated as of that day, of those evaluated: their older orders are kept as totals only.</param>
public sealed record RefreshCountersResponse(long Profiles, long Evaluated, long Rescored, long Unanswerable);

/// <summary>One refresh, past or under way.</summary>
public sealed record RefreshResponse
{
    public required string Id { get; init; }

    /// <summary>Counts the database's refreshes from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The day, in the database's time zone, at whose end the indicators are.</summary>
    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while the refresh is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public required RunOutcome Outcome { get; init; }

    public required RefreshCountersResponse Counters { get; init; }

    /// <summary>Of the RFM model that it scored by; absent before there is one.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>Who was in which segment at its end; empty in a refresh that found everything as it was.</summary>
    public required ImmutableArray<SegmentCount> Segments { get; init; }

    /// <summary>Who went from one segment to another in it.</summary>
    public required ImmutableArray<SegmentTransition> Transitions { get; init; }

    public required ImmutableArray<RunMessageResponse> Messages { get; init; }

    /// <summary>Present while the refresh is under way.</summary>
    public RefreshProgressResponse? Progress { get; init; }

    /// <summary>A refresh has ended once its grain says so: until then queries answer from the one before.</summary>
    internal static RefreshResponse From(RefreshRow row, RefreshProgress? underWay)
    {
        var progress = underWay?.RefreshId == row.RefreshId ? RefreshProgressResponse.From(underWay) : null;
        return new RefreshResponse
        {
            Id = row.RefreshId,
            Number = row.Number,
            AsOf = row.AsOf,
            StartedAt = row.StartedAt,
            EndedAt = progress is null ? row.EndedAt : null,
            Outcome = progress is null ? row.Outcome : RunOutcome.Running,
            Counters = new RefreshCountersResponse(row.Counters.Profiles, row.Counters.Evaluated, row.Counters.Rescored, row.Counters.Unanswerable),
            ModelVersion = row.ModelVersion,
            Segments = row.Segments,
            Transitions = row.Transitions,
            Messages = [.. row.Messages.Select(message => RunMessageResponse.From(message, "en"))],
            Progress = progress,
        };
    }
}
