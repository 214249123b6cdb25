using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Rejections in a file of their own for each import that has any: a file of nothing but rubbish fills no table of the database.</summary>
internal sealed class SqliteImportReport(SqliteDatabase database) : IImportReport
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS rejections (
            line      INTEGER NOT NULL,
            code      TEXT NOT NULL,
            order_key TEXT,
            reason    TEXT NOT NULL,
            PRIMARY KEY (line, code)
        ) STRICT, WITHOUT ROWID
        """;

    public Task AddAsync(ImportKey key, IReadOnlyCollection<ImportRejection> rejections, CancellationToken cancellationToken) => rejections.Count == 0
        ? Task.CompletedTask
        : Task.Run(() => Guard(() => Add(database.Imports.ReportFile(key), rejections)), cancellationToken);

    public Task<ImmutableArray<ImportRejection>> ListAsync(ImportKey key, ImportRejection? after, int limit, CancellationToken cancellationToken)
    {
        PageLimit.Check(limit);
        return Task.Run(() => Guard(() => List(database.Imports.ReportFile(key), after, limit)), cancellationToken);
    }

    public Task DeleteAsync(ImportKey key, CancellationToken cancellationToken) => Task.Run(() => ImportFolder.Delete(database.Imports.ReportFile(key)), cancellationToken);

    private int Add(string file, IReadOnlyCollection<ImportRejection> rejections)
    {
        using var session = new SqliteSession(SqliteDialect.OpenSmall(file, database.Options));
        session.Execute("BEGIN IMMEDIATE");
        session.Execute(Schema);
        var added = 0;
        foreach (var rejection in rejections)
        {
            added += session.Statement("INSERT OR IGNORE INTO rejections (line, code, order_key, reason) VALUES (?1, ?2, ?3, ?4)")
                .Bind(1, rejection.Line).Bind(2, rejection.Code).Bind(3, rejection.OrderKey).Bind(4, rejection.Reason)
                .Execute();
        }

        session.Execute("COMMIT");
        return added;
    }

    private ImmutableArray<ImportRejection> List(string file, ImportRejection? after, int limit)
    {
        if (!File.Exists(file))
            return [];
        using var session = new SqliteSession(SqliteDialect.OpenReader(file, pooling: false, database.Options));
        var select = session.Statement("SELECT line, order_key, code, reason FROM rejections WHERE (line, code) > (?1, ?2) ORDER BY line, code LIMIT ?3")
            .Bind(1, after?.Line ?? 0).Bind(2, after?.Code ?? "").Bind(3, limit);
        var rejections = ImmutableArray.CreateBuilder<ImportRejection>();
        while (select.Step())
            rejections.Add(new ImportRejection(select.GetInt64(0), select.GetTextOrNull(1), select.GetText(2), select.GetText(3)));
        select.Reset();
        return rejections.DrainToImmutable();
    }

    private static TResult Guard<TResult>(Func<TResult> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e);
        }
    }
}
