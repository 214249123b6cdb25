using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Transfer;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Rows of <see cref="UploadTables.Rows"/> on their way into <c>import_rows</c>, where a number stands for the import.</summary>
internal sealed class CopiedUploadRows : IRowSink
{
    private readonly Dictionary<ImportKey, long> _files;
    private readonly CopyFields _fields;

    public CopiedUploadRows(SqlSession session, NpgsqlConnection connection)
    {
        _files = Files(session);
        _fields = new CopyFields(connection, "COPY import_rows (file_key, order_key, line, data) FROM STDIN (FORMAT binary)");
    }

    public void Add(TransferRow row)
    {
        _fields.Row(4);
        var (account, integration) = ("", "");
        foreach (var cell in row)
        {
            switch (cell.Column)
            {
                case 0:
                    account = Encoding.UTF8.GetString(cell.Bytes);
                    break;
                case 1:
                    integration = Encoding.UTF8.GetString(cell.Bytes);
                    break;
                case 2:
                    _fields.Number(FileOf(new ImportKey(account, integration, Encoding.UTF8.GetString(cell.Bytes))), sizeof(long));
                    break;
                case 4:
                    _fields.Number(cell.Number, sizeof(long));
                    break;
                default:
                    _fields.Bytes(cell.Bytes);
                    break;
            }
        }
    }

    public void Complete() => _fields.Complete();

    public void Dispose() => _fields.Dispose();

    private static Dictionary<ImportKey, long> Files(SqlSession session)
    {
        using var select = session.Prepare("SELECT account, integration_id, import_id, file_key FROM import_files");
        var files = new Dictionary<ImportKey, long>();
        while (select.Step())
            files.Add(new ImportKey(select.GetText(0), select.GetText(1), select.GetText(2)), select.GetInt64(3));
        return files;
    }

    private long FileOf(ImportKey import) => _files.TryGetValue(import, out var file) ? file : throw new PersistenceException(
        PersistenceErrors.ExportUnreadable, $"The export has rows of import {import.ImportId} and not the import: export again.");
}
