using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads single values as VTEX writes them: amounts are whole cents, instants carry an offset and up to seven decimals, ids come as text or number, anything may be null.
/// What can't be read becomes a <see cref="RecordException"/>, which costs one record, never the page.
/// </summary>
internal static class VtexJson
{
    private const int CentsPerMajor = 100;

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>A count; null when there is none.</summary>
    public static int? Count(JsonElement element, string name) =>
        RecordJson.Find(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) && count >= 0 ? count : null;

    /// <summary>An amount, given in cents; null for null. Currencies without cents use the same two digits (facts §3.2).</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Cents(JsonElement element, string name)
    {
        if (Number(element, name) is not { } cents)
            return null;
        return Money.TryFrom(cents / CentsPerMajor, out var money) ? money : throw OutOfRange(name);
    }

    /// <summary>A number of units; null for null.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static decimal? Number(JsonElement element, string name)
    {
        if (RecordJson.Find(element, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number)
            throw new RecordException("amount_invalid", $"{name} is not a number");
        return value.TryGetDecimal(out var number) ? number : throw OutOfRange(name);
    }

    /// <summary>An instant with an offset, or without one, which then is UTC; null for null.</summary>
    /// <exception cref="RecordException"><c>date_invalid</c>.</exception>
    public static DateTimeOffset? Instant(JsonElement element, string name)
    {
        if (RecordJson.Find(element, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParseExact(
                RecordJson.Unicode(value), InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new RecordException("date_invalid", $"{name} is not a date and time");
    }

    /// <summary>A record's own text for <see cref="UnreadableRecord.Raw"/>, without what was paid with: card data is kept nowhere (DESIGN §10).</summary>
    public static string Raw(JsonElement record) => RecordRaw.Of(record, name => name == "paymentData");

    private static RecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");
}
