using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// Rows on their way into a file. They are appended as they come and sorted by an index at the end, in passes of bounded memory: a file whose orders are scattered would make every insert
/// into a sorted table a page of its own. Nothing is compressed: each row by itself hardly gets smaller, and the file lives for minutes.
/// </summary>
internal sealed class SqliteImportReceipt : IImportReceipt
{
    public const string Schema = "CREATE TABLE IF NOT EXISTS rows (line INTEGER PRIMARY KEY, order_key TEXT NOT NULL, data TEXT NOT NULL) STRICT";

    public const string Index = "CREATE INDEX IF NOT EXISTS rows_by_order ON rows (order_key)"; // and, as in every index, the line

    private const string Insert = "INSERT INTO rows (line, order_key, data) VALUES (?1, ?2, ?3)";

    private readonly ImportKey _key;
    private readonly ImportFolder _folder;
    private readonly PersistenceOptions _options;
    private SqliteSession? _session;

    private SqliteImportReceipt(ImportKey key, ImportFolder folder, PersistenceOptions options, SqliteSession session) =>
        (_key, _folder, _options, _session) = (key, folder, options, session);

    public static SqliteImportReceipt Open(ImportKey key, SqliteDatabase database)
    {
        var folder = database.Imports;
        var part = folder.PartFile(key);
        folder.Announce(key);
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(SqliteDialect.OpenThrowaway(part, database.Options));
            session.Execute(Schema);
            return new SqliteImportReceipt(key, folder, database.Options, session);
        }
        catch (Exception e)
        {
            session?.Dispose();
            ImportFolder.Delete(part);
            folder.Withdraw(key);
            if (e is SqliteException sqlite)
                throw SqliteErrors.Translate(sqlite);
            throw;
        }
    }

    public Task AddAsync(IReadOnlyList<StagedRow> rows) => Task.Run(() =>
    {
        var session = Session;
        session.Execute("BEGIN");
        foreach (var row in rows)
        {
            ArgumentException.ThrowIfNullOrEmpty(row.OrderKey);
            session.Statement(Insert).Bind(1, row.Line).Bind(2, row.OrderKey).Bind(3, row.Data).Execute();
        }

        session.Execute("COMMIT");
    });

    public Task<long> CompleteAsync() => Task.Run(() =>
    {
        var session = Session;
        session.Execute(Index);
        var orders = CountOrders(session);
        Close();
        var part = _folder.PartFile(_key);
        if (_options.Durability == Durability.PowerLoss)
        {
            using var handle = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(part, _folder.RowsFile(_key));
        return orders;
    });

    public ValueTask DisposeAsync()
    {
        Close();
        ImportFolder.Delete(_folder.PartFile(_key));
        _folder.Withdraw(_key);
        return ValueTask.CompletedTask;
    }

    private SqliteSession Session => _session ?? throw new InvalidOperationException("The file is complete.");

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private static long CountOrders(SqliteSession session)
    {
        var count = session.Statement("SELECT count(*) FROM (SELECT DISTINCT order_key FROM rows)");
        try
        {
            count.Step();
            return count.GetInt64(0);
        }
        finally
        {
            count.Reset();
        }
    }
}
