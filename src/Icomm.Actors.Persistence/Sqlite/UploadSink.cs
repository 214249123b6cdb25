using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Transfer;

namespace Icomm.Actors.Persistence.Sqlite;

/// <summary>
/// Rows of a table on their way into the file of the upload that each names first. A file is committed by itself, and before the database's transaction: what comes a second time, because that one
/// failed, takes its own place.
/// </summary>
/// <param name="open">A connection to an upload's file, within a transaction.</param>
/// <param name="insert">Null when the file is all there is to make.</param>
internal sealed class UploadSink(TransferTable table, Func<ImportKey, SqliteSession> open, string? insert) : IRowSink
{
    private const int KeyColumns = 3;

    private ImportKey? _import;
    private SqliteSession? _session;

    public void Add(TransferRow row)
    {
        var import = KeyOf(row);
        if (import != _import)
        {
            Complete();
            (_session, _import) = (open(import), import);
        }

        if (insert is null)
            return;
        var statement = _session!.Statement(insert);
        InsertedRows.Bind(statement, row, table, first: KeyColumns);
        statement.Execute();
    }

    public void Complete()
    {
        _session?.Execute("COMMIT");
        Dispose();
    }

    public void Dispose()
    {
        _session?.Dispose();
        (_session, _import) = (null, null);
    }

    private static ImportKey KeyOf(TransferRow row)
    {
        var parts = new string[KeyColumns];
        foreach (var cell in row)
        {
            if (cell.Column < KeyColumns)
                parts[cell.Column] = Encoding.UTF8.GetString(cell.Bytes);
        }

        return new ImportKey(parts[0], parts[1], parts[2]);
    }
}
