using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>Rows on their way into a table.</summary>
internal sealed class InsertedRows(SqlSession session, TransferTable table) : IRowSink
{
    private readonly SqlStatement _insert = session.Prepare(
        $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", table.Columns.Select((column, index) => SqliteTransfer.IsRaw(table.Name, column.Name) ? $"CAST(?{index + 1} AS TEXT)" : $"?{index + 1}"))})");

    public void Add(TransferRow row)
    {
        Bind(_insert, row, table);
        _insert.Execute();
    }

    public void Complete()
    {
        // Each row is in the table already.
    }

    public void Dispose() => _insert.Dispose();

    /// <param name="first">The column of the first parameter that is bound, which has its number.</param>
    public static void Bind(SqlStatement insert, TransferRow row, TransferTable table, int first = 0)
    {
        foreach (var cell in row)
        {
            if (cell.Column < first)
                continue;
            if (cell.IsNull)
                insert.Bind(cell.Column + 1, (long?)null);
            else if (table.Columns[cell.Column].Kind == ColumnKind.Integer)
                insert.Bind(cell.Column + 1, cell.Number);
            else if (table.Columns[cell.Column].Kind == ColumnKind.Text)
                insert.BindUtf8(cell.Column + 1, cell.Bytes);
            else
                insert.Bind(cell.Column + 1, cell.Bytes);
        }
    }
}
