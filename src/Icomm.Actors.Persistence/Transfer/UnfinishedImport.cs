using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>The table <c>unfinished_import</c>, which is there from an import's first row to its verification: how far it came. No silo starts on a database that has it.</summary>
/// <param name="Manifest">SHA-256 of the export's manifest.</param>
/// <param name="Parts">How many are in the database.</param>
internal sealed record UnfinishedImport(string ExportId, string Manifest, long Parts)
{
    public const string Table = "unfinished_import";

    /// <returns>Null when no import is under way.</returns>
    public static UnfinishedImport? Find(SqlSession session, ITransferDialect dialect)
    {
        if (!dialect.TableNames(session).Contains(Table))
            return null;
        using var select = session.Prepare($"SELECT export_id, manifest, parts FROM {Table}");
        return select.Step() ? new UnfinishedImport(select.GetText(0), select.GetText(1), select.GetInt64(2)) : throw new PersistenceException(
            PersistenceErrors.ImportUnfinished, $"The table {Table} says that an import is under way, and not which: make the database anew and import again.");
    }

    /// <exception cref="PersistenceException">An import is under way.</exception>
    public static async Task RefuseAsync(ISqlDatabase database, ITransferDialect dialect, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(session => Find(session, dialect), cancellationToken).ConfigureAwait(false) is { } import)
        {
            throw new PersistenceException(
                PersistenceErrors.ImportUnfinished,
                $"Export {import.ExportId} is not all in the database: run the import again, it goes on where it stopped; or begin with a new database.");
        }
    }

    public static UnfinishedImport Begin(SqlSession session, string exportId, string manifest)
    {
        Run(session, $"CREATE TABLE {Table} (export_id text NOT NULL, manifest text NOT NULL, parts bigint NOT NULL)");
        using var insert = session.Prepare($"INSERT INTO {Table} (export_id, manifest, parts) VALUES (?1, ?2, 0)").Bind(1, exportId).Bind(2, manifest);
        insert.Execute();
        return new UnfinishedImport(exportId, manifest, 0);
    }

    /// <summary>Notes, with its rows, that a part is here.</summary>
    /// <exception cref="PersistenceException">Another process has done so meanwhile.</exception>
    public static void Count(SqlSession session, long before)
    {
        using var update = session.Prepare($"UPDATE {Table} SET parts = parts + 1 WHERE parts = ?1").Bind(1, before);
        if (update.Execute() != 1)
            throw new PersistenceException(PersistenceErrors.DatabaseInUse, "Another process imports into the database as well: let one of them finish.");
    }

    public static void End(SqlSession session) => Run(session, $"DROP TABLE {Table}");

    private static void Run(SqlSession session, string sql)
    {
        using var statement = session.Prepare(sql);
        statement.Execute();
    }
}
