using System.Buffers.Binary;
using Icomm.Actors.Persistence.Transfer;
using Npgsql;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary>Rows on their way into a table by COPY, in its binary form: bytes as they are, without a parameter or a boxed value.</summary>
internal sealed class CopiedRows(NpgsqlConnection connection, TransferTable table) : IRowSink
{
    private readonly CopyFields _fields = new(connection, $"COPY {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) FROM STDIN (FORMAT binary)");

    public void Add(TransferRow row)
    {
        _fields.Row((short)table.Columns.Length);
        foreach (var cell in row)
        {
            if (cell.IsNull)
                _fields.Null();
            else if (table.Columns[cell.Column].Kind == ColumnKind.Integer)
                _fields.Number(cell.Number, table.Columns[cell.Column].Width);
            else
                _fields.Bytes(cell.Bytes);
        }
    }

    public void Complete() => _fields.Complete();

    public void Dispose() => _fields.Dispose();
}

/// <summary>What COPY reads in its binary form: a header, rows of fields with their lengths, an end.</summary>
internal sealed class CopyFields : IDisposable
{
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _copy;
    private readonly BufferedStream _stream;
    private bool _isComplete;

    public CopyFields(NpgsqlConnection connection, string copy)
    {
        _copy = connection.BeginRawBinaryCopy(copy);
        _stream = new BufferedStream(_copy, 64 * 1_024);
        _stream.Write(Header);
    }

    public void Row(short fields) => Write(fields, sizeof(short));

    public void Null() => Write(-1, sizeof(int));

    /// <param name="width">Bytes: 2, 4 or 8.</param>
    public void Number(long number, int width)
    {
        Write(width, sizeof(int));
        Write(number, width);
    }

    /// <summary>Also for text: it is its UTF-8.</summary>
    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length, sizeof(int));
        _stream.Write(bytes);
    }

    public void Complete()
    {
        Write(-1, sizeof(short));
        _stream.Flush();
        _copy.Dispose();
        _isComplete = true;
    }

    public void Dispose()
    {
        if (_isComplete)
            return;
        _copy.Cancel();
        _copy.Dispose();
    }

    private void Write(long number, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        _stream.Write(bytes[^width..]);
    }
}
