using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
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
    TimeProvider time,
    ILogger<IntegrationGrain> logger) : RunningGrain<IntegrationRecord, RunEnd>(integration), IIntegrationGrain, IRemindable
{
    private const string ReminderName = "sync";

    private IntegrationKey Key => IntegrationKey.Parse(this.GetPrimaryKeyString());

    public async Task<bool> CreateAsync(IntegrationDefinition definition)
    {
        if (Record.Definition is not null)
            return false;

        var created = new IntegrationRecord { Definition = definition, CreatedAt = time.GetUtcNow(), NextDueAt = schedule.FirstRun(definition) };

        // The reminder first: one without an integration goes away at its tick, an integration without a reminder would wait for a silo to start.
        await ArmReminderAsync(created);
        Record = created;
        await SaveAsync();
        LogCreated(Key, definition.StoreType);
        return true;
    }

    public Task<IntegrationStatus?> GetStatusAsync() =>
        Task.FromResult(Record.Definition is null ? null : IntegrationStatuses.From(Key.IntegrationId, Record));

    public async Task<string?> SyncNowAsync()
    {
        if (Record.Definition is null)
            return null;
        await WhileEndingAsync();
        return await BeginOrJoinRunAsync();
    }

    public async Task<string?> StopRunAsync()
    {
        await WhileEndingAsync();
        if (Record.CurrentRun is not { } run)
            return null;
        StartWork();
        await StopWorkAsync();
        return run.RunId;
    }

    public async Task ArmAsync()
    {
        if (Record.Definition is null)
            return;
        await WhileEndingAsync();
        if (Record.CurrentRun is not null)
            await BeginOrJoinRunAsync();
        else
            await ArmReminderAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record.Definition is null)
        {
            if (await this.GetReminder(reminderName) is { } orphan)
                await this.UnregisterReminder(orphan);
            return;
        }

        await WhileEndingAsync();

        // Ticks can come twice, and the watchdog's come while a run works: the record says what is due.
        if (Record.CurrentRun is not null || schedule.IsDue(Record))
            await BeginOrJoinRunAsync();
        else
            await ArmReminderAsync();
    }

    /// <summary>Starts a run, takes up the one that was interrupted, or leaves the one alone that works.</summary>
    /// <returns>The run's id. It may have ended when this returns.</returns>
    private async Task<string> BeginOrJoinRunAsync()
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
        var run = new RunCheckpoint { RunId = RunIds.New(now), StartedAt = now, Until = now };
        Record.CurrentRun = run;
        await SaveAsync();

        // The watchdog before anything else can fail: it takes the run up.
        await ArmReminderAsync();
        await journal.BeganAsync(Key, run);
        StartWork();
        return run.RunId;
    }

    protected override bool HasOpenRun => Record.CurrentRun is not null;

    protected override async Task<RunEnd> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var run = await runs.CreateAsync(Key, Record, GrainFactory, checkpoint: CheckpointAsync, mayGoOn: () => !cancellationToken.IsCancellationRequested && schedule.IsWindowOpen(Record.Definition!));
            return await run.ReadAllAsync(cancellationToken) ? RunEnd.Succeeded : RunEnd.Stopped;
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

    protected override async Task EndAsync(RunEnd end)
    {
        var run = Record.CurrentRun!;

        // The journal first: a run that ends twice is written twice, one that never ends would stay open for ever.
        await journal.EndedAsync(Key, run, end);
        Record.CurrentRun = null;
        schedule.Reschedule(Record, run, end);
        await SaveAsync();
        LetGo();
        await ArmReminderAsync();
        LogRunEnded(Key, run.RunId, end.Outcome, run.Counters.Read, run.Counters.New, run.Counters.Changed, run.Counters.Rejected);
    }

    private Task ArmReminderAsync() => ArmReminderAsync(Record);

    private Task ArmReminderAsync(IntegrationRecord record)
    {
        var (due, period) = schedule.NextTick(record);
        return this.RegisterOrUpdateReminder(ReminderName, due, period);
    }

    protected override void Interrupted(Exception exception) => LogRunInterrupted(exception, Key, Record.CurrentRun?.RunId);

    [LoggerMessage(2000, LogLevel.Information, "Integration {Integration} was created ({StoreType}).")]
    private partial void LogCreated(IntegrationKey integration, string storeType);

    [LoggerMessage(2001, LogLevel.Information, "Run {RunId} of {Integration} ended: {Outcome}. {Read} read, {New} new, {Changed} changed, {Rejected} rejected.")]
    private partial void LogRunEnded(IntegrationKey integration, string runId, RunOutcome outcome, long read, long @new, long changed, long rejected);

    [LoggerMessage(2002, LogLevel.Error, "Run {RunId} of {Integration} failed inside Icomm.Actors.")]
    private partial void LogRunFailed(Exception exception, IntegrationKey integration, string runId);

    [LoggerMessage(2003, LogLevel.Warning, "Run {RunId} of {Integration} was interrupted; it goes on from its checkpoint.")]
    private partial void LogRunInterrupted(Exception exception, IntegrationKey integration, string? runId);
}
