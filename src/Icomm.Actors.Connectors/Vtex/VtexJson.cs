using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads single values as VTEX writes them: amounts are whole cents, instants carry an offset and up to seven decimals, ids come as text or number, anything may be null.
/// What can't be read becomes a <see cref="VtexRecordException"/>, which costs one record, never the page.
/// </summary>
internal static class VtexJson
{
    private const int LongestText = 500;
    private const int LongestRaw = 64 * 1_024;
    private const int CentsPerMajor = 100;

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <exception cref="StoreException">The answer is JSON of another kind (<c>answer_unexpected</c>).</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json, JsonValueKind kind, string problem)
    {
        var document = JsonDocument.Parse(json.ToArray());
        if (document.RootElement.ValueKind == kind)
            return document;
        document.Dispose();
        throw StoreProblems.AnswerUnexpected(problem);
    }

    /// <summary>The object or array of this name; null for everything else.</summary>
    public static JsonElement? Part(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) && part.ValueKind == kind ? part : null;

    /// <summary>The objects of a list; nothing when there is no list.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        Part(element, name, JsonValueKind.Array) is { } list ? list.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object) : [];

    /// <summary>Text or a number, as text, at most 500 characters; null for null, blank and everything else.</summary>
    public static string? Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text.Length > LongestText ? text[..LongestText] : text;
    }

    /// <summary>A count; null when there is none.</summary>
    public static int? Count(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0 ? count : null;

    /// <summary>An amount, given in cents; null for null. Currencies without cents use the same two digits (facts §3.2).</summary>
    /// <exception cref="VtexRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Cents(JsonElement element, string name)
    {
        if (Number(element, name) is not { } cents)
            return null;
        return Money.TryFrom(cents / CentsPerMajor, out var money) ? money : throw OutOfRange(name);
    }

    /// <summary>A number of units; null for null.</summary>
    /// <exception cref="VtexRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static decimal? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw new VtexRecordException("amount_invalid", $"{name} is not a number");
        return value.TryGetDecimal(out var number) ? number : throw OutOfRange(name);
    }

    /// <summary>An instant with an offset, or without one, which then is UTC; null for null.</summary>
    /// <exception cref="VtexRecordException"><c>date_invalid</c>.</exception>
    public static DateTimeOffset? Instant(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParseExact(
                value.GetString(), InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new VtexRecordException("date_invalid", $"{name} is not a date and time");
    }

    /// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>, without what was paid with: card data is kept nowhere (DESIGN §10).</summary>
    public static string Raw(JsonElement record)
    {
        var text = record.GetRawText();
        if (record.ValueKind == JsonValueKind.Object && record.TryGetProperty("paymentData", out _) && JsonNode.Parse(text) is JsonObject copy)
        {
            copy.Remove("paymentData");
            text = copy.ToJsonString();
        }

        return text.Length > LongestRaw ? text[..LongestRaw] : text;
    }

    private static VtexRecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");
}
