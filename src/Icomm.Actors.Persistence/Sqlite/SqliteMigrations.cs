using System.Globalization;
using Dapper;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Brings the schema up to date: the files of Schema/ in the order of their numbers, each in a transaction of its own, each once.</summary>
internal static class SqliteMigrations
{
    private static readonly (int Version, string Name)[] Scripts =
    [
        (1, "0001_initial.sql"),
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

            foreach (var (version, name) in Scripts)
            {
                if (version <= current)
                    continue;
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

    private static string Read(string name)
    {
        using var stream = typeof(SqliteMigrations).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Sqlite.{name}"))
            ?? throw new InvalidOperationException($"The schema script {name} is missing from the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
