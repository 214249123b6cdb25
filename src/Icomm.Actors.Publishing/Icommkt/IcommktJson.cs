using System.Globalization;
using System.Text.Json;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Reads what the API's answers have in common.</summary>
internal static class IcommktJson
{
    public const int Ok = 1;

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Shallow.MaxDepth });
        var document = JsonDocument.ParseValue(ref reader);
        try
        {
            // What follows the value may only be blanks: otherwise this throws.
            reader.Read();
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <returns>False when the element is no object or lacks the property.</returns>
    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    /// <summary>The API sends <c>StatusCode</c> as text and as a number (facts §1.6). Null when it is missing or neither.</summary>
    public static int? Status(JsonElement element)
    {
        if (!TryGet(element, "StatusCode", out var status))
            return null;
        return status.ValueKind switch
        {
            JsonValueKind.Number when status.TryGetInt32(out var number) => number,
            JsonValueKind.String when int.TryParse(status.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }

    /// <summary><c>Message</c> and <c>MessageDetail</c>, as far as they are there.</summary>
    public static string Message(JsonElement element) => string.Join(' ', new[] { Text(element, "Message"), Text(element, "MessageDetail") }.Where(text => text.Length > 0));

    private static string Text(JsonElement element, string name) =>
        TryGet(element, name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
}
