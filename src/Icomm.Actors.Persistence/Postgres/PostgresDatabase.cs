using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// PostgreSQL: one pool of connections for everything, group commit of profiles, and a transaction of its own for every other write. Several silos write at the same time: what has to look before
/// it writes takes a lock by name (<see cref="SqlSession.Lock"/>). What fails before its commit is repeated for a while, so that a restart of the server is a delay and no failure.
/// </summary>
public sealed partial class PostgresDatabase : StoreDatabase, ISqlDatabase
{
    // Together thirty-two connections: three silos stay below the ninety-seven that PostgreSQL leaves to its users by default.
    private const int Writes = 8;
    private const int Scans = 3;
    private const int Reports = 3;
    private const int Queries = 6;
    private const int Uploads = 4;

    /// <summary>For opening, and for what one host at a time does then.</summary>
    private const int Others = 1;

    /// <summary>For the cluster's membership and reminders, which must not wait while all others are in use.</summary>
    private const int Cluster = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PersistenceOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresDatabase> _logger;
    private readonly NpgsqlDataSource _source;
    private readonly Lazy<DataFolder> _folder;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SemaphoreSlim _writes = new(Writes);
    private readonly SemaphoreSlim _scans = new(Scans);
    private readonly SemaphoreSlim _reports = new(Reports);
    private readonly SemaphoreSlim _queries = new(Queries);
    private readonly ConcurrentDictionary<(string Account, string Database), long> _databaseKeys = [];
    private volatile bool _isOpen;
    private volatile bool _closed;
    private volatile bool _disposed;

