using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>
/// Decides when a database's refresh begins and ends, and sees its deletion through. What they do is <see cref="RefreshRun"/>'s and <see cref="DatabaseDeletions"/>' business.
/// </summary>
public sealed partial class DatabaseRefreshGrain(
    [PersistentState("refresh", RefreshGrainStorage.Name)] IPersistentState<RefreshRecord> refresh,
    IDatabaseStore databases,
    RefreshRunFactory runs,
    RefreshJournal journal,
    RefreshSchedule schedule,
    DatabaseDeletions deletions,
    TimeProvider time,
    ILogger<DatabaseRefreshGrain> logger) : RunningGrain<RefreshRecord, RefreshEnd>(refresh), IDatabaseRefreshGrain, IRemindable
{
    private const string ReminderName = "refresh";

    /// <summary>The database's row says so as well, for whoever activates next.</summary>
    private bool _isDeleting;

    private DatabaseKey Key => DatabaseKey.Parse(this.GetPrimaryKeyString());

    public async Task ScheduleAsync()
    {
        await WhileEndingAsync();
        if (await FindDatabaseAsync() is not { } database)
            return;
        if (database.DeletingSince is not null)
        {
            await TakeUpDeletionAsync();
            return;
        }

        if (Record.Current is not null)
        {
            await TakeUpAsync();
            return;
        }

        var next = schedule.Next(Record, database.Settings);
        if (!Record.IsScheduled || Record.NextDueAt != next)
        {
            Record.IsScheduled = true;
            Record.NextDueAt = next;
            await SaveAsync();
        }

        await ArmReminderAsync();
    }

    public async Task<RefreshStart> RefreshNowAsync(RefreshRequest request)
    {
        await WhileEndingAsync();
        if (await FindDatabaseAsync() is not { DeletingSince: null } database)
            return new RefreshStart(null, IsOther: false);
        var today = database.Settings.Today(time);
        var asOf = request.AsOf ?? today;
        var publish = request.Publish ?? asOf == today;
        if (Record.Current is not { } current)
            return new RefreshStart(await BeginAsync(database, asOf, publish), IsOther: false);
        await TakeUpAsync();
        return new RefreshStart(current.RefreshId, current.AsOf != asOf || current.Publish != publish);
    }

    public async Task<DateTimeOffset?> DeleteAsync()
    {
        await WhileEndingAsync();
        if (await deletions.MarkAsync(Key) is not { } since)
            return null;
        await TakeUpDeletionAsync();
        return since;
    }

    public Task<RefreshStatus?> GetStatusAsync() => Task.FromResult(Record.IsScheduled || Record.LastNumber > 0 ? RefreshStatuses.From(Record) : null);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await WhileEndingAsync();
        if (await FindDatabaseAsync() is not { } database)
        {
            await ForgetAsync();
            return;
        }

        if (database.DeletingSince is not null)
        {
            await TakeUpDeletionAsync();
            return;
        }

        // Ticks can come twice, and the watchdog's come while a refresh works: the record says what is due.
        if (Record.Current is not null)
            await TakeUpAsync();
        else if (schedule.IsDue(Record))
            await BeginAsync(database, database.Settings.Today(time), publish: true);
        else
            await ArmReminderAsync();
    }

    protected override bool HasOpenRun => Record.Current is not null || _isDeleting;

    protected override async Task<RefreshEnd> WorkAsync(CancellationToken cancellationToken)
    {
        if (_isDeleting)
        {
            await deletions.DeleteAsync(Key, GrainFactory, cancellationToken);
            return RefreshEnd.OfDeletion;
        }

        try
        {
            return new RefreshEnd(null, await PatientlyAsync(() => runs.Create(Key, Record, GrainFactory, CheckpointAsync).WorkAsync(cancellationToken), time, cancellationToken));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && IsSaved)
        {
            LogFailed(exception, Key, Record.Current!.RefreshId);
            return RefreshEnd.Failed(CodeOf(exception));
        }
    }

    protected override async Task EndAsync(RefreshEnd end)
    {
        if (end.IsDeletion)
        {
            _isDeleting = false;
            await ForgetAsync();
            LogDeleted(Key);
            return;
        }

        var current = Record.Current!;
        var now = time.GetUtcNow();

        // The journal first: a refresh that ends twice is written twice, one that never ends would stay open for ever.
        await journal.EndedAsync(Key, current, end);
        Record.Current = null;
        Record.LastProblemCode = end.ProblemCode;
        if (end.ProblemCode is null)
        {
            Record.ConsecutiveFailures = 0;
            Record.LastCompleted = new CompletedRefresh(
                current.Number,
                current.RefreshId,
                current.AsOf,
                now,
                current.ModelVersion!.Value,
                RefreshStamps.OfEvaluation(current.Settings),
                RefreshStamps.OfScoring(current.Settings),
                current.Settings.Currency);
        }
        else
        {
            Record.ConsecutiveFailures++;
        }

        // The settings may have been changed meanwhile.
        var settings = (await FindDatabaseAsync())?.Settings ?? current.Settings;
        Record.NextDueAt = schedule.After(settings, current.StartedAt, Record.ConsecutiveFailures);
        await SaveAsync();
        LetGo();
        await ArmReminderAsync();
        LogEnded(Key, current.RefreshId, end.ProblemCode ?? "success", current.Counters.Profiles, current.Counters.Evaluated, current.Counters.Rescored);
    }

    protected override void Interrupted(Exception exception)
    {
        if (_isDeleting)
            LogDeletionInterrupted(exception, Key);
        else
            LogInterrupted(exception, Key, Record.Current?.RefreshId);
    }

    private async Task<string> BeginAsync(DatabaseRow database, DateOnly asOf, bool publish)
    {
        var now = time.GetUtcNow();
        var current = new RefreshCheckpoint
        {
            RefreshId = RunIds.New(now),
            Number = Record.LastNumber + 1,
            AsOf = asOf,
            StartedAt = now,
            Publish = publish,
            Settings = database.Settings,
        };
        Record.IsScheduled = true;
        Record.LastNumber = current.Number;
        Record.Current = current;
        await SaveAsync();

        try
        {
            // The watchdog first: it takes the refresh up.
            await ArmReminderAsync();
            await journal.BeganAsync(Key, current);
        }
        finally
        {
            // The refresh is open, whether or not the caller is told so.
            StartWork();
        }

        return current.RefreshId;
    }

    private async Task TakeUpAsync()
    {
        if (IsAtWork)
            return;
        StartWork();
        await ArmReminderAsync();
    }

    /// <summary>Breaks off a refresh under way: nobody will want its rows.</summary>
    private async Task TakeUpDeletionAsync()
    {
        if (!_isDeleting)
            await StopWorkAsync();
        _isDeleting = true;
        StartWork();
        await ArmReminderAsync();
    }

    /// <summary>There is no such database any more.</summary>
    private async Task ForgetAsync()
    {
        await ClearAsync();
        LetGo();
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private Task<DatabaseRow?> FindDatabaseAsync() => databases.FindAsync(Key.Account, Key.Database, CancellationToken.None);

    private Task ArmReminderAsync()
    {
        var (due, period) = _isDeleting ? schedule.Watchdog : schedule.NextTick(Record);
        return this.RegisterOrUpdateReminder(ReminderName, due, period);
    }

    private static string CodeOf(Exception exception) => PassingFaults.CauseOf(exception) switch
    {
        DomainException refusal => refusal.Code,
        PersistenceException stored => stored.Code,
        _ => "internal_error",
    };

    [LoggerMessage(2100, LogLevel.Information, "Refresh {RefreshId} of {Database} ended with {Outcome}: {Profiles} profiles, {Evaluated} evaluated, {Rescored} rescored.")]
    private partial void LogEnded(DatabaseKey database, string refreshId, string outcome, long profiles, long evaluated, long rescored);

    [LoggerMessage(2101, LogLevel.Error, "Refresh {RefreshId} of {Database} failed.")]
    private partial void LogFailed(Exception exception, DatabaseKey database, string refreshId);

    [LoggerMessage(2102, LogLevel.Warning, "Refresh {RefreshId} of {Database} was interrupted; it goes on from its checkpoint.")]
    private partial void LogInterrupted(Exception exception, DatabaseKey database, string? refreshId);

    [LoggerMessage(2103, LogLevel.Information, "Database {Database} was deleted with all that was kept in it.")]
    private partial void LogDeleted(DatabaseKey database);

    [LoggerMessage(2104, LogLevel.Warning, "The deletion of {Database} was interrupted; it goes on with what is left.")]
    private partial void LogDeletionInterrupted(Exception exception, DatabaseKey database);
}
