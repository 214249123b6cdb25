using System.Globalization;
using Dapper;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Persistence.Databases;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Tests.Compliance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

/// <summary>What is left of a database that goes. The tables are asked of the schema, so that a new one is covered by itself.</summary>
public sealed class SqliteDatabaseLeftoversTests
{
    private const int Rows = 25;

    private const int RowsAtATime = 10;

    /// <summary>The database's row, its number, the records of grains that go by themselves, and integrations, which stand in its deletion's way.</summary>
    private static readonly HashSet<string> OfOthers = ["audit_log", "databases", "database_keys", "database_refreshes", "publications", "integrations"];

    [Fact]
    public async Task Everything_goes_in_bounded_batches_and_the_other_databases_stay()
    {
        await using var store = new SqliteFixture();
        var tables = await store.Database.WriteAsync(session => Fill(session.Connection), default);
        Assert.Subset(tables.ToHashSet(), new HashSet<string> { "profiles", "enriched_profiles", "enriched_lists", "changed_profiles", "erasures", "suppressed_identities", "rfm_models", "refresh_log", "activity_months" });

        for (var left = Rows - RowsAtATime; left > -RowsAtATime; left -= RowsAtATime)
        {
            Assert.True(await Leftovers(store).DeleteSomeAsync("acme", "main", RowsAtATime, default));
            Assert.Equal(tables.Select(table => (table, (long)Rows, (long)int.Max(left, 0))), await CountAsync(store, tables));
            await store.ReopenAsync();
        }

        Assert.False(await Leftovers(store).DeleteSomeAsync("acme", "main", RowsAtATime, default));
        Assert.False(await Leftovers(store).DeleteSomeAsync("nobody", "main", RowsAtATime, default));
    }

    [Fact]
    public async Task A_database_is_marked_once_and_only_then_deleted()
    {
        await using var store = new SqliteFixture();
        await store.Databases.TryAddAsync(Database("main"), default);
        await store.Databases.TryAddAsync(Database("other"), default);

        await Leftovers(store).DeleteDatabaseAsync("acme", "main", default);
        Assert.Null((await store.Databases.FindAsync("acme", "main", default))!.DeletingSince);

        Assert.Equal(Samples.Now, await Leftovers(store).MarkAsync("acme", "main", Samples.Now, default));
        Assert.Equal(Samples.Now, await Leftovers(store).MarkAsync("acme", "main", Samples.Now.AddHours(1), default));
        Assert.Null(await Leftovers(store).MarkAsync("nobody", "main", Samples.Now, default));
        await store.ReopenAsync();

        var marked = (await store.Databases.FindAsync("acme", "main", default))!;
        Assert.Equal((Samples.Now, 2), (marked.DeletingSince, marked.Version));
        await Leftovers(store).DeleteDatabaseAsync("acme", "main", default);
        await Leftovers(store).DeleteDatabaseAsync("acme", "main", default);
        Assert.Equal(["other"], (await store.Databases.ListAsync("acme", default)).Select(row => row.DatabaseId));
    }

    [Fact]
    public async Task A_database_that_an_integration_feeds_is_not_marked()
    {
        await using var store = new SqliteFixture();
        await store.Databases.TryAddAsync(Database("main"), default);
        await store.Database.WriteAsync(
            session => session.Connection.Execute("INSERT INTO integrations (account, integration_id, version, database_id, state_version, state) VALUES ('acme', 'i1', 1, 'main', 1, x'')"), default);

        Assert.Null(await Leftovers(store).MarkAsync("acme", "main", Samples.Now, default));
        Assert.Null((await store.Databases.FindAsync("acme", "main", default))!.DeletingSince);

        await store.Database.WriteAsync(session => session.Connection.Execute("DELETE FROM integrations"), default);
        Assert.Equal(Samples.Now, await Leftovers(store).MarkAsync("acme", "main", Samples.Now, default));
    }

    private static IDatabaseLeftovers Leftovers(SqliteFixture store) => store.Services.GetRequiredService<IDatabaseLeftovers>();

    private static DatabaseRow Database(string id) => new("acme", id, id, new DatabaseSettings { TimeZone = "Etc/UTC", Currency = "UYU" }, Samples.Now);

    /// <summary>Puts rows of two databases into every table that has rows by database.</summary>
    private static string[] Fill(SqliteConnection connection)
    {
        connection.Execute("INSERT INTO database_keys (database_key, account, database_id) VALUES (1, 'acme', 'other'), (2, 'acme', 'main')");
        var tables = connection
            .Query<string>("SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name IN ('database_id', 'database_key') ORDER BY t.name")
            .Where(table => !OfOthers.Contains(table)).ToArray();
        var number = 0;
        foreach (var table in tables)
        {
            var columns = connection.Query<(string Name, string Type)>("SELECT name, type FROM pragma_table_info(@table) WHERE \"notnull\" = 1 OR pk > 0", new { table }).ToArray();
            for (var row = 0; row < 2 * Rows; row++)
            {
                var key = row % 2 + 1;
                number++;
                var values = columns.Select(column => column switch
                {
                    ("account", _) => "'acme'",
                    ("database_id", _) => key == 1 ? "'other'" : "'main'",
                    ("database_key", _) => key.ToString(CultureInfo.InvariantCulture),
                    (_, "INTEGER") => number.ToString(CultureInfo.InvariantCulture),
                    (_, "BLOB") => "x''",
                    _ => $"'{number}'",
                });
                connection.Execute($"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ({string.Join(", ", values)})");
            }
        }

        connection.Execute("INSERT INTO enriched_lists (profile_key, lists) SELECT profile_key, '{}' FROM enriched_profiles");
        return [.. tables, "enriched_lists"];
    }

    /// <summary>Rows of each table: of the other database, and of the one that goes. Lists have a row for each of the profiles.</summary>
    private static async Task<IEnumerable<(string, long, long)>> CountAsync(SqliteFixture store, string[] tables) => await store.Database.QueryAsync(
        connection => tables.Select(table =>
        {
            var of = table == "enriched_lists" ? "(profile_key % 2 = (SELECT profile_key % 2 FROM enriched_profiles WHERE database_key = 1 LIMIT 1)) AS is_other"
                : connection.ExecuteScalar<bool>("SELECT count(*) FROM pragma_table_info(@table) WHERE name = 'database_key'", new { table }) ? "database_key = 1 AS is_other"
                : "database_id = 'other' AS is_other";
            return connection.QuerySingle<(long, long)>($"SELECT coalesce(sum(is_other), 0), coalesce(sum(NOT is_other), 0) FROM (SELECT {of} FROM {table})") is var (other, main) ? (table, other, main) : default;
        }).ToArray(),
        default);
}
