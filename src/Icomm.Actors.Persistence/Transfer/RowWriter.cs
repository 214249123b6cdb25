using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Icomm.Actors.Persistence.Transfer;

/// <summary>Writes rows as lines, each a JSON array: numbers, texts, bytes in base64, null.</summary>
internal sealed class RowWriter(ImmutableArray<ColumnKind> columns) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <returns>How many bytes the line has.</returns>
    public int Write(TransferRow row, Stream to)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartArray();
        foreach (var cell in row)
        {
            if (cell.IsNull)
                _json.WriteNullValue();
            else if (columns[cell.Column] == ColumnKind.Integer)
                _json.WriteNumberValue(cell.Number);
            else if (columns[cell.Column] == ColumnKind.Text)
                _json.WriteStringValue(cell.Bytes);
            else
                _json.WriteBase64StringValue(cell.Bytes);
        }

        _json.WriteEndArray();
        _json.Flush();
        _line.Write("\n"u8);
        to.Write(_line.WrittenSpan);
        return _line.WrittenCount;
    }

    public void Dispose() => _json.Dispose();
}
