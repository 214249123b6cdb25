using Orleans.Runtime;

namespace Icomm.Actors.Grains.Running;

/// <summary>
/// What grains share that work in the background: one run at a time as a task of the activation, so that calls are answered meanwhile; saves one after the other; a run that an ending
/// activation, a failed save or a dead silo interrupts stays open in the record, and whoever activates next takes it up.
/// </summary>
/// <typeparam name="TRecord">What is stored; it says whether a run is open.</typeparam>
/// <typeparam name="TEnd">How a run ended.</typeparam>
public abstract class RunningGrain<TRecord, TEnd>(IPersistentState<TRecord> state) : Grain
    where TRecord : class, new()
{
    /// <summary>Longer than any unit of work takes, and renewed after each: idle collection never takes a run away.</summary>
    private static readonly TimeSpan KeptAliveByAUnit = TimeSpan.FromHours(1);

    /// <summary>Without a checkpoint.</summary>
    private static readonly TimeSpan LongestTrouble = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PauseInTrouble = TimeSpan.FromSeconds(3);

    private Task _save = Task.CompletedTask;
    private Task _run = Task.CompletedTask;
    private CancellationTokenSource _stop = new();
    private Task _ending = Task.CompletedTask;
    private int _checkpoints;
    private bool _isLeaving;

    protected TRecord Record
    {
        get => state.State;
        set => state.State = value;
    }

    protected bool IsAtWork => !_run.IsCompleted;

    /// <summary>Whether the record is stored as it is; after a failed save nobody knows.</summary>
    protected bool IsSaved => _save.IsCompletedSuccessfully;

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _isLeaving = true;
        _stop.Cancel();
        await _run.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>Whether the record has a run that has not ended.</summary>
    protected abstract bool HasOpenRun { get; }

    /// <summary>Does the open run's work, from its checkpoint on.</summary>
    protected abstract Task<TEnd> WorkAsync(CancellationToken cancellationToken);

    /// <summary>Writes the end of the run and closes it in the record; may open the next one there, which follows at once.</summary>
    protected abstract Task EndAsync(TEnd end);

    /// <summary>The run's end could not be reached or saved; it stays open.</summary>
    protected abstract void Interrupted(Exception exception);

    /// <summary>Takes up the open run, unless it is being worked on.</summary>
    protected void StartWork()
    {
        if (IsAtWork)
            return;
        DelayDeactivation(KeptAliveByAUnit);
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _run = RunAsync(_stop.Token);
    }

    /// <summary>Has the run stop at its next checkpoint, and waits until it has.</summary>
    protected Task StopWorkAsync()
    {
        _stop.Cancel();
        return _run;
    }

    /// <summary>
    /// Waits for a run that is being written off. It has done all that it will do: whoever asks for a run now wants what came since, and must neither join that one nor find none.
    /// </summary>
    protected async Task WhileEndingAsync() => await _ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    /// <summary>Saves one after the other: a run's checkpoint and a call's change may want to at the same time.</summary>
    protected Task SaveAsync() => _save = SaveAfterAsync(_save);

    /// <summary>Deletes the record.</summary>
    protected Task ClearAsync() => state.ClearStateAsync();

    /// <summary>Saves a run's progress.</summary>
    protected async Task CheckpointAsync()
    {
        await SaveAsync();
        _checkpoints++;
        DelayDeactivation(KeptAliveByAUnit);
    }

    /// <summary>Lets idle collection take the activation again.</summary>
    protected void LetGo() => DelayDeactivation(TimeSpan.Zero);

    /// <summary>Does work that begins at the checkpoint, and does it again while it fails with what heals by itself: a run does not fail because a silo or the database's server starts again.</summary>
    protected async Task<TResult> PatientlyAsync<TResult>(Func<Task<TResult>> work, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(time);
        var (reached, since) = (-1, 0L);
        while (true)
        {
            var began = time.GetTimestamp();
            try
            {
                return await work();
            }
            catch (Exception exception) when (IsSaved && PassingFaults.HealByThemselves(exception, cancellationToken))
            {
                // Work that went well for so long has overcome the trouble of before.
                if (reached != _checkpoints || time.GetElapsedTime(began) >= LongestTrouble)
                    (reached, since) = (_checkpoints, time.GetTimestamp());
                if (time.GetElapsedTime(since) >= LongestTrouble)
                    throw;
                await Task.Delay(PauseInTrouble, time, cancellationToken);
            }
        }
    }

    /// <summary>Never throws.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // The caller's turn ends first.
        await Task.Yield();
        try
        {
            do
            {
                var end = await WorkAsync(cancellationToken);
                if (_isLeaving)
                    return;
                _ending = EndAsync(end);
                await _ending;
            }
            while (HasOpenRun && !cancellationToken.IsCancellationRequested);
        }
        catch (Exception exception)
        {
            Interrupted(exception);
        }
    }

    private async Task SaveAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // Whether the write took place is unknown: the next activation reads what is true, and goes on from there.
            DeactivateOnIdle();
            throw;
        }
    }
}
