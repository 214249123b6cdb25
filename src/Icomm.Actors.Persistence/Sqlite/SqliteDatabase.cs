using System.Data.Common;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// SQLite: one writer with group commit, a few readers, and everything in one file.
/// </summary>
public sealed partial class SqliteDatabase : StoreDatabase, ISqlDatabase
{
    private const int ScanSessions = 4;
    private const int ReportSessions = 4;

    private readonly PersistenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteDatabase> _logger;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _queries = new(8);
    private volatile OpenParts? _open;
    private volatile bool _closed;

    public SqliteDatabase(PersistenceOptions options, TimeProvider time, ILogger<SqliteDatabase> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _logger) = (options.Validated(), time, logger);
        Metrics = new PersistenceMetrics(() => _open?.Writer.Length ?? 0);
    }

    public override PersistenceMetrics Metrics { get; }

    public override DataFolder Folder => Parts.Folder;

    internal PersistenceOptions Options => _options;

    /// <summary>The files of uploads.</summary>
    internal ImportFolder Imports => Parts.Imports;

    internal CommitHooks Hooks => Parts.Writer.Hooks;

    internal ReadQueue Readers => Parts.Readers;

    /// <summary>For the passes of a refresh and of publishing.</summary>
    internal SessionPool Scans => Parts.Scans;

    /// <summary>For queries of the master data.</summary>
    internal SessionPool Reports => Parts.Reports;

    private OpenParts Parts => _open ?? OpenNow();

    /// <summary>Opens the data folder and brings the schema up to date, unless that has been done.</summary>
    /// <exception cref="PersistenceException">It can't be opened.</exception>
    public void Open() => _ = Parts;

    public override Task OpenAsync(CancellationToken cancellationToken)
    {
        Open();
        return Task.CompletedTask;
    }

    /// <summary>At once: the data folder is locked against every other process.</summary>
    public override Task OneAtATimeAsync(string what, Func<Task> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run();
    }

    public override async ValueTask DisposeAsync()
    {
        OpenParts? parts;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            parts = _open;
        }

        if (parts is not null)
        {
            await parts.Writer.DisposeAsync().ConfigureAwait(false);
            await parts.Readers.DisposeAsync().ConfigureAwait(false);
            await parts.Scans.DisposeAsync().ConfigureAwait(false);
            await parts.Reports.DisposeAsync().ConfigureAwait(false);
            using (var pooled = new SqliteConnection(parts.PooledConnectionString))
                SqliteConnection.ClearPool(pooled);
            parts.Session.Dispose(); // the last connection: SQLite moves the log into the file
            parts.Folder.Dispose();
            LogClosed(parts.Folder.Path);
        }

        Metrics.Dispose();
    }

    internal Task<TResult> WriteAsync<TResult>(WriteOperation<TResult> operation, CancellationToken cancellationToken) =>
        Parts.Writer.WriteAsync(operation, cancellationToken);

    internal Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> write, CancellationToken cancellationToken) =>
        WriteAsync(new WriteFunction<TResult>(write), cancellationToken);

    internal Task<TResult> ReadAsync<TResult>(ReadOperation<TResult> operation, CancellationToken cancellationToken) =>
        Parts.Readers.ReadAsync(operation, cancellationToken);

    Task<TResult> ISqlDatabase.WriteAsync<TResult>(Func<SqlSession, TResult> write, CancellationToken cancellationToken) =>
        WriteAsync(new WriteFunction<TResult>(write), cancellationToken);

    Task<TResult> ISqlDatabase.ReadAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken) => Scans.ReadAsync(read, cancellationToken);

    Task<TResult> ISqlDatabase.ReportAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken) => Reports.ReadAsync(read, cancellationToken);

    Task<TResult> ISqlDatabase.QueryAsync<TResult>(Func<DbConnection, TResult> query, CancellationToken cancellationToken) => QueryAsync(query, cancellationToken);

    /// <summary>Runs a query on a pooled connection, away from the caller's thread: SQLite's calls block.</summary>
    internal async Task<TResult> QueryAsync<TResult>(Func<SqliteConnection, TResult> query, CancellationToken cancellationToken)
    {
        var parts = Parts;
        if (_closed)
            throw Closed();
        await _queries.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    try
                    {
                        using var connection = SqliteDialect.OpenReader(parts.Folder.DatabaseFile, pooling: true, _options);
                        return query(connection);
                    }
                    catch (SqliteException e)
                    {
                        throw SqliteErrors.Translate(e);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _queries.Release();
        }
    }

    private OpenParts OpenNow()
    {
        lock (_gate)
        {
            if (_closed)
                throw Closed();
            if (_open is { } open)
                return open;
            DataFolder? folder = null;
            SqliteSession? session = null;
            try
            {
                folder = DataFolder.Open(_options.DataFolder);
                session = new SqliteSession(SqliteDialect.OpenWriter(folder.DatabaseFile, _options));
                SqliteMigrations.Apply(session, _time);
                var file = folder.DatabaseFile;
                var readers = new ReadQueue(Connect, _options, Metrics);
                string pooled;
                using (var connection = SqliteDialect.OpenReader(file, pooling: true, _options))
                    pooled = connection.ConnectionString;
                LogOpened(folder.Path, SqliteMigrations.Newest, _options.Durability);
                var writer = new WriteQueue(session, _options, Metrics, _time, _logger);
                return _open = new OpenParts(folder, ImportFolder.Open(folder), session, writer, readers, new SessionPool(Connect, ScanSessions), new SessionPool(ConnectForReports, ReportSessions), pooled);

                SqliteSession Connect() => new(SqliteDialect.OpenReader(file, pooling: false, _options));

                SqliteSession ConnectForReports()
                {
                    var report = Connect();
                    TextSearch.Register(report.Connection);
                    return report;
                }
            }
            catch (Exception e)
            {
                session?.Dispose();
                folder?.Dispose();
                if (e is SqliteException sqlite)
                    throw SqliteErrors.Translate(sqlite);
                throw;
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Opened the data folder {Folder}: schema version {SchemaVersion}, writes survive {Durability}")]
    private partial void LogOpened(string folder, int schemaVersion, Durability durability);

    [LoggerMessage(1002, LogLevel.Information, "Closed the data folder {Folder}")]
    private partial void LogClosed(string folder);

    private sealed record OpenParts(
        DataFolder Folder, ImportFolder Imports, SqliteSession Session, WriteQueue Writer, ReadQueue Readers, SessionPool Scans, SessionPool Reports, string PooledConnectionString);
}
