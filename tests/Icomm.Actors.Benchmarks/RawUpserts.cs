using System.Collections.Immutable;
using System.Diagnostics;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Icomm.Actors.Benchmarks;

/// <summary>
/// The limit that the grains are measured against: the very rows they would write, one transaction a page, through one prepared, version-checked
/// upsert of SQLite's own interface, into the product's own table, with the product's own durability. Nothing is computed while the clock runs.
/// </summary>
internal static class RawUpserts
{
    private const string Upsert = """
        INSERT INTO profiles (database_key, profile_id, version, order_count, purchase_count, first_purchase_at, last_purchase_at, email, first_name, last_name, state)
        VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (database_key, profile_id) DO UPDATE SET version = excluded.version, order_count = excluded.order_count, purchase_count = excluded.purchase_count,
            first_purchase_at = excluded.first_purchase_at, last_purchase_at = excluded.last_purchase_at, email = excluded.email, first_name = excluded.first_name,
            last_name = excluded.last_name, state = excluded.state
        WHERE profiles.version = excluded.version - 1
        """;

    private static readonly byte[] Key = new byte[32];

    /// <summary>What each page would write.</summary>
    public static ImmutableArray<ImmutableArray<RawRow>> RowsOf(ImmutableArray<StorePage> pages)
    {
        var states = new Dictionary<string, (long Version, ProfileState State)>();
        return [.. pages.Select(page => page.Orders.GroupBy(order => order.Customer.Email).Select(orders =>
        {
            CustomerIdentity.TryCreate("benchmark", orders.First().Customer, out var identity);
            var id = IdentityDigest.Compute(identity!, Key);
            var (version, before) = states.GetValueOrDefault(id, (0, ProfileState.Empty));
            var after = before.Apply("01a1ff8a1e147785a00b5ddb8cd744d6", [.. orders], [], PreparedPages.End).State;
            states[id] = (version + 1, after);
            return new RawRow(id, version + 1, after.Encoded, after.Summarize());
        }).ToImmutableArray())];
    }

    public static async Task<TimeSpan> WriteAsync(ImmutableArray<ImmutableArray<RawRow>> pages)
    {
        using var folder = new BenchmarkFolder();

        // The product makes the tables and says how durable it writes.
        await using (await BenchmarkSilo.StartAsync(folder.Path))
        {
        }

        var file = Directory.EnumerateFiles(folder.Path, "*.db").Single();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; INSERT INTO database_keys VALUES (1, 'benchmark', 'benchmark')");

        var database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(database, Upsert, out var statement));
        using (statement)
        {
            var started = Stopwatch.GetTimestamp();
            foreach (var page in pages)
            {
                Check(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
                foreach (var row in page)
                    Write(statement, row);
                Check(raw.sqlite3_exec(database, "COMMIT"));
            }

            return Stopwatch.GetElapsedTime(started);
        }
    }

    private static void Write(sqlite3_stmt statement, RawRow row)
    {
        raw.sqlite3_bind_text(statement, 1, row.Id);
        raw.sqlite3_bind_int64(statement, 2, row.Version);
        raw.sqlite3_bind_int64(statement, 3, row.Summary.OrderCount);
        raw.sqlite3_bind_int64(statement, 4, row.Summary.PurchaseCount);
        raw.sqlite3_bind_int64(statement, 5, row.Summary.FirstPurchaseAt!.Value.ToUnixTimeMilliseconds());
        raw.sqlite3_bind_int64(statement, 6, row.Summary.LastPurchaseAt!.Value.ToUnixTimeMilliseconds());
        raw.sqlite3_bind_text(statement, 7, row.Summary.Email);
        raw.sqlite3_bind_text(statement, 8, row.Summary.FirstName);
        raw.sqlite3_bind_text(statement, 9, row.Summary.LastName);
        raw.sqlite3_bind_blob(statement, 10, row.State);
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException("An upsert failed.");
        Check(raw.sqlite3_reset(statement));
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new InvalidOperationException($"SQLite answered {code}.");
    }
}

internal readonly record struct RawRow(string Id, long Version, byte[] State, ProfileSummary Summary);
