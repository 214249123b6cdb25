using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Holds an integration's record and decides when a run begins and ends. What a run does is <see cref="SyncRun"/>'s business.
/// A run is a background task of this activation: calls are answered while it works.
/// </summary>
public sealed partial class IntegrationGrain(
    [PersistentState("integration", IntegrationGrainStorage.Name)] IPersistentState<IntegrationRecord> integration,
    SyncRunFactory runs,
    RunJournal journal,
    SyncSchedule schedule,
    IntegrationDeletions deletions,
    SyncMetrics metrics,
    TimeProvider time,
    ILogger<IntegrationGrain> logger) : RunningGrain<IntegrationRecord, RunEnd>(integration), IIntegrationGrain, IRemindable
{
    private const string ReminderName = "sync";

    /// <summary>Whether there is an integration that may work.</summary>
    private bool IsThere => Record is { Definition: not null, Deletion: null };

    private IntegrationKey Key => IntegrationKey.Parse(this.GetPrimaryKeyString());

    public async Task<bool> CreateAsync(IntegrationDefinition definition)
    {
        if (Record.Definition is not null)
            return false;

        var created = new IntegrationRecord { Definition = definition, DefinitionVersion = 1, CreatedAt = time.GetUtcNow(), NextDueAt = schedule.FirstRun(definition) };

        // The reminder first: one without an integration goes away at its tick, an integration without a reminder would wait for a silo to start.
        await ArmReminderAsync(created);
        Record = created;
        await SaveAsync();
        LogCreated(Key, definition.StoreType);
        return true;
    }

    public Task<IntegrationStatus?> GetStatusAsync() =>
        Task.FromResult(Record.Definition is null ? null : IntegrationStatuses.From(Key.IntegrationId, Record));

    public async Task<IntegrationChanged> ChangeAsync(IntegrationChange change)
    {
        if (!IsThere)
            return IntegrationChanged.NotFound;
        if (change.ExpectedVersion != Math.Max(1, Record.DefinitionVersion))
            return IntegrationChanged.OtherVersion;
        var wasRunning = await StopAtCheckpointAsync() is not null;
        StartOrdersAt(change.Definition.StartsAt);
        Record.Definition = change.Definition;
        Record.DefinitionVersion = change.ExpectedVersion + 1;
        if (change.ReadsAnew)
        {
            Record.Covered.Clear();
            Record.OpenSlice = null;
        }

        if (Record.Pause is null)
            Record.NextDueAt = wasRunning || change.ReadsAnew ? schedule.FirstRun(change.Definition) : schedule.Earlier(Record);
        await SaveAsync();
        LogChanged(Key, Record.DefinitionVersion, change.ReadsAnew);
        await ArmReminderAsync();
        return IntegrationChanged.Changed;
    }

    public async Task<bool> PauseAsync()
    {
        if (!IsThere)
            return false;
        if (Record.Pause is not null)
            return true;

        // The pause first: a run that a dying silo leaves open is ended and not taken up again.
        await WhileEndingAsync();
        Record.Pause = new IntegrationPause(time.GetUtcNow(), PauseReason.Requested);
        Record.NextDueAt = null;
        await SaveAsync();
        await StopAtCheckpointAsync();
        await ArmReminderAsync();
        LogPaused(Key);
        return true;
    }

    public async Task<bool> ResumeAsync()
    {
        if (!IsThere)
            return false;
        if (Record.Pause is null)
            return true;
        await WhileEndingAsync();
        Record.Pause = null;
        Record.ConsecutiveFailures = 0;
        Record.NextDueAt = schedule.FirstRun(Record.Definition!);
        await SaveAsync();
        await ArmReminderAsync();
        LogResumed(Key);
        return true;
    }

    public async Task<string?> BackfillAsync(TimeInterval range)
    {
        if (!IsThere || Record.Pause is not null)
            return null;
        await StopAtCheckpointAsync();

        // A slice that was begun would cover the range again when it ends, with what was read before.
        Record.OpenSlice = null;
        foreach (var resource in Record.Covered.Keys.ToArray())
            Record.Covered[resource] = Record.Covered[resource].Remove(range);
        return await BeginOrJoinRunAsync(RunTrigger.Backfill);
    }

    public async Task<string?> SyncNowAsync()
    {
        if (!IsThere || Record.Pause is not null)
            return null;
        await WhileEndingAsync();
        return await BeginOrJoinRunAsync(RunTrigger.Request);
    }

    public Task<string?> StopRunAsync() => StopAtCheckpointAsync();

    public async Task<IntegrationStatus?> DeleteAsync(bool removesOrders)
    {
        await WhileEndingAsync();
        if (Record.Definition is not { } definition)
            return null;
        if (Record.Deletion is null)
        {
            // Nothing can be read any more from here on, whatever happens to this silo.
            Record.Deletion = new DeletionCheckpoint { RequestedAt = time.GetUtcNow(), RemovesOrders = removesOrders };
            Record.Definition = definition with { ProtectedSecrets = "", SecretHints = null };
            await SaveAsync();
            await StopAtCheckpointAsync();
            LogDeletionBegan(Key, removesOrders);
        }

        // Now: soon there may be none.
        var status = await GetStatusAsync();
        await TakeUpDeletionAsync();
        return status;
    }

    public async Task ArmAsync()
    {
        if (Record.Definition is null)
            return;
        await WhileEndingAsync();
        if (Record.Deletion is not null)
            await TakeUpDeletionAsync();
        else if (Record.CurrentRun is not null)
            await BeginOrJoinRunAsync();
        else
            await ArmReminderAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record.Definition is null)
        {
            await DisarmAsync();
            return;
        }

        await WhileEndingAsync();

        // Ticks can come twice, and the watchdog's come while a run works: the record says what is due.
        if (Record.Deletion is not null)
            await TakeUpDeletionAsync();
        else if (Record.CurrentRun is not null || schedule.IsDue(Record))
            await BeginOrJoinRunAsync();
        else
            await ArmReminderAsync();
    }

    /// <summary>
    /// A run leaves out what was placed before the start: with an earlier one, what counts as covered lacks the orders placed between the two and changed since. A slice of orders that was begun
    /// has asked for those of the former start.
    /// </summary>
    private void StartOrdersAt(DateTimeOffset startsAt)
    {
        const string Orders = nameof(StoreResource.Orders);
        if (startsAt < Record.Definition!.StartsAt)
            Record.Covered.Remove(Orders);
        if (startsAt != Record.Definition.StartsAt && Record.OpenSlice?.Resource == Orders)
            Record.OpenSlice = null;
    }

    /// <returns>The id of the run that was under way; null when none was.</returns>
    private async Task<string?> StopAtCheckpointAsync()
    {
        await WhileEndingAsync();
        if (Record.CurrentRun is not { } run)
            return null;
        StartWork();
        await StopWorkAsync();
        return run.RunId;
    }

    /// <summary>The reminder first: it takes up what a silo leaves undone.</summary>
    private async Task TakeUpDeletionAsync()
    {
        await ArmReminderAsync();
        if (HasOpenRun)
            StartWork(); // else it has been deleted meanwhile
    }

    /// <summary>Starts a run, takes up the one that was interrupted, or leaves the one alone that works.</summary>
    /// <returns>The run's id. It may have ended when this returns.</returns>
    private async Task<string> BeginOrJoinRunAsync(RunTrigger trigger = RunTrigger.Schedule)
    {
        if (Record.CurrentRun is { } current)
        {
            if (IsAtWork)
                return current.RunId;
            StartWork();
            await ArmReminderAsync();
            return current.RunId;
        }

        var now = time.GetUtcNow();
        var run = new RunCheckpoint { RunId = RunIds.New(now), StartedAt = now, Until = now, Trigger = trigger };
        Record.CurrentRun = run;
        await SaveAsync();

        try
        {
            // The watchdog first: it takes the run up.
            await ArmReminderAsync();
            await journal.BeganAsync(Key, run);
        }
        finally
        {
            // The run is open, whether or not the caller is told so.
            StartWork();
        }

        return run.RunId;
    }

    protected override bool HasOpenRun => Record.CurrentRun is not null || Record.Deletion is not null;

    protected override Task<RunEnd> WorkAsync(CancellationToken cancellationToken) => Record switch
    {
        { Deletion: null } => SyncAsync(cancellationToken),
        { CurrentRun: not null } => Task.FromResult(RunEnd.Stopped),
        _ => DeleteAllAsync(cancellationToken),
    };

    private async Task<RunEnd> DeleteAllAsync(CancellationToken cancellationToken)
    {
        await deletions.DeleteAsync(Key, Record, GrainFactory, CheckpointAsync, cancellationToken);
        return RunEnd.Succeeded;
    }

    private async Task<RunEnd> SyncAsync(CancellationToken cancellationToken)
    {
        using var activity = SyncMetrics.Trace(Key, Record.Definition!.StoreType, Record.CurrentRun!.RunId);
        var end = await PullAsync(cancellationToken);
        SyncMetrics.Tell(activity, end);
        return end;
    }

    private async Task<RunEnd> PullAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PatientlyAsync(() => PullFromCheckpointAsync(cancellationToken), time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RunEnd.Stopped;
        }
        catch (StoreException exception)
        {
            return RunEnd.Failed(exception.Problem, exception.IsTransient, exception.RetryAfter);
        }
        catch (Exception exception) when (IsSaved)
        {
            LogRunFailed(exception, Key, Record.CurrentRun!.RunId);
            return RunEnd.FailedInside;
        }
    }

    private async Task<RunEnd> PullFromCheckpointAsync(CancellationToken cancellationToken)
    {
        var run = await runs.CreateAsync(Key, Record, GrainFactory, checkpoint: CheckpointAsync, mayGoOn: () => IsWanted() && schedule.IsWindowOpen(Record.Definition!));
        if (run.HasNothingToPull)
            return RunEnd.NothingToPull;
        if (await run.ReadAllAsync(cancellationToken))
            return RunEnd.Succeeded;
        return IsWanted() && Record.Definition!.Window is { } window ? RunEnd.OutsideOf(window) : RunEnd.Stopped;

        bool IsWanted() => !cancellationToken.IsCancellationRequested && Record.Pause is null && Record.Deletion is null;
    }

    protected override async Task EndAsync(RunEnd end)
    {
        if (Record.CurrentRun is not { } run)
        {
            await EndDeletionAsync(Record.Deletion!);
            return;
        }

        // The journal first: a run that ends twice is written twice, one that never ends would stay open for ever.
        await journal.EndedAsync(Key, run, end, schedule.PausesAfter(Record, end));
        Record.CurrentRun = null;
        schedule.Reschedule(Record, run, end);
        await SaveAsync();
        LetGo();
        await ArmReminderAsync();
        metrics.Ended(Record.Definition!.StoreType, run, end, time.GetUtcNow());
        LogRunEnded(Key, run.RunId, end.Outcome, run.Counters.Read, run.Counters.New, run.Counters.Changed, run.Counters.Rejected);
    }

    private async Task EndDeletionAsync(DeletionCheckpoint deletion)
    {
        await ClearAsync();
        LetGo();
        await DisarmAsync();
        LogDeleted(Key, deletion.OrdersRemoved, deletion.ProfilesRemoved, deletion.FoldedLeft);
    }

    private Task ArmReminderAsync() => ArmReminderAsync(Record);

    private async Task ArmReminderAsync(IntegrationRecord record)
    {
        if (record is { Pause: not null, CurrentRun: null, Deletion: null })
        {
            await DisarmAsync();
            return;
        }

        var (due, period) = schedule.NextTick(record);
        await this.RegisterOrUpdateReminder(ReminderName, due, period);
    }

    private async Task DisarmAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    protected override void Interrupted(Exception exception) => LogRunInterrupted(exception, Key, Record.CurrentRun?.RunId);

    [LoggerMessage(2000, LogLevel.Information, "Integration {Integration} was created ({StoreType}).")]
    private partial void LogCreated(IntegrationKey integration, string storeType);

    [LoggerMessage(2001, LogLevel.Information, "Run {RunId} of {Integration} ended: {Outcome}. {Read} read, {New} new, {Changed} changed, {Rejected} rejected.")]
    private partial void LogRunEnded(IntegrationKey integration, string runId, RunOutcome outcome, long read, long @new, long changed, long rejected);

    [LoggerMessage(2002, LogLevel.Error, "Run {RunId} of {Integration} failed inside Icomm.Actors.")]
    private partial void LogRunFailed(Exception exception, IntegrationKey integration, string runId);

    [LoggerMessage(2004, LogLevel.Information, "Integration {Integration} was changed (version {Version}); everything is read anew: {ReadsAnew}.")]
    private partial void LogChanged(IntegrationKey integration, long version, bool readsAnew);

    [LoggerMessage(2005, LogLevel.Information, "Integration {Integration} was paused.")]
    private partial void LogPaused(IntegrationKey integration);

    [LoggerMessage(2006, LogLevel.Information, "Integration {Integration} was resumed.")]
    private partial void LogResumed(IntegrationKey integration);

    [LoggerMessage(2007, LogLevel.Information, "Integration {Integration} is being deleted; its orders leave the profiles: {RemovesOrders}.")]
    private partial void LogDeletionBegan(IntegrationKey integration, bool removesOrders);

    [LoggerMessage(2008, LogLevel.Information, "Integration {Integration} was deleted. {Orders} orders left the profiles, {Profiles} profiles went with them; {Folded} folded purchases stay.")]
    private partial void LogDeleted(IntegrationKey integration, long orders, long profiles, long folded);

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} of {Integration} was interrupted; it goes on from its checkpoint.")]
    private partial void LogRunInterrupted(Exception exception, IntegrationKey integration, string? runId);
}
