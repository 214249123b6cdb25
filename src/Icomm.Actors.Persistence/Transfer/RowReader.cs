using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>Reads the lines that <see cref="RowWriter"/> wrote; keeps no more than one of them.</summary>
internal sealed class RowReader(Stream stream, ImmutableArray<ColumnKind> columns)
{
    private byte[] _buffer = new byte[64 * 1_024];
    private int _start;
    private int _end;

    /// <returns>False at the end.</returns>
    /// <exception cref="JsonException">The line is not what was written.</exception>
    public bool Read(TransferRow row)
    {
        if (!TryReadLine(out var line))
            return false;
        row.Clear();
        try
        {
            Read(line, row);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException("A value has another type than its column.", e);
        }
    }

    private void Read(ReadOnlySpan<byte> line, TransferRow row)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            throw new JsonException("A line is no array.");
        foreach (var column in columns)
        {
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
                row.AddNull();
            else if (column == ColumnKind.Integer)
                row.Add(json.GetInt64());
            else
                ReadBytes(json, row, column);
        }

        if (!json.Read() || json.TokenType != JsonTokenType.EndArray)
            throw new JsonException("A line has more values than its table has columns.");
    }

    private static void ReadBytes(in Utf8JsonReader json, TransferRow row, ColumnKind column)
    {
        // No longer than it is with its escapes.
        var room = row.Reserve(json.ValueSpan.Length);
        var length = json.CopyString(room);
        if (column == ColumnKind.Bytes && Base64.DecodeFromUtf8InPlace(room[..length], out length) != OperationStatus.Done)
            throw new JsonException("Bytes are no base64.");
        row.Trim(length);
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = _buffer.AsSpan(_start, searched + found);
                _start += line.Length + 1;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                line = default;
                return searched == 0 ? false : throw new JsonException("The last line breaks off.");
            }
        }
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var read = stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
