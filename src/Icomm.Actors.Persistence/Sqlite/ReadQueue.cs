using System.Threading.Channels;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Something to read.</summary>
internal abstract class ReadOperation
{
    public abstract void Run(SqliteSession session);

    public abstract void Complete();

    public abstract void Fail(Exception error);
}

/// <summary>A <see cref="ReadOperation"/> with a result. The caller goes on elsewhere than on the reader's thread.</summary>
internal abstract class ReadOperation<TResult> : ReadOperation
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult _result = default!;

    public Task<TResult> Task => _completion.Task;

    public sealed override void Run(SqliteSession session) => _result = Read(session);

    public sealed override void Complete() => _completion.TrySetResult(_result);

    public sealed override void Fail(Exception error) => _completion.TrySetException(error);

    protected abstract TResult Read(SqliteSession session);
}

/// <summary>
/// Group read: a few threads, each with a connection, take what is waiting and look it up in one read transaction with one prepared statement.
/// In SQLite that is what one SELECT of many keys is elsewhere: the costs of a lone read are its transaction and its way between threads, not the look-up.
/// </summary>
internal sealed class ReadQueue : IAsyncDisposable
{
    // No bound of its own: an activation has one read at most, and activations are bounded by what calls them.
    private readonly Channel<ReadOperation> _queue = Channel.CreateUnbounded<ReadOperation>();
    private readonly int _maxBatch;
    private readonly PersistenceMetrics _metrics;
    private readonly Task[] _ended;

    /// <summary>For tests: called before a batch is taken.</summary>
    internal Action? BeforeBatch { get; set; }

    public ReadQueue(Func<SqliteSession> connect, PersistenceOptions options, PersistenceMetrics metrics)
    {
        (_maxBatch, _metrics) = (options.MaxReadBatch, metrics);
        _ended = new Task[options.ProfileReaders];
        for (var i = 0; i < _ended.Length; i++)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended[i] = ended.Task;
            var session = connect();
            new Thread(() => Run(session, ended)) { IsBackground = true, Name = $"icomm-sqlite-reader-{i}" }.Start();
        }
    }

    public Task<TResult> ReadAsync<TResult>(ReadOperation<TResult> operation, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(operation))
            throw new PersistenceException(PersistenceErrors.StoreClosed, "The store has been closed.");
        return cancellationToken.CanBeCanceled ? operation.Task.WaitAsync(cancellationToken) : operation.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_ended).ConfigureAwait(false);
    }

    private void Run(SqliteSession session, TaskCompletionSource ended)
    {
        var batch = new List<ReadOperation>(_maxBatch);
        using (session)
        {
            while (_queue.Reader.WaitToRead())
            {
                BeforeBatch?.Invoke();
                while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var operation))
                    batch.Add(operation);
                if (batch.Count == 0)
                    continue;
                Read(session, batch);
                batch.Clear();
            }
        }

        ended.SetResult();
    }

    private void Read(SqliteSession session, List<ReadOperation> batch)
    {
        var at = 0;
        try
        {
            session.Execute("BEGIN");
            for (; at < batch.Count; at++)
                batch[at].Run(session);
            session.Execute("COMMIT");
        }
        catch (Exception e)
        {
            // A read that fails has met a damaged page or a lost disk: everything of the batch is suspect.
            try
            {
                session.Rollback();
            }
            catch (PersistenceException)
            {
                // The next BEGIN will say what is wrong.
            }

            foreach (var operation in batch)
                operation.Fail(e);
            return;
        }

        _metrics.Read(batch.Count);
        foreach (var operation in batch)
            operation.Complete();
    }
}
