using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>
/// Decides when waiting messages are applied. What that does is <see cref="InboxRun"/>'s business. The messages themselves say that there is work: nothing has to be saved to begin it.
/// </summary>
public sealed partial class InboxGrain(
    [PersistentState("inbox", InboxGrainStorage.Name)] IPersistentState<InboxRecord> state,
    InboxRunFactory runs,
    RunJournal journal,
    IInbox inbox,
    IInboxStore inboxes,
    IInboundTokens tokens,
    IOptions<InboxOptions> options,
    TimeProvider time,
    ILogger<InboxGrain> logger) : RunningGrain<InboxRecord, RunEnd>(state), IInboxGrain, IRemindable
{
    private const string ReminderName = "inbox";
    private const int ForgottenAtATime = 1_000;

    /// <summary>Reminders don't tick to the second.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(4);

    private bool _isArmed;
    private bool _isWanted;

    /// <summary>Whether the work under way has applied or refused anything.</summary>
    private bool _hasWorked;

    private IntegrationKey Key => IntegrationKey.Parse(this.GetPrimaryKeyString());

    private bool IsWaiting => Record.RetryAt is { } retry && retry > time.GetUtcNow() + Tolerance;

    public async Task WakeAsync()
    {
        if (!IsWaiting)
            Begin();
        await ArmReminderAsync();
    }

    public async Task ArmAsync()
    {
        Begin();
        await ArmReminderAsync();
    }

    public async Task CloseAsync()
    {
        await tokens.RevokeAsync(Key, CancellationToken.None);
        _isWanted = false;
        await StopWorkAsync();
        await ClearAsync();
        await DisarmAsync();
        DeactivateOnIdle();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _isArmed = true;
        if (!IsWaiting)
            Begin();
        if (await inbox.ForgetAsync(Key, time.GetUtcNow() - options.Value.Keep, ForgottenAtATime, CancellationToken.None) == 0 && await IsClosedAsync())
            await DisarmAsync();
    }

    protected override bool HasOpenRun => _isWanted && !IsWaiting;

    protected override async Task<RunEnd> WorkAsync(CancellationToken cancellationToken)
    {
        (_isWanted, _hasWorked) = (false, false);
        try
        {
            if (await inboxes.FindAsync(Key, cancellationToken) is not { Messages: > 0 })
                return RunEnd.Succeeded;
            if (await runs.CreateAsync(Key, GrainFactory) is not { } run)
                return RunEnd.Stopped;
            Record.Entry = InboxEntries.At(time.GetUtcNow(), Record.Entry);
            while (!cancellationToken.IsCancellationRequested && await run.ApplyNextAsync(Record.Entry.RunId, cancellationToken) is { } counters)
            {
                Record.Entry = Record.Entry with { Counters = Record.Entry.Counters + counters };
                if (_hasWorked)
                    await CheckpointAsync(); // a lone batch is saved by the end
                _hasWorked = true;
            }

            return RunEnd.Succeeded;
        }
        catch (StoreException exception)
        {
            return RunEnd.Failed(exception.Problem, exception.IsTransient, exception.RetryAfter);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsSaved)
        {
            LogFailed(exception, Key);
            return RunEnd.FailedInside;
        }
    }

    protected override async Task EndAsync(RunEnd end)
    {
        LetGo();
        var now = time.GetUtcNow();
        if (end.Problem is { } problem)
            Failed(now, problem);
        else if (_hasWorked || (Record.LastProblemCode is not null && end.Outcome == RunOutcome.Succeeded))
            Succeeded(now);
        else
            return;

        if (Record.Entry is { } entry)
            await journal.PushedAsync(Key, entry, end);
        await SaveAsync();
        LogEnded(Key, end.Problem?.Code ?? "success", Record.Entry?.Counters.Read ?? 0);
    }

    protected override void Interrupted(Exception exception) => LogInterrupted(exception, Key);

    /// <summary>Takes up what waits, now or as soon as the work under way has ended.</summary>
    private void Begin()
    {
        _isWanted = true;
        StartWork();
    }

    private void Succeeded(DateTimeOffset now)
    {
        if (_hasWorked)
            Record.LastAppliedAt = now;
        (Record.LastProblemCode, Record.LastProblemText, Record.ConsecutiveFailures, Record.RetryAt) = (null, null, 0, null);
    }

    private void Failed(DateTimeOffset now, StoreProblem problem)
    {
        var wait = options.Value.FirstRetryAfter * Math.Pow(2, Math.Min(Record.ConsecutiveFailures, 10));
        Record.Entry = InboxEntries.At(now, Record.Entry);
        (Record.LastProblemCode, Record.LastProblemText) = (problem.Code, problem.Text.En);
        Record.ConsecutiveFailures++;
        Record.RetryAt = now + (wait < LongestRetry ? wait : LongestRetry);
    }

    /// <summary>The reminder stays for as long as messages may come: it is what finds one of which nobody told.</summary>
    private async Task ArmReminderAsync()
    {
        if (_isArmed)
            return;
        await this.RegisterOrUpdateReminder(ReminderName, options.Value.WatchdogPeriod, options.Value.WatchdogPeriod);
        _isArmed = true;
    }

    private async Task<bool> IsClosedAsync() =>
        await tokens.FindAsync(Key.IntegrationId, CancellationToken.None) is null && await inboxes.FindAsync(Key, CancellationToken.None) is not { Messages: > 0 };

    private async Task DisarmAsync()
    {
        _isArmed = false;
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    [LoggerMessage(2400, LogLevel.Information, "Messages of {Integration} were taken up: {Outcome}, {Read} records this hour.")]
    private partial void LogEnded(IntegrationKey integration, string outcome, long read);

    [LoggerMessage(2402, LogLevel.Error, "Applying the messages of {Integration} failed inside Icomm.Actors; they stay and are tried again.")]
    private partial void LogFailed(Exception exception, IntegrationKey integration);

    [LoggerMessage(2403, LogLevel.Warning, "Applying the messages of {Integration} was interrupted; those that are left are taken up again.")]
    private partial void LogInterrupted(Exception exception, IntegrationKey integration);
}
