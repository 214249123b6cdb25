using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>The tables <c>import_files</c> and <c>import_rows</c>: whichever silo received a file, every silo can apply it.</summary>
internal sealed class PostgresImportStaging(PostgresDatabase database) : IImportStaging
{
    private const string FindFile = "SELECT file_key FROM import_files WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3";

    private const string NextOrder = """
        SELECT line, order_key, data FROM import_rows
        WHERE file_key = ?1 AND order_key = (SELECT min(order_key) FROM import_rows WHERE file_key = ?1 AND order_key > ?2)
        ORDER BY line LIMIT ?3
        """;

    private readonly ISqlDatabase _database = database;

    public async Task<IImportReceipt> ReceiveAsync(ImportKey key, CancellationToken cancellationToken) => await PostgresImportReceipt.OpenAsync(key, database, cancellationToken).ConfigureAwait(false);

    public Task<bool> IsReceivingAsync(ImportKey key, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var isFree = session.Statement("SELECT pg_try_advisory_xact_lock_shared(?1)").Bind(1, PostgresImportReceipt.LockKey(key));
            try
            {
                return isFree.Step() && !isFree.GetBoolean(0);
            }
            finally
            {
                isFree.Reset();
            }
        },
        cancellationToken);

    public Task<ImmutableArray<StagedOrder>> ReadAsync(ImportKey key, string? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return _database.ReadAsync(session => Read(session, key, after, limit), cancellationToken);
    }

    public Task DeleteAsync(ImportKey key, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Statement("DELETE FROM import_files WHERE account = ?1 AND integration_id = ?2 AND import_id = ?3")
            .Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId)
            .Execute(),
        cancellationToken);

    private static ImmutableArray<StagedOrder> Read(SqlSession session, ImportKey key, string? after, int limit)
    {
        var file = Find(session, key) ?? throw new PersistenceException(PersistenceErrors.ImportRowsMissing, "The rows of the import are gone.");
        var orders = ImmutableArray.CreateBuilder<StagedOrder>();
        var (last, characters) = (after ?? "", 0L);
        while (orders.Count < limit && characters < StagedOrder.MostCharacters && ReadNext(session, file, last) is { } order)
        {
            orders.Add(order);
            last = order.Key;
            foreach (var row in order.Rows)
                characters += row.Data.Length;
        }

        return orders.DrainToImmutable();
    }

    private static long? Find(SqlSession session, ImportKey key)
    {
        var select = session.Statement(FindFile).Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, key.ImportId);
        try
        {
            return select.Step() ? select.GetInt64(0) : null;
        }
        finally
        {
            select.Reset();
        }
    }

    /// <returns>Null when there is no further order.</returns>
    private static StagedOrder? ReadNext(SqlSession session, long file, string after)
    {
        var select = session.Statement(NextOrder).Bind(1, file).Bind(2, after).Bind(3, StagedOrder.MostRows + 1);
        try
        {
            return StagedOrders.Read(select);
        }
        finally
        {
            select.Reset();
        }
    }
}
