using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Group commit: everything that is waiting becomes one transaction. Nothing is delayed to fill a batch: while one commit runs, its own or that of another
/// writer that it has to wait for, the next batch gathers by itself. One transaction at a time keeps the writes of a profile in their order.
/// </summary>
internal sealed partial class ProfileWriter : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly CommitTurns _turns;
    private readonly Channel<ProfileWrite> _queue;
    private readonly int _maxBatch;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ActivityPosting _activity;
    private readonly ProfileBatch _batch;
    private readonly Task _ended;

    public ProfileWriter(PostgresDatabase database, CommitTurns turns, PersistenceOptions options, TimeProvider time, ILogger logger)
    {
        (_database, _turns, _maxBatch, _time, _logger) = (database, turns, options.MaxWriteBatch, time, logger);
        _queue = Channel.CreateBounded<ProfileWrite>(new BoundedChannelOptions(options.WriteQueueCapacity) { SingleReader = true });
        _activity = new ActivityPosting(database);
        _batch = new ProfileBatch(_activity);
        _ended = Task.Run(RunAsync);
    }

    /// <summary>Writes waiting.</summary>
    public int Length => _queue.Reader.Count;

    /// <summary>Queues the write; the task completes when it is durable, or has failed.</summary>
    /// <param name="cancellationToken">Ends the wait for a place in a full queue; what is in the queue is written.</param>
    public Task<VersionedWrite> WriteAsync(ProfileWrite write, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && _queue.Writer.TryWrite(write) ? write.Task : WriteWhenThereIsRoomAsync(write, cancellationToken);

    /// <summary>Writes what is queued, then ends. Later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.ConfigureAwait(false);
        await _activity.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<VersionedWrite> WriteWhenThereIsRoomAsync(ProfileWrite write, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw StoreDatabase.Closed();
        }

        return await write.Task.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<ProfileWrite>(_maxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await _turns.BeginAsync(Length).ConfigureAwait(false);
            try
            {
                while (batch.Count < _maxBatch && _queue.Reader.TryRead(out var write))
                    batch.Add(write);
                await CommitAsync(batch).ConfigureAwait(false);
            }
            finally
            {
                _turns.End();
            }

            batch.Clear();
        }
    }

    private async Task CommitAsync(List<ProfileWrite> batch)
    {
        var started = _time.GetTimestamp();
        try
        {
            await _database.UseAsync(connection => TryCommitAsync(connection, batch), CancellationToken.None).ConfigureAwait(false);
            _database.Metrics.Committed(batch.Count, _time.GetElapsedTime(started));
            foreach (var write in batch)
                write.Complete();
        }
        catch (PersistenceException e) when (e.Code == PersistenceErrors.StoreFailed && batch.Count > 1)
        {
            // Each by itself, so that one that can't be written takes no other with it.
            LogBatchFailed(batch.Count, e.Code, e);
            foreach (var write in batch)
                await CommitAsync([write]).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogBatchFailed(batch.Count, (e as PersistenceException)?.Code ?? PersistenceErrors.StoreFailed, e);
            var error = e as PersistenceException ?? new PersistenceException(PersistenceErrors.StoreFailed, "The profiles could not be written.", e);
            foreach (var write in batch)
                write.Fail(error);
        }
    }

    /// <summary>Changes nothing when it fails, but for the numbers of databases and terms, which may well be there before they are used.</summary>
    private async Task<bool> TryCommitAsync(NpgsqlConnection connection, List<ProfileWrite> batch)
    {
        await _batch.NumberAsync(connection, batch).ConfigureAwait(false);
        await _activity.PrepareAsync(connection, batch).ConfigureAwait(false);
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await _batch.WriteAsync(connection, batch).ConfigureAwait(false);
        try
        {
            _database.Hooks.BeforeCommit?.Invoke();
            await transaction.CommitAsync().ConfigureAwait(false);
            _database.Hooks.AfterCommit?.Invoke();
        }
        catch (Exception e)
        {
            throw PostgresDatabase.OutcomeUnknown(e);
        }

        _activity.Committed();
        return true;
    }

    [LoggerMessage(1105, LogLevel.Error, "A transaction of {Operations} profiles failed with {Code}")]
    private partial void LogBatchFailed(int operations, string code, Exception error);
}
