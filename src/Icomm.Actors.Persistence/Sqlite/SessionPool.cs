using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>A few read connections with their prepared statements, for reads of many rows: each runs away from the caller's thread, and so many at once as there are connections.</summary>
internal sealed class SessionPool(Func<SqliteSession> connect, int size) : IAsyncDisposable
{
    private readonly SemaphoreSlim _places = new(size);
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _closed;

    /// <param name="read">Resets every statement it has stepped. Sees one state of the database.</param>
    public async Task<TResult> ReadAsync<TResult>(Func<SqliteSession, TResult> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _closed ? throw SqliteDatabase.Closed() : await Task.Run(() => Read(read), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for the reads under way.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var i = 0; i < size; i++)
            await _places.WaitAsync().ConfigureAwait(false);
        while (_idle.TryTake(out var session))
            session.Dispose();
        _places.Release(size); // those still waiting are told that it is closed
    }

    private TResult Read<TResult>(Func<SqliteSession, TResult> read)
    {
        if (!_idle.TryTake(out var session))
            session = connect();
        try
        {
            session.Execute("BEGIN");
            var result = read(session);
            session.Execute("COMMIT");
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
        finally
        {
            Return(session);
        }
    }

    private void Return(SqliteSession session)
    {
        try
        {
            if (session.InTransaction)
                session.Rollback(); // the read failed
            _idle.Add(session);
        }
        catch (PersistenceException)
        {
            session.Dispose(); // the failure that brought it here is on its way to the caller
        }
    }
}
