using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Moves what SQLite keeps: the tables of the database file, and uploads, which have files of their own.</summary>
internal sealed class SqliteTransfer(SqliteDatabase database) : ITransferDialect
{
    private const string SelectRows = "SELECT ?1, ?2, ?3, order_key, line, data FROM rows ORDER BY order_key, line";

    private const string SelectRejections = "SELECT ?1, ?2, ?3, line, code, order_key, reason FROM rejections ORDER BY line, code";

    /// <summary>Text whose every character counts: on PostgreSQL, whose text lacks some, it is bytes.</summary>
    public static bool IsRaw(string table, string column) => (table, column) == ("rejected_records", "raw");

    public StoreProvider Provider => StoreProvider.Sqlite;

    public bool HoldsZero => true;

    public Task RequireDatabaseAsync(CancellationToken cancellationToken)
    {
        DataFolder.RequireDatabase(database.Options.DataFolder);
        return Task.CompletedTask;
    }

    public ImmutableArray<string> TableNames(SqlSession session)
    {
        using var select = session.Prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'");
        var names = ImmutableArray.CreateBuilder<string>();
        while (select.Step())
            names.Add(select.GetText(0));
        return names.DrainToImmutable();
    }

    public ImmutableArray<TransferTable> Tables(SqlSession session) =>
    [
        .. TableNames(session).Where(TransferTable.Moves).Select(name => Describe(session, name))
            .Concat([UploadTables.Files, UploadTables.Rows, UploadTables.Rejections])
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    public IRowSource Read(SqlSession session, TransferTable table) => table.Name switch
    {
        _ when table.Name == UploadTables.Files.Name => new UploadNames(database.Imports.Received()),
        _ when table.Name == UploadTables.Rows.Name => new UploadRows(database.Imports.Received(), import => Open(database.Imports.RowsFile(import), SelectRows, import), table),
        _ when table.Name == UploadTables.Rejections.Name => new UploadRows(database.Imports.Reported(), import => Open(database.Imports.ReportFile(import), SelectRejections, import), table),
        _ => SelectedRows.Of(session, table),
    };

    public IRowSink Write(SqlSession session, TransferTable table) => table.Name switch
    {
        _ when table.Name == UploadTables.Files.Name => new UploadSink(table, import => OpenRows(import), insert: null),
        _ when table.Name == UploadTables.Rows.Name => new UploadSink(table, OpenRows, "INSERT OR REPLACE INTO rows (order_key, line, data) VALUES (?4, ?5, ?6)"),
        _ when table.Name == UploadTables.Rejections.Name => new UploadSink(table, OpenReport, "INSERT OR REPLACE INTO rejections (line, code, order_key, reason) VALUES (?4, ?5, ?6, ?7)"),
        _ => new InsertedRows(session, table),
    };

    public ImmutableDictionary<string, long> LastNumbers(SqlSession session)
    {
        using var select = session.Prepare("SELECT name, seq FROM sqlite_sequence");
        var numbers = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        while (select.Step())
            numbers[select.GetText(0)] = select.GetInt64(1);
        return numbers.ToImmutable();
    }

    public void NumberAfter(SqlSession session, string table, long last)
    {
        // The others go on after the greatest number that is there, or look themselves (ProfileKeys).
        using var isNumbered = session.Prepare("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql LIKE '%AUTOINCREMENT%'").Bind(1, table);
        if (isNumbered.ReadInt64() == 0)
            return;
        using var update = session.Prepare("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1").Bind(1, table).Bind(2, last);
        if (update.Execute() > 0)
            return;
        using var insert = session.Prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)").Bind(1, table).Bind(2, last);
        insert.Execute();
    }

    /// <summary>The data folder is locked: no other process has it.</summary>
    public bool IsInUse(SqlSession session) => false;

    private static TransferTable Describe(SqlSession session, string name)
    {
        using var select = session.Prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid").Bind(1, name);
        var columns = ImmutableArray.CreateBuilder<TransferColumn>();
        var key = new SortedDictionary<long, string>();
        while (select.Step())
        {
            columns.Add(new TransferColumn(select.GetText(0), IsRaw(name, select.GetText(0)) ? ColumnKind.Bytes : KindOf(select.GetText(1))));
            if (select.GetInt64(2) is > 0 and var position)
                key.Add(position, select.GetText(0));
        }

        return new TransferTable(name, columns.DrainToImmutable(), [.. key.Values]);
    }

    private static ColumnKind KindOf(string type) => type switch
    {
        "INTEGER" => ColumnKind.Integer,
        "TEXT" => ColumnKind.Text,
        "BLOB" => ColumnKind.Bytes,
        _ => throw new InvalidOperationException($"Columns of type {type} don't move."),
    };

    private (SqliteSession Session, SqlStatement Select) Open(string file, string sql, ImportKey import)
    {
        var session = new SqliteSession(SqliteDialect.OpenReader(file, pooling: false, database.Options));
        return (session, session.Statement(sql).Bind(1, import.Account).Bind(2, import.IntegrationId).Bind(3, import.ImportId));
    }

    private SqliteSession OpenRows(ImportKey import)
    {
        var session = new SqliteSession(SqliteDialect.OpenSmall(database.Imports.RowsFile(import), database.Options));
        session.Execute("BEGIN IMMEDIATE");
        session.Execute(SqliteImportReceipt.Schema);
        session.Execute(SqliteImportReceipt.Index);
        return session;
    }

    private SqliteSession OpenReport(ImportKey import)
    {
        var session = new SqliteSession(SqliteDialect.OpenSmall(database.Imports.ReportFile(import), database.Options));
        session.Execute("BEGIN IMMEDIATE");
        session.Execute(SqliteImportReport.Schema);
        return session;
    }
}
