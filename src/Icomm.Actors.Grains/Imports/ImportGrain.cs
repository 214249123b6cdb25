using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Imports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Imports;

/// <summary>Decides what an import does next. What applying does is <see cref="ImportRun"/>'s business, and receiving the <see cref="ImportReceiver"/>'s.</summary>
public sealed partial class ImportGrain(
    [PersistentState("import", ImportGrainStorage.Name)] IPersistentState<ImportRecord> import,
    ImportRunFactory runs,
    IImportStore imports,
    IImportStaging staging,
    IImportReport report,
    IOptions<ImportOptions> options,
    TimeProvider time,
    ILogger<ImportGrain> logger) : RunningGrain<ImportRecord, ImportEnd>(import), IImportGrain, IRemindable
{
    private const string ReminderName = "import";

    /// <summary>Attempts at one batch: what fails as often, or ends the process as often, will go on doing so.</summary>
    private const int MostInterruptions = 20;

    private ImportKey Key => ImportKey.Parse(this.GetPrimaryKeyString());

    private bool IsReceiving => Record is { Definition: not null, State: ImportState.Receiving };

    public async Task<bool> BeginAsync(ImportDefinition definition)
    {
        if (Record.Definition is not null)
            return false;

        // The reminder first: one without an import goes away at its tick, an import without a reminder would wait for a silo to start.
        await ArmReminderAsync();
        Record = new ImportRecord { Definition = definition, State = ImportState.Receiving, StartedAt = time.GetUtcNow(), HasRows = true };
        await SaveAsync();
        return true;
    }

    public Task<ImportStatus?> GetStatusAsync() => Task.FromResult(Record.Definition is null ? null : ImportStatuses.From(Key.ImportId, Record));

    public async Task<bool> ReceivingAsync(ReceivedFile file)
    {
        if (!IsReceiving)
            return false;
        Note(file);
        await SaveAsync();
        return true;
    }

    public async Task<bool> ReceivedAsync(ReceivedFile file)
    {
        if (!IsReceiving)
            return Record.ReceivedAt is not null;
        Note(file);
        (Record.State, Record.ReceivedAt) = (ImportState.Applying, time.GetUtcNow());
        await SaveAsync();
        LogReceived(Key, file.Lines, file.Orders);
        await TakeUpAsync();
        return true;
    }

    public async Task InterruptedAsync()
    {
        if (IsReceiving)
            await CloseAsync(ImportEnd.Interrupted);
    }

    public async Task<ImportStatus?> CancelAsync()
    {
        if (Record.Definition is null)
            return null;
        await WhileEndingAsync();
        if (IsReceiving)
        {
            await CloseAsync(ImportEnd.Cancelled);
        }
        else if (Record.State == ImportState.Applying)
        {
            Record.IsUnwanted = true;
            await SaveAsync();
            StartWork();
            await StopWorkAsync();
        }

        return await GetStatusAsync();
    }

    public async Task<bool> RemoveAsync()
    {
        await WhileEndingAsync();
        if (Record.Definition is null)
            return true;
        if (Record.State == ImportState.Applying)
            return false;
        await DeleteFilesAsync();
        await ClearAsync();
        await DisarmAsync();
        DeactivateOnIdle();
        return true;
    }

    public async Task ArmAsync()
    {
        await WhileEndingAsync();
        await LookAfterAsync();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await WhileEndingAsync();
        await LookAfterAsync();
    }

    protected override bool HasOpenRun => Record is { Definition: not null, State: ImportState.Applying };

    protected override async Task<ImportEnd> WorkAsync(CancellationToken cancellationToken)
    {
        if (Record.IsUnwanted)
            return ImportEnd.Cancelled;
        if (Record.Interruptions == MostInterruptions)
            return ImportEnd.FailedInside;
        Record.Interruptions++;
        await CheckpointAsync();
        try
        {
            var run = await runs.CreateAsync(Key, Record, GrainFactory, CheckpointAsync);
            return await run.ApplyAllAsync(cancellationToken) ? ImportEnd.Succeeded : ImportEnd.Cancelled;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ImportEnd.Cancelled;
        }
        catch (StoreException exception) when (!exception.IsTransient)
        {
            return ImportEnd.Failed(exception.Problem);
        }
        catch (PersistenceException exception) when (exception.Code == PersistenceErrors.ImportRowsMissing)
        {
            return ImportEnd.Failed(ImportProblems.RowsMissing);
        }
    }

    protected override async Task EndAsync(ImportEnd end)
    {
        await CloseAsync(end);
        LetGo();
        if (await imports.FirstInLineAsync(Key.Integration, CancellationToken.None) is { } next)
            await GrainFactory.GetGrain<IImportGrain>(next.ToString()).ArmAsync();
    }

    protected override void Interrupted(Exception exception) => LogInterrupted(exception, Key);

    private void Note(ReceivedFile file) => (Record.File, Record.Rejected) = (file, file.Rejected);

    private async Task LookAfterAsync()
    {
        if (Record.Definition is null)
            await DisarmAsync();
        else if (Record.State == ImportState.Applying)
            await TakeUpAsync();
        else if (await staging.IsReceivingAsync(Key, CancellationToken.None))
            await ArmReminderAsync();
        else if (IsReceiving)
            await CloseAsync(ImportEnd.Interrupted);
        else
            await TidyAsync();
    }

    /// <summary>Goes on with the work, unless it is another import's turn: whoever ends wakes the next, and the reminder asks again.</summary>
    private async Task TakeUpAsync()
    {
        if (IsAtWork)
            return;
        await ArmReminderAsync();
        if (Record.IsUnwanted || await imports.TryTakeTurnAsync(Key, CancellationToken.None))
            StartWork();
    }

    private async Task CloseAsync(ImportEnd end)
    {
        (Record.State, Record.Problem, Record.EndedAt) = (end.State, end.Problem, time.GetUtcNow());
        await SaveAsync();
        LogEnded(Key, end.State, end.Problem?.Code, Record.Progress.New, Record.Progress.Changed, Record.Progress.Unchanged);
        await TidyAsync();
    }

    /// <summary>Deletes the rows of an import that has ended. What is being received is deleted by whoever receives it, and looked for at the next tick.</summary>
    private async Task TidyAsync()
    {
        if (await staging.IsReceivingAsync(Key, CancellationToken.None))
            return;
        if (Record.HasRows)
        {
            await staging.DeleteAsync(Key, CancellationToken.None);
            if (Record.ReceivedAt is null)
                await report.DeleteAsync(Key, CancellationToken.None);
            Record.HasRows = false;
            await SaveAsync();
        }

        await DisarmAsync();
    }

    private async Task DeleteFilesAsync()
    {
        await staging.DeleteAsync(Key, CancellationToken.None);
        await report.DeleteAsync(Key, CancellationToken.None);
    }

    private Task ArmReminderAsync() => this.RegisterOrUpdateReminder(ReminderName, options.Value.WatchdogPeriod, options.Value.WatchdogPeriod);

    private async Task DisarmAsync()
    {
        if (await this.GetReminder(ReminderName) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    [LoggerMessage(2300, LogLevel.Information, "The file of import {Import} is here: {Lines} lines, {Orders} orders.")]
    private partial void LogReceived(ImportKey import, long lines, long orders);

    [LoggerMessage(2301, LogLevel.Information, "Import {Import} ended: {State} {Code}. {New} new, {Changed} changed, {Unchanged} unchanged.")]
    private partial void LogEnded(ImportKey import, ImportState state, string? code, long @new, long changed, long unchanged);

    [LoggerMessage(2302, LogLevel.Warning, "Import {Import} was interrupted; it goes on from its checkpoint.")]
    private partial void LogInterrupted(Exception exception, ImportKey import);
}
