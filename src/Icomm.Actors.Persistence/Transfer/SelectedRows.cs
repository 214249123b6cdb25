using Icomm.Actors.Persistence.Sql;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>The rows of a query, whose columns are those of a table.</summary>
internal sealed class SelectedRows(SqlStatement select, TransferTable table) : IRowSource
{
    /// <summary>All of a table that a database keeps as it is.</summary>
    public static SelectedRows Of(SqlSession session, TransferTable table) => new(
        session.Prepare($"SELECT {string.Join(", ", table.Columns.Select(column => column.Name))} FROM {table.Name} ORDER BY {string.Join(", ", table.Key)}"), table);

    public bool Read(TransferRow row)
    {
        if (!select.Step())
            return false;
        row.Clear();
        for (var column = 0; column < table.Columns.Length; column++)
        {
            if (select.IsNull(column))
                row.AddNull();
            else if (table.Columns[column].Kind == ColumnKind.Integer)
                row.Add(select.GetInt64(column));
            else
                row.Add(select.GetUtf8(column));
        }

        return true;
    }

    public void Dispose() => select.Dispose();
}
