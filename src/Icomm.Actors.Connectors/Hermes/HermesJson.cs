using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>
/// Reads single values as the contract has them: amounts are decimal numbers in major units, as text or as JSON numbers; instants are ISO 8601 with an offset.
/// What can't be read becomes a <see cref="HermesRecordException"/>, which costs one record, never the page.
/// </summary>
internal static partial class HermesJson
{
    private const int LongestText = 500;
    private const int LongestId = 200;
    private const int LongestRaw = 64 * 1_024;

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <exception cref="StoreException">The answer is JSON of another kind (<c>answer_unexpected</c>).</exception>
    public static JsonDocument ParseObject(ReadOnlySpan<byte> json)
    {
        var document = JsonDocument.Parse(json.ToArray());
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw StoreProblems.AnswerUnexpected("it is not an object");
    }

    /// <summary>The object or array of this name; null for everything else.</summary>
    public static JsonElement? Part(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) && part.ValueKind == kind ? part : null;

    /// <summary>Text, a number or a flag, as text, at most 500 characters; null for null, blank and everything else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Text(value) : null;

    public static string? Text(JsonElement value)
    {
        var text = Whole(value);
        return text?.Length > LongestText ? text[..LongestText] : text;
    }

    /// <summary>An id, text or number, 1 to 200 characters; null when there is none.</summary>
    /// <exception cref="HermesRecordException"><c>id_invalid</c>: longer than that. Cut, it might be another record's.</exception>
    public static string? Id(JsonElement element, string name)
    {
        var text = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Whole(value)?.Trim() : null;
        return text is { Length: > LongestId } ? throw new HermesRecordException("id_invalid", $"{name} is longer than {LongestId} characters") : text;
    }

    /// <summary>An amount in major units, zero or more; null when there is none.</summary>
    /// <exception cref="HermesRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Amount(JsonElement element, string name)
    {
        if (Number(element, name) is not { } number)
            return null;
        return Money.TryFrom(number, out var money) ? money : throw OutOfRange(name);
    }

    /// <summary>A number of units, zero or more; null when there is none.</summary>
    /// <exception cref="HermesRecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Quantity? Units(JsonElement element, string name)
    {
        if (Number(element, name) is not { } number)
            return null;
        return Quantity.TryFrom(number, out var quantity) ? quantity : throw OutOfRange(name);
    }

    /// <exception cref="HermesRecordException"><c>date_invalid</c>: it is missing, is no date, or names no offset.</exception>
    public static DateTimeOffset Instant(JsonElement element, string name) =>
        TryInstant(element, name) ?? throw new HermesRecordException("date_invalid", $"{name} is not a date and time with an offset or Z");

    public static DateTimeOffset? TryInstant(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParseExact(
            value.GetString(), InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;

    /// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>, whatever its bytes are.</summary>
    public static string Raw(JsonElement record)
    {
        var bytes = JsonMarshal.GetRawUtf8Value(record);
        return Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestRaw)]);
    }

    private static string? Whole(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static decimal? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        if (!Decimal().IsMatch(text))
            throw new HermesRecordException("amount_invalid", $"{name} is not a number of zero or more with a point before its decimals");
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : throw OutOfRange(name);
    }

    private static HermesRecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");

    /// <summary>A JSON number that is not negative.</summary>
    [GeneratedRegex(@"^[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?\z")]
    private static partial Regex Decimal();
}
