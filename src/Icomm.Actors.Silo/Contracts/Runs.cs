using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>A run that was started or joined.</summary>
public sealed record RunStartedResponse(string RunId);

/// <summary>How far the run under way has come.</summary>
/// <param name="Stage">What is being read; absent between two stages.</param>
/// <param name="StageDone">Records of the stage applied so far.</param>
/// <param name="StageTotal">Records the stage will have, as far as the store says.</param>
public sealed record RunProgressResponse(string RunId, DateTimeOffset StartedAt, string? Stage, long StageDone, long? StageTotal, RunCountersResponse Counters)
{
    internal static RunProgressResponse From(RunProgress run) => new(
        run.RunId, run.StartedAt, run.Stage, run.StageDone, run.StageTotal, new RunCountersResponse(run.Read, run.New, run.Changed, run.Unchanged, run.Rejected, run.Suppressed));
}

/// <summary>Records of a run: read = new + changed + unchanged + rejected + suppressed.</summary>
/// <param name="Suppressed">Of persons who were erased: not stored.</param>
public sealed record RunCountersResponse(long Read, long New, long Changed, long Unchanged, long Rejected, long Suppressed);

/// <summary>One sync run, past or under way.</summary>
public sealed record RunResponse
{
    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Absent while the run is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public required RunOutcome Outcome { get; init; }

    /// <summary>What it was started by; absent for runs of before this was kept.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>What made it fail; absent otherwise. The last message says what to do.</summary>
    public string? ProblemCode { get; init; }

    public required RunCountersResponse Counters { get; init; }

    /// <summary>Present while the run is under way.</summary>
    public RunProgressResponse? Progress { get; init; }

    public required ImmutableArray<RunMessageResponse> Messages { get; init; }

    internal static RunResponse From(RunRow row, RunProgress? progress, string language)
    {
        // The progress was asked for before the row was read: a run that ended in between has its last numbers in the row.
        var current = row.EndedAt is null && progress?.RunId == row.RunId ? RunProgressResponse.From(progress) : null;
        return new RunResponse
        {
            Id = row.RunId,
            StartedAt = row.StartedAt,
            EndedAt = row.EndedAt,
            Outcome = row.Outcome,
            Counters = current?.Counters
                ?? new RunCountersResponse(row.Counters.Read, row.Counters.New, row.Counters.Changed, row.Counters.Unchanged, row.Counters.Rejected, row.Counters.Suppressed),
            Progress = current,
            Trigger = row.Trigger,
            ProblemCode = row.ProblemCode,
            Messages = [.. row.Messages.Select(message => RunMessageResponse.From(message, language))],
        };
    }
}

/// <summary>What happened in a run.</summary>
/// <param name="Level"><c>Information</c>, <c>Warning</c> or <c>Error</c>.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Text">In the language of Accept-Language.</param>
public sealed record RunMessageResponse(DateTimeOffset At, string Level, string Code, string Text)
{
    internal static RunMessageResponse From(RunMessage message, string language) => new(message.At, message.Level, message.Code, message.In(language));
}

/// <summary>A record that could not be used, as the store sent it.</summary>
/// <param name="RecordId">The store's id, when that much could be read.</param>
/// <param name="ResolvedAt">Since when the store's record of that id has been used after all; absent while it is open.</param>
public sealed record RejectedRecordResponse(string RunId, string Resource, string? RecordId, string Code, string Reason, string Raw, DateTimeOffset At, DateTimeOffset? ResolvedAt)
{
    internal static RejectedRecordResponse From(RejectedRecord record) =>
        new(record.RunId, record.Resource, record.RecordId, record.Code, record.Reason, record.Raw, record.At, record.ResolvedAt);

    /// <summary>Never prints the record: it may hold personal data.</summary>
    public override string ToString() => $"{nameof(RejectedRecordResponse)} {Code}";
}
