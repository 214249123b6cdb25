using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Publishing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Publications;

/// <summary>Decides when a publication's run begins and ends. What it does is <see cref="PublicationRun"/>'s business.</summary>
public sealed partial class PublicationGrain(
    [PersistentState("publication", PublicationGrainStorage.Name)] IPersistentState<PublicationRecord> publication,
    PublicationRunFactory runs,
    IOptions<PublicationOptions> options,
    TimeProvider time,
    ILogger<PublicationGrain> logger) : RunningGrain<PublicationRecord, PublicationEnd>(publication), IPublicationGrain, IRemindable
{
    private const string ReminderName = "publication";

    /// <summary>Reminders don't tick to the second.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(4);

    private PublicationKey Key => PublicationKey.Parse(this.GetPrimaryKeyString());

    public async Task<bool> CreateAsync(PublicationDefinition definition)
    {
        if (Record.Definition is not null)
            return false;
        Record = new PublicationRecord { Definition = definition, CreatedAt = time.GetUtcNow() };
        await SaveAsync();
        return true;
    }

    public Task<PublicationStatus?> GetStatusAsync() =>
        Task.FromResult(Record.Definition is null ? null : PublicationStatuses.From(Key.PublicationId, Record));

    public async Task<string?> PublishAsync(DateOnly asOf)
    {
        if (Record.Definition is null)
            return null;
        await WhileEndingAsync();
        if (Record.Current is not { } current)
            return await BeginAsync(asOf);
        Record.WantedAgain = asOf;
        await SaveAsync();
        await TakeUpAsync();
        return current.RunId;
    }

    public async Task<bool> RemoveAsync()
    {
        if (Record.Definition is null)
            return false;
        await StopWorkAsync();
        await ClearAsync();
        await DisarmAsync();
        DeactivateOnIdle();
        return true;
    }

    public async Task ArmAsync()
    {
        await WhileEndingAsync();
        if (Record.Current is not null)
            await TakeUpAsync();
        else if (Record.RetryAt is not null)
            await ArmReminderAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await WhileEndingAsync();
        if (Record.Current is not null)
            await TakeUpAsync();
        else if (Record.RetryAt is not { } retry || Record.LastRun is not { } last)
            await DisarmAsync();
        else if (retry <= time.GetUtcNow() + Tolerance)
            await BeginAsync(Record.WantedAgain ?? last.AsOf);
        else
            await ArmReminderAsync();
    }

    protected override bool HasOpenRun => Record.Current is not null;

    protected override async Task<PublicationEnd> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var sink = runs.OpenSink(Key, Record.Definition!, Record.Current!.AsOf);
            var run = await runs.CreateAsync(Key, Record, sink, CheckpointAsync);
            await run.WorkAsync(cancellationToken);
            return PublicationEnd.Succeeded;
        }
        catch (PublishException exception)
        {
            LogRefused(Key, Record.Current!.RunId, exception.Code);
            return new PublicationEnd(exception.Problem, exception.IsTransient, exception.RetryAfter);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsSaved)
        {
            LogFailed(exception, Key, Record.Current!.RunId);
            return PublicationEnd.FailedInside;
        }
    }

    protected override async Task EndAsync(PublicationEnd end)
    {
        var run = Record.Current!;
        var now = time.GetUtcNow();
        Record.LastRun = new PublicationResult(run.RunId, run.StartedAt, now, run.AsOf, run.Sent, run.Rejected, end.Problem?.Code, end.Problem is { } problem ? $"{problem.Message} {problem.Remedy}" : null);
        Record.Current = null;
        if (end.Problem is null)
        {
            Record.LastSuccessAt = now;
            (Record.ConsecutiveFailures, Record.RetryAt) = (0, null);
        }
        else
        {
            Record.ConsecutiveFailures++;
            Record.RetryAt = end.IsPassing ? now + RetryAfter(end) : null;
        }

        // What was asked for meanwhile follows at once, unless the receiver is to be left alone.
        if (Record.RetryAt is null && Record.WantedAgain is { } again)
            Open(again);
        await SaveAsync();
        LogEnded(Key, run.RunId, end.Problem?.Code ?? "success", run.Sent, run.Rejected);
        if (Record.Current is not null)
            return;
        LetGo();
        if (Record.RetryAt is not null)
            await ArmReminderAsync();
        else
            await DisarmAsync();
    }

    protected override void Interrupted(Exception exception) => LogInterrupted(exception, Key, Record.Current?.RunId);

    private async Task<string> BeginAsync(DateOnly asOf)
    {
        var run = Open(asOf);
        await SaveAsync();

        try
        {
            // The watchdog first: it takes the run up.
            await ArmReminderAsync();
        }
        finally
        {
            // The run is open, whether or not the caller is told so.
            StartWork();
        }

        return run.RunId;
    }

    private PublicationCheckpoint Open(DateOnly asOf)
    {
        var now = time.GetUtcNow();
        (Record.WantedAgain, Record.RetryAt) = (null, null);
        return Record.Current = new PublicationCheckpoint(RunIds.New(now), now, asOf, After: 0, Sent: 0, Rejected: 0);
    }

    private async Task TakeUpAsync()
    {
        if (IsAtWork)
            return;
        StartWork();
        await ArmReminderAsync();
    }

    private Task ArmReminderAsync()
    {
        var due = Record.Current is null && Record.RetryAt is { } retry ? retry - time.GetUtcNow() : options.Value.WatchdogPeriod;

        // A reminder whose moment has passed when its row is written waits for a whole period, in Orleans as well.
        return this.RegisterOrUpdateReminder(ReminderName, due > TimeSpan.FromSeconds(1) ? due : TimeSpan.FromSeconds(1), options.Value.WatchdogPeriod);
    }

    private async Task DisarmAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private TimeSpan RetryAfter(PublicationEnd end)
    {
        var wait = options.Value.FirstRetryAfter * Math.Pow(2, Math.Min(Record.ConsecutiveFailures - 1, 10));
        wait = wait < LongestRetry ? wait : LongestRetry;
        return end.RetryAfter is { } asked && asked > wait ? asked : wait;
    }

    [LoggerMessage(2200, LogLevel.Information, "Run {RunId} of publication {Publication} ended with {Outcome}: {Sent} sent, {Rejected} rejected.")]
    private partial void LogEnded(PublicationKey publication, string runId, string outcome, long sent, long rejected);

    [LoggerMessage(2201, LogLevel.Error, "Run {RunId} of publication {Publication} failed inside Icomm.Actors.")]
    private partial void LogFailed(Exception exception, PublicationKey publication, string runId);

    [LoggerMessage(2202, LogLevel.Warning, "Run {RunId} of publication {Publication} was interrupted; it goes on from its checkpoint.")]
    private partial void LogInterrupted(Exception exception, PublicationKey publication, string? runId);

    [LoggerMessage(2203, LogLevel.Warning, "Run {RunId} of publication {Publication} met {Code}.")]
    private partial void LogRefused(PublicationKey publication, string runId, string code);
}
