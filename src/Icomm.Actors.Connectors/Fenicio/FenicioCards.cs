using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Makes the text that is kept of a record which can't be read, without what was paid with: payments carry the card's number, its parts and the bank's authorisation (facts §4.2), and
/// card data is kept nowhere (DESIGN §10).
/// </summary>
internal static partial class FenicioCards
{
    private const int LongestRaw = 64 * 1_024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>.</summary>
    public static string Raw(JsonElement record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
            Copy(json, record);
        return Cut(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>The same of what is not JSON at all: what looks like a card's field, or like its number, is left out.</summary>
    public static string Raw(ReadOnlySpan<byte> message)
    {
        // A name may begin before the cut and its value end behind it: first cover, then cut.
        var text = Encoding.UTF8.GetString(message[..Math.Min(message.Length, 4 * LongestRaw)]);
        return Cut(CardNumber().Replace(CardField().Replace(text, "$1…"), "…"));
    }

    /// <summary>Whether a field may tell of a card.</summary>
    public static bool IsCardField(string name) =>
        name.Contains("tarjeta", StringComparison.OrdinalIgnoreCase)
        || name.ToLowerInvariant() is "bin" or "autorizacion" or "cvv" or "cvc" or "pan";

    private static void Copy(Utf8JsonWriter json, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in element.EnumerateObject().Where(property => !IsCardField(property.Name)))
                {
                    json.WritePropertyName(property.Name);
                    Copy(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Copy(json, item);
                json.WriteEndArray();
                break;
            default:
                json.WriteRawValue(element.GetRawText());
                break;
        }
    }

    private static string Cut(string text) => text.Length <= LongestRaw ? text : text[..(char.IsHighSurrogate(text[LongestRaw - 1]) ? LongestRaw - 1 : LongestRaw)];

    [GeneratedRegex("""("?(?:\w*tarjeta\w*|bin|autorizacion|cvv|cvc|pan)"?\s*[:=]\s*)("[^"]*"?|[^,&}\s]*)""", RegexOptions.IgnoreCase)]
    private static partial Regex CardField();

    [GeneratedRegex(@"\d(?:[ -]?\d){11,18}")]
    private static partial Regex CardNumber();
}
