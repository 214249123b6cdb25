using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Records;

/// <summary>
/// Reads the fields of a record that every platform writes alike. Any field may be missing, null or of another kind than promised, and a text may be no Unicode (half a surrogate pair as an
/// escape, damaged UTF-8): such a field is not there, and neither is one whose name is none. A record is never given up for one of those, and neither is its page.
/// </summary>
internal static class RecordJson
{
    /// <exception cref="StoreException">The answer is JSON of another kind (<c>answer_unexpected</c>).</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json, JsonValueKind kind, string problem, int maxDepth = 64)
    {
        var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = maxDepth });
        if (document.RootElement.ValueKind == kind)
            return document;
        document.Dispose();
        throw StoreProblems.AnswerUnexpected(problem);
    }

    /// <summary>What stands there, also when it is null; nothing when the element is no object or has no such field.</summary>
    public static JsonElement? Find(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // A name beside it is no Unicode. Names are compared as they are written: an exception for each of thousands would take its time.
            var wanted = Encoding.UTF8.GetBytes(name);
            return element.EnumerateObject().Where(property => JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual(wanted)).Select(property => (JsonElement?)property.Value).LastOrDefault();
        }
    }

    /// <summary>Null when it is no Unicode.</summary>
    public static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The object or array of this name; null for everything else.</summary>
    public static JsonElement? Part(JsonElement element, string name, JsonValueKind kind) => Find(element, name) is { } part && part.ValueKind == kind ? part : null;

    /// <summary>The object of this name; nothing (whose fields are all missing) for everything else.</summary>
    public static JsonElement Object(JsonElement element, string name) => Part(element, name, JsonValueKind.Object) ?? default;

    /// <summary>The objects of a list; nothing when there is no list.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        Part(element, name, JsonValueKind.Array) is { } list ? list.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object) : [];

    /// <summary>Text, a number or a flag, as text, trimmed, cut at <see cref="RecordText.Longest"/>; null for null, blank and everything else.</summary>
    public static string? Text(JsonElement element, string name) => Find(element, name) is { } value ? Text(value) : null;

    /// <inheritdoc cref="Text(JsonElement, string)"/>
    public static string? Text(JsonElement value) => WholeText(value) is { } text ? RecordText.Cut(text) : null;

    /// <summary>The same uncut: ids that are cut might be another record's.</summary>
    public static string? WholeText(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => Unicode(value)?.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <param name="text">A string.</param>
    /// <returns>Null when it is no Unicode.</returns>
    public static string? Unicode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A whole number of zero or more, also written as text; null for everything else.</summary>
    public static long? WholeNumber(JsonElement element, string name) =>
        Text(element, name) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool IsTrue(JsonElement element, string name) => Find(element, name) is { ValueKind: JsonValueKind.True };
}
