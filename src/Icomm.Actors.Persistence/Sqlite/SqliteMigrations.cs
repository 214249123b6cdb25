using System.Globalization;
using Dapper;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Brings the schema up to date: the files of Schema/ in the order of their numbers, each in a transaction of its own, each once.</summary>
internal static class SqliteMigrations
{
    private static readonly (int Version, string Name, Column[] Columns)[] Scripts =
    [
        (1, "0001_initial.sql", []),
        (2, "0002_refresh.sql", [new Column("databases", "version", "INTEGER NOT NULL DEFAULT 1")]),
        (3, "0003_inbox.sql", []),
        (4, "0004_imports.sql", []),
        (5, "0005_accounts.sql", []),
        (6, "0006_run_log.sql", [new Column("sync_runs", "started_by", "TEXT"), new Column("sync_runs", "problem_code", "TEXT"), new Column("sync_runs", "stages", "TEXT")]),
        (7, "0007_erasures.sql", [new Column("sync_runs", "suppressed", "INTEGER NOT NULL DEFAULT 0")]),
        (8, "0008_idempotency.sql", []),
        (9, "0009_database_deletion.sql", [new Column("databases", "deleting_since", "TEXT")]),
        (10, "0010_audit_log.sql", []),
        (11, "0011_linked_accounts.sql", []),
        (12, "0012_resource_ids.sql", [new Column("idempotent_requests", "resource_id", "TEXT"), new Column("idempotent_requests", "is_released", "INTEGER NOT NULL DEFAULT 0")]),
        (13, "0013_amounts_set_aside.sql", [.. RfmPeriods.All.Select(period => new Column("enriched_profiles", EnrichedColumns.Of("set_aside", period), "INTEGER NOT NULL DEFAULT 0"))]),
        (14, "0014_resolved_records.sql", [new Column("rejected_records", "resolved_at", "TEXT")]),
    ];

    public static int Newest => Scripts[^1].Version;

    /// <exception cref="PersistenceException">The database is newer than this program.</exception>
    public static void Apply(SqliteSession session, TimeProvider time)
    {
        var connection = session.Connection;
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT");
            var current = connection.ExecuteScalar<int?>("SELECT max(version) FROM schema_version") ?? 0;
            if (current > Newest)
            {
                throw new PersistenceException(
                    PersistenceErrors.SchemaTooNew,
                    $"The database has schema version {current}, this program knows versions up to {Newest}: run the newer program that wrote it, or restore a backup made before the upgrade.");
            }

            foreach (var (version, name, columns) in Scripts)
            {
                if (version <= current)
                    continue;
                foreach (var column in columns)
                    Add(connection, column);
                connection.Execute(Read(name));
                connection.Execute(
                    "INSERT INTO schema_version (version, name, applied_at) VALUES (@version, @name, @at)",
                    new { version, name, at = Instant.Text(time.GetUtcNow()) });
            }

            session.Execute("COMMIT");
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    /// <summary>Adds a column before its script runs: SQLite's ALTER TABLE can't be told "if it isn't there".</summary>
    private static void Add(SqliteConnection connection, Column column)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM pragma_table_info(@Table) WHERE name = @Name", new { column.Table, column.Name }) == 0)
            connection.Execute($"ALTER TABLE {column.Table} ADD COLUMN {column.Name} {column.Definition}");
    }

    private static string Read(string name)
    {
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Sqlite.{name}"))
            ?? throw new InvalidOperationException($"The schema script {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Column(string Table, string Name, string Definition);
}
