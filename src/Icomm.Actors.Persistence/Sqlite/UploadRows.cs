using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>The rows of many uploads' files as those of one table.</summary>
/// <param name="open">A connection to an upload's file, and what to read there.</param>
internal sealed class UploadRows(IEnumerable<ImportKey> imports, Func<ImportKey, (SqliteSession Session, SqlStatement Select)> open, TransferTable table) : IRowSource
{
    private readonly IEnumerator<ImportKey> _imports = imports.GetEnumerator();
    private SqliteSession? _session;
    private SelectedRows? _rows;

    public bool Read(TransferRow row)
    {
        while (_rows is null || !_rows.Read(row))
        {
            _session?.Dispose();
            (_session, _rows) = (null, null);
            if (!_imports.MoveNext())
                return false;
            (_session, var select) = open(_imports.Current);
            _rows = new SelectedRows(select, table);
        }

        return true;
    }

    public void Dispose()
    {
        _session?.Dispose(); // and with it its statement
        _imports.Dispose();
    }
}

/// <summary>The uploads themselves as rows.</summary>
internal sealed class UploadNames(IEnumerable<ImportKey> imports) : IRowSource
{
    private readonly IEnumerator<ImportKey> _imports = imports.GetEnumerator();

    public bool Read(TransferRow row)
    {
        if (!_imports.MoveNext())
            return false;
        row.Clear();
        row.Add(Encoding.UTF8.GetBytes(_imports.Current.Account));
        row.Add(Encoding.UTF8.GetBytes(_imports.Current.IntegrationId));
        row.Add(Encoding.UTF8.GetBytes(_imports.Current.ImportId));
        return true;
    }

    public void Dispose() => _imports.Dispose();
}
