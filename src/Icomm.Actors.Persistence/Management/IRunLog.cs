using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain;

namespace Icomm.Actors.Persistence.Management;

/// <summary>The history of sync runs, for the merchant to read.</summary>
public interface IRunLog
{
    /// <summary>
    /// Inserts the run, or overwrites it as a whole. A run that has ended is never opened again: a row without an end, late from a silo that died, changes nothing then.
    /// </summary>
    Task SaveAsync(RunRow run, CancellationToken cancellationToken);

    Task<RunRow?> FindAsync(string account, string integrationId, string runId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="filter">Which runs are wanted.</param>
    /// <param name="before">The run id the page before ended with; null from the newest. Run ids sort by time.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<RunRow>> ListAsync(string account, string integrationId, RunFilter filter, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Removes an integration's oldest runs that ended before an instant.</summary>
    /// <param name="limit">The most that are removed, 1 to 1,000.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>Conditions on runs; all that are given must hold.</summary>
public sealed record RunFilter
{
    public static readonly RunFilter All = new();

    public RunOutcome? Outcome { get; init; }

    public RunTrigger? Trigger { get; init; }

    /// <summary>What made it fail.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>Started at this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before this instant.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool Admits(RunRow run) =>
        (Outcome is null || run.Outcome == Outcome)
        && (Trigger is null || run.Trigger == Trigger)
        && (ProblemCode is null || run.ProblemCode == ProblemCode)
        && (From is null || run.StartedAt >= From)
        && (Until is null || run.StartedAt < Until);
}

public sealed record RunRow
{
    public required string Account { get; init; }

    public required string IntegrationId { get; init; }

    public required string RunId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required RunOutcome Outcome { get; init; }

    public required RunCounters Counters { get; init; }

    /// <summary>Null for runs that were stored before it was kept.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>What made it fail; null otherwise.</summary>
    public string? ProblemCode { get; init; }

    /// <summary>In the order in which they began; kept once the run has ended.</summary>
    public ImmutableArray<StageProgress> Stages { get; init; } = [];

    /// <summary>What happened, in order; at most 100 entries are kept.</summary>
    public ImmutableArray<RunMessage> Messages { get; init; } = [];
}

/// <summary>The names are stored.</summary>
public enum RunOutcome
{
    Running,
    Succeeded,
    Failed,
    Stopped,
}

/// <summary>What a run was started by. The names are stored.</summary>
public enum RunTrigger
{
    /// <summary>The interval, or a retry.</summary>
    Schedule,

    /// <summary>Somebody asked for it.</summary>
    Request,

    /// <summary>Somebody had a stretch of time read again.</summary>
    Backfill,

    /// <summary>The store sent something by itself.</summary>
    Push,
}

/// <param name="Code">Stable, snake case.</param>
/// <param name="Text">English.</param>
public sealed record RunMessage(DateTimeOffset At, string Level, string Code, string Text)
{
    /// <summary>The text in all languages; null in messages that were stored before it was kept.</summary>
    public LocalizedText? Localized { get; init; }

    public static RunMessage Of(DateTimeOffset at, string level, string code, LocalizedText text) => new(at, level, code, text.En) { Localized = text };

    /// <inheritdoc cref="LocalizedText.In"/>
    public string In(string language) => Localized?.In(language) ?? Text;
}
