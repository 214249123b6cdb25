using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Reads single values as Fenicio writes them: amounts in major units, ids and amounts as text or number, anything may be null. What can't be read becomes a
/// <see cref="FenicioRecordException"/>, which costs one record, never the page.
/// </summary>
internal static class FenicioJson
{
    private const int LongestText = 500;

    /// <exception cref="StoreException">The answer is JSON of another kind (<c>answer_unexpected</c>).</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json, string problem)
    {
        var document = JsonDocument.Parse(json.ToArray());
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw StoreProblems.AnswerUnexpected(problem);
    }

    /// <summary>The object of this name; nothing (whose fields are all null) for everything else.</summary>
    public static JsonElement Object(JsonElement element, string name) => Part(element, name, JsonValueKind.Object) ?? default;

    /// <summary>The object or array of this name; null for everything else.</summary>
    public static JsonElement? Part(JsonElement element, string name, JsonValueKind kind) => Find(element, name) is { } part && part.ValueKind == kind ? part : null;

    /// <summary>The objects of a list; nothing when there is no list.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        Part(element, name, JsonValueKind.Array) is { } list ? list.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object) : [];

    /// <summary>Text or a number, as text, trimmed, at most 500 characters; null for null, blank, what is no Unicode, and everything else.</summary>
    public static string? Text(JsonElement element, string name)
    {
        var text = Find(element, name) is not { } value ? null : value.ValueKind switch
        {
            JsonValueKind.String => Unicode(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (string.IsNullOrWhiteSpace(text))
            return null;
        text = text.Trim();
        return text.Length > LongestText ? text[..LongestText] : text;
    }

    public static bool IsTrue(JsonElement element, string name) => Find(element, name) is { ValueKind: JsonValueKind.True };

    /// <summary>A count; null when there is none.</summary>
    public static int? Count(JsonElement element, string name) =>
        Text(element, name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>An amount in major units; null for null.</summary>
    /// <exception cref="FenicioRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Amount(JsonElement element, string name) =>
        Number(element, name) is not { } number ? null : Money.TryFrom(number, out var money) ? money : throw OutOfRange(name);

    /// <summary>A number, or a text that is one; null for null and blank.</summary>
    /// <exception cref="FenicioRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static decimal? Number(JsonElement element, string name)
    {
        if (Find(element, name) is not { } value || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetDecimal(out var number) ? number : throw OutOfRange(name);
        if (value.ValueKind != JsonValueKind.String)
            throw Invalid(name);
        return Text(element, name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var written) ? written
            : throw Invalid(name);
    }

    /// <summary>A date and time; null for null and blank.</summary>
    /// <exception cref="FenicioRecordException"><c>date_invalid</c>.</exception>
    public static DateTimeOffset? Instant(JsonElement element, string name, FenicioTime time)
    {
        if (Find(element, name) is not { } value || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? Unicode(value)?.Trim() : null;
        return text?.Length == 0 ? null : text is not null && time.Read(text) is { } instant ? instant : throw new FenicioRecordException("date_invalid", $"{name} is not a date and time");
    }

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Unicode(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair, written as an escape
        }
    }

    private static FenicioRecordException Invalid(string name) => new("amount_invalid", $"{name} is not a number");

    private static FenicioRecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");
}
