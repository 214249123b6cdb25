namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Which of a silo's writers may commit. Part of what a transaction costs does not depend on how much is in it. So a large batch begins beside another one, and one is made while the server writes the other; a small one
/// waits for the next end of another, and has grown by then. With nobody else at it nothing waits.
/// </summary>
internal sealed class CommitTurns
{
    /// <summary>Writes that are worth a transaction beside another one. Measured with three silos on two cores, whose batches are a third of one silo's: docs/benchmarks.md.</summary>
    public const int Large = 64;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _running;

    /// <summary>Completes when so many writes may be committed. <see cref="End"/> is due after it.</summary>
    public Task BeginAsync(int writes)
    {
        lock (_lock)
        {
            if (_running == 0 || writes >= Large)
            {
                _running++;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>A commit has ended, well or not: the one that has waited longest begins. Not only after the last: three writers of large batches may never leave a moment between them.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var turn))
                turn.SetResult();
            else
                _running--;
        }
    }
}
