using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Writes the history of runs that merchants read.</summary>
public sealed class RunJournal(IRunLog log, IAuditLog audit, TimeProvider time)
{
    private static readonly FieldChange SwitchedOff = new("isActive", "true", "false");

    private static readonly FieldChange AfterFailures = new("pause.reason", Before: null, "failures");

    public Task BeganAsync(IntegrationKey integration, RunCheckpoint run) =>
        log.SaveAsync(Row(integration, run, RunOutcome.Running, endedAt: null, [RunMessage.Of(run.StartedAt, "Information", "run_began", RunTexts.Began)]), CancellationToken.None);

    /// <param name="pausesAfter">The number of failures in a row, when this one is the last before the integration is paused; null otherwise.</param>
    public async Task EndedAsync(IntegrationKey integration, RunCheckpoint run, RunEnd end, int? pausesAfter)
    {
        var now = time.GetUtcNow();
        var before = await log.FindAsync(integration.Account, integration.IntegrationId, run.RunId, CancellationToken.None);
        ImmutableArray<RunMessage> messages = [.. before?.Messages ?? [], EndMessage(now, run, end)];
        if (pausesAfter is { } failures)
        {
            messages = messages.Add(RunMessage.Of(now, "Warning", "paused_after_failures", RunTexts.PausedAfter(failures).Then(RunTexts.MendAndResume)));
            await audit.SaveAsync(Pause(integration, run, now), CancellationToken.None);
        }

        await log.SaveAsync(Row(integration, run, end.Outcome, now, messages) with { ProblemCode = end.Problem?.Code, Stages = [.. run.Stages?.Select(stage => stage.End(now)) ?? []] }, CancellationToken.None);
    }

    /// <summary>Writes how applying pushed messages has gone so far; what was said last is not said twice.</summary>
    /// <param name="entry">What an hour's messages are counted to.</param>
    public async Task PushedAsync(IntegrationKey integration, RunCheckpoint entry, RunEnd end)
    {
        var now = time.GetUtcNow();
        var message = PushMessage(now, entry, end);
        var before = (await log.FindAsync(integration.Account, integration.IntegrationId, entry.RunId, CancellationToken.None))?.Messages ?? [];
        await log.SaveAsync(Row(integration, entry, end.Outcome, now, [.. before is [.. var said, { } last] && last.Code == message.Code ? said : before, message]) with { ProblemCode = end.Problem?.Code }, CancellationToken.None);
    }

    private static AuditEntry Pause(IntegrationKey integration, RunCheckpoint run, DateTimeOffset now) => new()
    {
        Account = integration.Account,
        EntryId = AuditEntry.IdOf(now, $"{integration}/{run.RunId}"),
        At = now,
        Action = "pauseIntegration",
        Resource = $"/api/v1/integrations/{integration.IntegrationId}",
        IntegrationId = integration.IntegrationId,
        Outcome = AuditOutcome.Done,
        Changes = [SwitchedOff, AfterFailures],
    };

    private static RunMessage EndMessage(DateTimeOffset at, RunCheckpoint run, RunEnd end) => end switch
    {
        { Problem: { } problem } => Failure(at, problem),
        { ClosedWindow: { } window } => RunMessage.Of(at, "Information", "run_window_closed", RunTexts.WindowClosed(window)),
        { Outcome: RunOutcome.Stopped } => RunMessage.Of(at, "Information", "run_stopped", RunTexts.Stopped),
        { IsPushedOnly: true } => RunMessage.Of(at, "Information", "nothing_to_pull", RunTexts.NothingToPull),
        _ when run.Counters.Rejected > 0 => Rejections(at, run),
        _ => RunMessage.Of(at, "Information", "run_succeeded", RunTexts.Succeeded),
    };

    private static RunMessage PushMessage(DateTimeOffset at, RunCheckpoint entry, RunEnd end) => end switch
    {
        { Problem: { } problem } => Failure(at, problem),
        _ when entry.Counters.Rejected > 0 => Rejections(at, entry),
        _ => RunMessage.Of(at, "Information", "push_applied", RunTexts.PushApplied),
    };

    private static RunMessage Failure(DateTimeOffset at, StoreProblem problem) => RunMessage.Of(at, "Error", problem.Code, problem.Text);

    private static RunMessage Rejections(DateTimeOffset at, RunCheckpoint run) =>
        RunMessage.Of(at, "Warning", "records_rejected", RunTexts.Rejections(run.Counters.Rejected));

    private static RunRow Row(IntegrationKey integration, RunCheckpoint run, RunOutcome outcome, DateTimeOffset? endedAt, ImmutableArray<RunMessage> messages) => new()
    {
        Account = integration.Account,
        IntegrationId = integration.IntegrationId,
        RunId = run.RunId,
        StartedAt = run.StartedAt,
        EndedAt = endedAt,
        Outcome = outcome,
        Counters = run.Counters,
        Trigger = run.Trigger,
        Messages = messages,
    };
}