    /// <exception cref="PersistenceException">An option is out of its range, or the connection string can't be read.</exception>
    public PostgresDatabase(PersistenceOptions options, TimeProvider time, ILogger<PostgresDatabase> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time, _logger) = (options.Validated(), time, logger);
        _source = PostgresConnection.Source(_options, Writes + Scans + Reports + Queries + Uploads + Others + Cluster + _options.ProfileReaders + _options.ProfileWriters);
        _folder = new Lazy<DataFolder>(() => _disposed ? throw Closed() : DataFolder.OpenShared(_options.DataFolder));
        Writers = new ProfileWriters(this, _options, time, logger);
        Metrics = new PersistenceMetrics(() => Writers.Length);
        Readers = new ProfileReader(this, _options, Metrics);
    }

    public override PersistenceMetrics Metrics { get; }

    public override DataFolder Folder => _folder.Value;

    /// <summary>The pool of connections, for what keeps tables of its own in the same database.</summary>
    public DbDataSource DataSource => _source;

    internal ProfileWriters Writers { get; }

    internal ProfileReader Readers { get; }

    /// <summary>Places for uploads that are being received: each has a connection from its first row to its last, and more of them wait.</summary>
    internal SemaphoreSlim Receipts { get; } = new(Uploads);

    /// <summary>For tests: what happens around a commit.</summary>
    internal CommitHooks Hooks { get; } = new();

    public override async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        if (_disposed)
            throw Closed();
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isOpen)
                return;
            await RepeatAsync(() => PrepareAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            _isOpen = true;
            LogOpened(PostgresConnection.Place(_source.ConnectionString), PostgresMigrations.Newest);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Held by a transaction: whoever dies lets go.</summary>
    public override async Task OneAtATimeAsync(string what, Func<Task> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await LockAsync(connection, what, cancellationToken).ConfigureAwait(false);
        await run().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_closed)
            return;
        _closed = true;
        await Writers.DisposeAsync().ConfigureAwait(false);
        await Readers.DisposeAsync().ConfigureAwait(false);
        _disposed = true;
        await _source.DisposeAsync().ConfigureAwait(false);
        if (_folder.IsValueCreated)
            _folder.Value.Dispose();
        Metrics.Dispose();
    }

    Task<TResult> ISqlDatabase.WriteAsync<TResult>(Func<SqlSession, TResult> write, CancellationToken cancellationToken) => WriteAsync(write, cancellationToken);

    Task<TResult> ISqlDatabase.ReadAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken) => ReadAsync(read, _scans, cancellationToken);

    Task<TResult> ISqlDatabase.ReportAsync<TResult>(Func<SqlSession, TResult> read, CancellationToken cancellationToken) => ReadAsync(read, _reports, cancellationToken);

    Task<TResult> ISqlDatabase.QueryAsync<TResult>(Func<DbConnection, TResult> query, CancellationToken cancellationToken) => RunAsync(query, _queries, cancellationToken);

    internal Task<TResult> WriteAsync<TResult>(Func<PostgresSession, TResult> write, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction();
            using var session = new PostgresSession(connection);
            var result = write(session);
            Commit(transaction);
            return result;
        },
        _writes,
        cancellationToken);

    /// <summary>An open connection of the pool.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs what changes nothing when it fails, again and again while that may help.</summary>
    /// <exception cref="PersistenceException">It failed otherwise, or for too long.</exception>
    internal async Task<TResult> RepeatAsync<TResult>(Func<Task<TResult>> run, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var delay = TimeSpan.FromMilliseconds(20); ; delay *= 2)
        {
            try
            {
                return await run().ConfigureAwait(false);
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e) && !_closed && _time.GetElapsedTime(began) + delay < Patience)
            {
                LogRepeated(e is PostgresException { SqlState: { } state } ? state : e.GetType().Name);
            }
            catch (ObjectDisposedException) when (_disposed)
            {
                throw Closed();
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                throw PostgresErrors.Translate(e);
            }

            // Not all silos at once again.
            await Task.Delay(delay * (0.5 + Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Uses a connection of the pool; again and again, as <see cref="RepeatAsync"/> says.</summary>
    internal Task<TResult> UseAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> use, CancellationToken cancellationToken) => RepeatAsync(
        async () =>
        {
            await using var connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await use(connection).ConfigureAwait(false);
            }
            catch (PostgresException)
            {
                // What fails while Npgsql 10 prepares it can leave the connection out of step with the server, and the next to use it reads another's rows: none of now is used again.
                _source.Clear();
                throw;
            }
        },
        cancellationToken);

    internal static PersistenceException OutcomeUnknown(Exception e) => new(PersistenceErrors.WriteOutcomeUnknown, "The commit was not confirmed: read again before deciding.", e);

    /// <summary>One statement after the other on a connection of its own, away from the caller's thread: these are few, and wait for the server.</summary>
    private async Task<TResult> RunAsync<TResult>(Func<NpgsqlConnection, TResult> run, SemaphoreSlim places, CancellationToken cancellationToken)
    {
        if (_closed)
            throw Closed();
        await places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await UseAsync(connection => Task.Run(() => run(connection), cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>Commits, or says that nobody knows whether it did.</summary>
    private void Commit(NpgsqlTransaction transaction)
    {
        try
        {
            Hooks.BeforeCommit?.Invoke();
            transaction.Commit();
            Hooks.AfterCommit?.Invoke();
        }
        catch (Exception e)
        {
            throw OutcomeUnknown(e);
        }
    }

    private Task<TResult> ReadAsync<TResult>(Func<PostgresSession, TResult> read, SemaphoreSlim places, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            using var session = new PostgresSession(connection, _databaseKeys);
            return read(session);
        },
        places,
        cancellationToken);

    private async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (connection.PostgreSqlVersion.Major < 15)
            throw new PersistenceException(PersistenceErrors.StoreFailed, $"PostgreSQL 15 or later is needed; the server has {connection.PostgreSqlVersion}.");
        await PostgresMigrations.ApplyAsync(connection, _time, cancellationToken).ConfigureAwait(false);

        // The first silo of a new installation makes the keys, the others find them.
        await using var transaction = await LockAsync(connection, "installation", cancellationToken).ConfigureAwait(false);
        var folder = Folder;
        ProtectionKeys.EnsureOne(folder);
        var digest = DataFolder.DigestOf(folder.IdentityKey.Span);
        await using var insert = new NpgsqlCommand("INSERT INTO installation (identity_key_digest) VALUES ($1) ON CONFLICT (only_row) DO NOTHING", connection) { Parameters = { new() { Value = digest } } };
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await using var select = new NpgsqlCommand("SELECT identity_key_digest FROM installation", connection);
        var stored = (byte[])(await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (!digest.SequenceEqual(stored))
        {
            throw new PersistenceException(
                PersistenceErrors.IdentityKeyUnusable,
                $"The profiles of the database were named with another key than {folder.Path} has, and a second key would give every customer a second profile: copy identity.key and the folder keys from the data folder of a silo of this database.");
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A transaction that holds the lock of a name.</summary>
    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({PostgresSession.LockKey(name)})", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    [LoggerMessage(1003, LogLevel.Information, "Opened the PostgreSQL database {Place}: schema version {SchemaVersion}")]
    private partial void LogOpened(string place, int schemaVersion);

    [LoggerMessage(1004, LogLevel.Warning, "PostgreSQL failed for the moment ({Code}): trying again")]
    private partial void LogRepeated(string code);
}
