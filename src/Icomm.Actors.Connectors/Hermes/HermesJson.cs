using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>
/// Reads single values as the contract has them: amounts are decimal numbers in major units, as text or as JSON numbers; instants are ISO 8601 with an offset.
/// What can't be read becomes a <see cref="RecordException"/>, which costs one record, never the page.
/// </summary>
internal static partial class HermesJson
{
    private const int LongestId = 200;

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <summary>An id, text or number, 1 to 200 characters; null when there is none.</summary>
    /// <exception cref="RecordException"><c>id_invalid</c>: longer than that. Cut, it might be another record's.</exception>
    public static string? Id(JsonElement element, string name)
    {
        var text = RecordJson.Find(element, name) is { } value ? RecordJson.WholeText(value) : null;
        return text is { Length: > LongestId } ? throw new RecordException("id_invalid", $"{name} is longer than {LongestId} characters") : text;
    }

    /// <summary>An amount in major units, zero or more; null when there is none.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Amount(JsonElement element, string name)
    {
        if (Number(element, name) is not { } number)
            return null;
        return Money.TryFrom(number, out var money) ? money : throw OutOfRange(name);
    }

    /// <summary>A number of units, zero or more; null when there is none.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Quantity? Units(JsonElement element, string name)
    {
        if (Number(element, name) is not { } number)
            return null;
        return Quantity.TryFrom(number, out var quantity) ? quantity : throw OutOfRange(name);
    }

    /// <exception cref="RecordException"><c>date_invalid</c>: it is missing, is no date, or names no offset.</exception>
    public static DateTimeOffset Instant(JsonElement element, string name) =>
        TryInstant(element, name) ?? throw new RecordException("date_invalid", $"{name} is not a date and time with an offset or Z");

    public static DateTimeOffset? TryInstant(JsonElement element, string name) =>
        RecordJson.Find(element, name) is { ValueKind: JsonValueKind.String } value
        && DateTimeOffset.TryParseExact(
            RecordJson.Unicode(value), InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;

    private static decimal? Number(JsonElement element, string name)
    {
        if (RecordJson.Find(element, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => RecordJson.Unicode(value) ?? "",
            _ => "",
        };
        if (!Decimal().IsMatch(text))
            throw new RecordException("amount_invalid", $"{name} is not a number of zero or more with a point before its decimals");
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : throw OutOfRange(name);
    }

    private static RecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");

    /// <summary>A JSON number that is not negative.</summary>
    [GeneratedRegex(@"^[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?\z")]
    private static partial Regex Decimal();
}
