using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Rows in a file of their own for each import.</summary>
internal sealed class SqliteImportStaging(SqliteDatabase database) : IImportStaging
{
    private const string NextOrder = """
        SELECT line, order_key, data FROM rows
        WHERE order_key = (SELECT min(order_key) FROM rows WHERE order_key > ?1)
        ORDER BY line LIMIT ?2
        """;

    public Task<IImportReceipt> ReceiveAsync(ImportKey key, CancellationToken cancellationToken) =>
        Task.Run<IImportReceipt>(() => SqliteImportReceipt.Open(key, database), cancellationToken);

    public Task<bool> IsReceivingAsync(ImportKey key, CancellationToken cancellationToken) => Task.FromResult(database.Imports.IsReceiving(key));

    public Task<ImmutableArray<StagedOrder>> ReadAsync(ImportKey key, string? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return Task.Run(() => Read(database.Imports.RowsFile(key), after, limit), cancellationToken);
    }

    public Task DeleteAsync(ImportKey key, CancellationToken cancellationToken) => Task.Run(() => ImportFolder.Delete(database.Imports.RowsFile(key)), cancellationToken);

    private ImmutableArray<StagedOrder> Read(string file, string? after, int limit)
    {
        if (!File.Exists(file))
            throw new PersistenceException(PersistenceErrors.ImportRowsMissing, "The rows of the import are gone.");
        try
        {
            using var session = new SqliteSession(SqliteDialect.OpenReader(file, pooling: false, database.Options));
            session.Execute("BEGIN");
            var orders = ImmutableArray.CreateBuilder<StagedOrder>();
            var (last, characters) = (after ?? "", 0L);
            while (orders.Count < limit && characters < StagedOrder.MostCharacters && ReadNext(session, last) is { } order)
            {
                orders.Add(order);
                last = order.Key;
                foreach (var row in order.Rows)
                    characters += row.Data.Length;
            }

            return orders.DrainToImmutable();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }

    /// <returns>Null when there is no further order.</returns>
    private static StagedOrder? ReadNext(SqliteSession session, string after)
    {
        var select = session.Statement(NextOrder).Bind(1, after).Bind(2, StagedOrder.MostRows + 1);
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
