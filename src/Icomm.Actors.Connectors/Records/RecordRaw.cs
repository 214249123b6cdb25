using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Icomm.Actors.Connectors.Records;

/// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>, whatever its bytes are: what is no UTF-8 shows as U+FFFD.</summary>
internal static class RecordRaw
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ReadOnlySpan<byte> record) =>
        RecordText.Cut(Encoding.UTF8.GetString(record[..Math.Min(record.Length, 4 * RecordText.LongestRaw)]), RecordText.LongestRaw);

    public static string Of(JsonElement record) => Of(JsonMarshal.GetRawUtf8Value(record));

    /// <summary>Without fields that must be kept nowhere, as card data (DESIGN §10), at any depth.</summary>
    public static string Of(JsonElement record, Func<string, bool> isLeftOut)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            Copy(json, record, isLeftOut);
        return Of(buffer.WrittenSpan);
    }

    private static void Copy(Utf8JsonWriter json, JsonElement element, Func<string, bool> isLeftOut)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    // Of a name that is no Unicode nobody can say that it isn't a field to be left out.
                    if (RecordJson.Name(property) is { } name && !isLeftOut(name))
                    {
                        json.WritePropertyName(name);
                        Copy(json, property.Value, isLeftOut);
                    }
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(json, item, isLeftOut);
                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);
                break;
        }
    }
}
