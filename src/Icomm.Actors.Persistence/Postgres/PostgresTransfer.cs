using System.Collections.Immutable;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Moves what PostgreSQL keeps.</summary>
internal sealed class PostgresTransfer(PostgresDatabase database) : ITransferDialect
{
    private const string SelectColumns = """
        SELECT c.relname::text, a.attname::text, t.typname::text, coalesce(array_position(i.indkey::int2[], a.attnum), -1)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relkind = 'r'
        ORDER BY c.oid, a.attnum
        """;

    private const string Sequences = """
        SELECT c.relname::text AS name, pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass AS sequence
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
        WHERE c.relkind = 'r'
        """;

    private const string SelectUploadRows = """
        SELECT f.account, f.integration_id, f.import_id, r.order_key, r.line, r.data
        FROM import_rows r JOIN import_files f ON f.file_key = r.file_key
        ORDER BY f.account, f.integration_id, f.import_id, r.order_key, r.line
        """;

    public StoreProvider Provider => StoreProvider.Postgres;

    public bool HoldsZero => false;

    public Task RequireDatabaseAsync(CancellationToken cancellationToken) => database.RepeatAsync(
        async () =>
        {
            await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var select = connection.CreateCommand();
            select.CommandText = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version')";
            if (await select.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
                return true;
            throw new PersistenceException(
                PersistenceErrors.DatabaseMissing,
                $"No silo has kept anything in the PostgreSQL database {PostgresConnection.Place(database.DataSource.ConnectionString)}: set Persistence:ConnectionString to the database of the silo.");
        },
        cancellationToken);

    public ImmutableArray<string> TableNames(SqlSession session)
    {
        using var select = session.Prepare("SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()");
        var names = ImmutableArray.CreateBuilder<string>();
        while (select.Step())
            names.Add(select.GetText(0));
        return names.DrainToImmutable();
    }

    public ImmutableArray<TransferTable> Tables(SqlSession session)
    {
        var columns = new List<(string Table, TransferColumn Column, long Position)>();
        using (var select = session.Prepare(SelectColumns))
        {
            while (select.Step())
            {
                if (TransferTable.Moves(select.GetText(0)))
                    columns.Add((select.GetText(0), Describe(select.GetText(1), select.GetText(2)), select.GetInt64(3)));
            }
        }

        return
        [
            .. columns.GroupBy(column => column.Table)
                .Select(table => new TransferTable(
                    table.Key, [.. table.Select(column => column.Column)], [.. table.Where(column => column.Position >= 0).OrderBy(column => column.Position).Select(column => column.Column.Name)]))
                .Select(table => table.Name == UploadTables.Files.Name ? UploadTables.Files : table.Name == UploadTables.Rows.Name ? UploadTables.Rows : table)
                .OrderBy(table => table.Name, StringComparer.Ordinal),
        ];
    }

    public IRowSource Read(SqlSession session, TransferTable table)
    {
        // By the key's index, whose first row comes at once: sorting a large table first takes longer than a command may be silent.
        using (var plan = session.Prepare("SET LOCAL enable_sort = off"))
            plan.Execute();
        return table.Name == UploadTables.Rows.Name ? new SelectedRows(session.Prepare(SelectUploadRows), table) : SelectedRows.Of(session, table);
    }

    public IRowSink Write(SqlSession session, TransferTable table)
    {
        var connection = ((PostgresSession)session).Connection;
        return table.Name == UploadTables.Rows.Name ? new CopiedUploadRows(session, connection) : new CopiedRows(connection, table);
    }

    public ImmutableDictionary<string, long> LastNumbers(SqlSession session)
    {
        using var select = session.Prepare($"SELECT name, pg_sequence_last_value(sequence) FROM ({Sequences}) AS numbered");
        var numbers = ImmutableDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        while (select.Step())
        {
            if (select.GetInt64OrNull(1) is { } last)
                numbers[select.GetText(0)] = last;
        }

        return numbers.ToImmutable();
    }

    public void NumberAfter(SqlSession session, string table, long last)
    {
        using var set = session.Prepare($"SELECT setval(sequence, greatest(?2, pg_sequence_last_value(sequence))) FROM ({Sequences}) AS numbered WHERE name = ?1 AND ?2 > 0")
            .Bind(1, table).Bind(2, last);
        set.ReadInt64();
    }

    // Silos connect with the same settings, and none is without a connection for long. At this moment this process has one.
    public bool IsInUse(SqlSession session)
    {
        using var count = session.Prepare("""
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name IN (?1, current_setting('application_name'))
            """).Bind(1, PostgresConnection.ApplicationName);
        return count.ReadInt64() > 0;
    }

    private static TransferColumn Describe(string name, string type) => type switch
    {
        "int2" => new TransferColumn(name, ColumnKind.Integer, sizeof(short)),
        "int4" => new TransferColumn(name, ColumnKind.Integer, sizeof(int)),
        "int8" => new TransferColumn(name, ColumnKind.Integer),
        "text" => new TransferColumn(name, ColumnKind.Text),
        "bytea" => new TransferColumn(name, ColumnKind.Bytes),
        _ => throw new InvalidOperationException($"Columns of type {type} don't move."),
    };
}
