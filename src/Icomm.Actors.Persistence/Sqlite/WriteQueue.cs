using System.Threading.Channels;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// Group commit: one thread owns the only writing connection and puts everything that is waiting into one transaction. Nothing is delayed to fill a batch:
/// while one commit runs the next batch gathers by itself, so a lone write is as fast as it can be and a thousand cost hardly more than one.
/// </summary>
internal sealed partial class WriteQueue : IAsyncDisposable
{
    private readonly Channel<WriteOperation> _queue;
    private readonly SqliteSession _session;
    private readonly int _maxBatch;
    private readonly PersistenceMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;

    public WriteQueue(SqliteSession session, PersistenceOptions options, PersistenceMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_session, _maxBatch, _metrics, _time, _logger) = (session, options.MaxWriteBatch, metrics, time, logger);
        _queue = Channel.CreateBounded<WriteOperation>(new BoundedChannelOptions(options.WriteQueueCapacity) { SingleReader = true });
        new Thread(Run) { IsBackground = true, Name = "icomm-sqlite-writer" }.Start();
    }

    /// <summary>For tests: what happens around a commit.</summary>
    internal CommitHooks Hooks { get; } = new();

    /// <summary>Operations waiting.</summary>
    public int Length => _queue.Reader.Count;

    /// <summary>Queues the operation; the task completes when it is durable, or has failed.</summary>
    /// <param name="operation">Not used before.</param>
    /// <param name="cancellationToken">Ends the wait for a place in a full queue; what is in the queue is written.</param>
    public Task<TResult> WriteAsync<TResult>(WriteOperation<TResult> operation, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && _queue.Writer.TryWrite(operation) ? operation.Task : WriteSlowlyAsync(operation, cancellationToken);

    /// <summary>Writes what is queued, then ends. Later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private async Task<TResult> WriteSlowlyAsync<TResult>(WriteOperation<TResult> operation, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw _fault is { } fault
                ? new PersistenceException(PersistenceErrors.StoreFailed, "The writer has stopped after an error: restart the program.", fault)
                : new PersistenceException(PersistenceErrors.StoreClosed, "The store has been closed.");
        }

        return await operation.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<WriteOperation>(_maxBatch);
        try
        {
            while (_queue.Reader.WaitToRead())
            {
                while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var operation))
                    batch.Add(operation);
                Commit(batch);
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            _fault = e;
            LogFault(e);
            var error = new PersistenceException(PersistenceErrors.WriteOutcomeUnknown, "The writer has stopped after an error: restart the program.", e);
            foreach (var operation in batch)
                operation.Fail(error);
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var operation))
                operation.Fail(error);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Commit(List<WriteOperation> batch)
    {
        var started = _time.GetTimestamp();
        try
        {
            _session.Execute("BEGIN IMMEDIATE");
        }
        catch (PersistenceException e)
        {
            LogBatchFailed(batch.Count, e.Code, e);
            FailAll(batch, e);
            return;
        }

        foreach (var operation in batch)
        {
            if (!TryApply(operation))
            {
                // The whole transaction is gone. Each by itself, so that one that can't be written takes no other with it.
                _session.Rollback();
                if (batch.Count > 1)
                    CommitSingly(batch);
                return;
            }
        }

        if (!TryFlushActivity(batch))
            return;
        try
        {
            Hooks.BeforeCommit?.Invoke();
            _session.Execute("COMMIT");
            Hooks.AfterCommit?.Invoke();
        }
        catch (Exception e)
        {
            LogBatchFailed(batch.Count, (e as PersistenceException)?.Code ?? PersistenceErrors.StoreFailed, e);
            _session.Rollback();
            FailAll(batch, new PersistenceException(PersistenceErrors.WriteOutcomeUnknown, "The commit was not confirmed: read again before deciding.", e));
            return;
        }

        _metrics.Committed(batch.Count, _time.GetElapsedTime(started));
        foreach (var operation in batch)
        {
            if (!operation.IsSettled)
                operation.Complete();
        }
    }

    /// <returns>False when the operation has taken the whole transaction with it.</returns>
    private bool TryApply(WriteOperation operation)
    {
        try
        {
            if (operation.IsSingleStatement)
            {
                operation.Apply(_session);
                _session.Activity.Keep();
                return true;
            }

            _session.Execute("SAVEPOINT operation");
            try
            {
                operation.Apply(_session);
            }
            catch when (_session.InTransaction)
            {
                _session.DatabaseKeys.Clear();
                _session.Marked.Forget();
                _session.Execute("ROLLBACK TO operation");
                _session.Execute("RELEASE operation");
                throw;
            }

            _session.Execute("RELEASE operation");
            _session.Activity.Keep();
            return true;
        }
        catch (Exception e)
        {
            _session.Activity.Discard();
            var error = e is SqliteException sqlite ? SqliteErrors.Translate(sqlite) : e;
            LogOperationFailed(operation.GetType().Name, (error as PersistenceException)?.Code ?? error.GetType().Name);
            operation.Fail(error);
            return _session.InTransaction;
        }
    }

    /// <summary>Writes the sums of all operations of the batch, once for each row.</summary>
    /// <returns>False when that failed: the batch is over then.</returns>
    private bool TryFlushActivity(List<WriteOperation> batch)
    {
        try
        {
            _session.Activity.Flush(_session);
            return true;
        }
        catch (PersistenceException e)
        {
            LogBatchFailed(batch.Count, e.Code, e);
            _session.Rollback();
            if (batch.Count > 1)
                CommitSingly(batch);
            else
                FailAll(batch, e);
            return false;
        }
    }

    private void CommitSingly(List<WriteOperation> batch)
    {
        var single = new List<WriteOperation>(1);
        foreach (var operation in batch)
        {
            if (operation.IsSettled)
                continue;
            single.Clear();
            single.Add(operation);
            Commit(single);
        }
    }

    private static void FailAll(List<WriteOperation> batch, Exception error)
    {
        foreach (var operation in batch)
            operation.Fail(error);
    }

    [LoggerMessage(1101, LogLevel.Error, "A transaction of {Operations} operations failed with {Code}")]
    private partial void LogBatchFailed(int operations, string code, Exception error);

    [LoggerMessage(1102, LogLevel.Warning, "{Operation} failed with {Code}; its neighbours are not affected")]
    private partial void LogOperationFailed(string operation, string code);

    [LoggerMessage(1103, LogLevel.Critical, "The writer has stopped after an error")]
    private partial void LogFault(Exception error);
}
