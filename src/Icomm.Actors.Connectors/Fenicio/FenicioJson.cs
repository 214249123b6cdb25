using System.Globalization;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Reads single values as Fenicio writes them: amounts in major units, ids and amounts as text or number, anything may be null. What can't be read becomes a
/// <see cref="RecordException"/>, which costs one record, never the page.
/// </summary>
internal static class FenicioJson
{
    /// <summary>A count; null when there is none.</summary>
    public static int? Count(JsonElement element, string name) =>
        RecordJson.Text(element, name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>An amount in major units, zero or more; null for null.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static Money? Amount(JsonElement element, string name) =>
        Number(element, name) is not { } number ? null : Money.TryFrom(number, out var money) ? money : throw OutOfRange(name);

    /// <summary>A number of zero or more, or a text that is one; null for null and blank.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static decimal? Number(JsonElement element, string name) => Signed(element, name) is { } number ? number < 0 ? throw Invalid(name) : number : null;

    /// <summary>A date and time; null for null and blank.</summary>
    /// <exception cref="RecordException"><c>date_invalid</c>.</exception>
    public static DateTimeOffset? Instant(JsonElement element, string name, FenicioTime time)
    {
        if (RecordJson.Find(element, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        var text = value.ValueKind == JsonValueKind.String ? RecordJson.Unicode(value)?.Trim() : null;
        return text?.Length == 0 ? null : text is not null && time.Read(text) is { } instant ? instant : throw new RecordException("date_invalid", $"{name} is not a date and time");
    }

    private static decimal? Signed(JsonElement element, string name)
    {
        if (RecordJson.Find(element, name) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetDecimal(out var number) ? number : throw OutOfRange(name);
        if (value.ValueKind != JsonValueKind.String)
            throw Invalid(name);
        return RecordJson.Text(element, name) is not { } text ? null
            : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var written) ? written
            : throw Invalid(name);
    }

    private static RecordException Invalid(string name) => new("amount_invalid", $"{name} is not a number of zero or more");

    private static RecordException OutOfRange(string name) => new("amount_out_of_range", $"{name} is beyond what an amount can be");
}
