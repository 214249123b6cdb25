using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Npgsql;
using NpgsqlTypes;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>
/// Rows on their way into the database, in one transaction from the first to the last: a file that breaks off, or whose silo dies, has never been there. A lock by the import's name, which ends
/// with the transaction, tells every silo that it is being received.
/// </summary>
internal sealed class PostgresImportReceipt : IImportReceipt
{
    private const string InsertFile = "INSERT INTO import_files (account, integration_id, import_id) VALUES ($1, $2, $3) RETURNING file_key";

    private readonly long _file;
    private readonly SemaphoreSlim _places;
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    private PostgresImportReceipt(NpgsqlConnection connection, NpgsqlTransaction transaction, long file, SemaphoreSlim places) =>
        (_connection, _transaction, _file, _places) = (connection, transaction, file, places);

    public static long LockKey(ImportKey key) => PostgresSession.LockKey("receiving", key.Account, key.IntegrationId, key.ImportId);

    /// <exception cref="InvalidOperationException">It is being received already.</exception>
    public static async Task<PostgresImportReceipt> OpenAsync(ImportKey key, PostgresDatabase database, CancellationToken cancellationToken)
    {
        await database.Receipts.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await BeginAsync(key, database, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            database.Receipts.Release();
            throw;
        }
    }

    public Task AddAsync(IReadOnlyList<StagedRow> rows) => GuardAsync(async connection =>
    {
        await using var writer = await connection.BeginBinaryImportAsync("COPY import_rows (file_key, order_key, line, data) FROM STDIN (FORMAT binary)").ConfigureAwait(false);
        foreach (var row in rows)
        {
            ArgumentException.ThrowIfNullOrEmpty(row.OrderKey);
            await writer.StartRowAsync().ConfigureAwait(false);
            await writer.WriteAsync(_file, NpgsqlDbType.Bigint).ConfigureAwait(false);
            await writer.WriteAsync(PostgresText.Of(row.OrderKey), NpgsqlDbType.Text).ConfigureAwait(false);
            await writer.WriteAsync(row.Line, NpgsqlDbType.Bigint).ConfigureAwait(false);
            await writer.WriteAsync(PostgresText.Of(row.Data), NpgsqlDbType.Text).ConfigureAwait(false);
        }

        await writer.CompleteAsync().ConfigureAwait(false);
        return rows.Count;
    });

    public Task<long> CompleteAsync() => GuardAsync(async connection =>
    {
        await using var count = PostgresCommands.Of(connection, "SELECT count(*) FROM (SELECT DISTINCT order_key FROM import_rows WHERE file_key = $1) orders", _file);
        var orders = (long)(await count.ExecuteScalarAsync().ConfigureAwait(false))!;
        await _transaction!.CommitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        return orders;
    });

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private static Task<PostgresImportReceipt> BeginAsync(ImportKey key, PostgresDatabase database, CancellationToken cancellationToken) => database.RepeatAsync(
        async () =>
        {
            var connection = await database.ConnectAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using var take = PostgresCommands.Of(connection, "SELECT pg_try_advisory_xact_lock($1)", LockKey(key));
                if (!(bool)(await take.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!)
                    throw new InvalidOperationException($"Import {key.ImportId} is being received already.");
                await using var insert = PostgresCommands.Of(connection, InsertFile, key.Account, key.IntegrationId, key.ImportId);
                return new PostgresImportReceipt(connection, transaction, (long)(await insert.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!, database.Receipts);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        },
        cancellationToken);

    /// <summary>What is not committed is undone by it, or by the server if it can't be told.</summary>
    private async ValueTask CloseAsync()
    {
        var (connection, transaction) = (_connection, _transaction);
        (_connection, _transaction) = (null, null);
        if (transaction is not null)
            await transaction.DisposeAsync().ConfigureAwait(false);
        if (connection is null)
            return;
        await connection.DisposeAsync().ConfigureAwait(false);
        _places.Release();
    }

    private async Task<TResult> GuardAsync<TResult>(Func<NpgsqlConnection, Task<TResult>> work)
    {
        try
        {
            return await work(_connection ?? throw new InvalidOperationException("The file is complete.")).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Translate(e);
        }
    }
}
