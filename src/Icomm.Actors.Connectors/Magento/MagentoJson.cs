using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Reads single values as Magento writes them: numbers may come as text and ids as numbers, null fields are left out, instants are UTC without saying so.
/// What can't be read becomes a <see cref="RecordException"/>, which costs one record, never the page.
/// </summary>
internal static class MagentoJson
{
    /// <summary>Moves to the next property of the object and on to its value.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }

        // A name written with escapes is none that we look for.
        name = reader.ValueIsEscaped ? default : reader.ValueSpan;
        reader.Read();
        return true;
    }

    /// <summary>Text or a number, as text; null for null and blank.</summary>
    public static string? Text(ref Utf8JsonReader reader, StringPool pool, string field)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                var text = pool.Get(ref reader);
                return string.IsNullOrWhiteSpace(text) ? null : RecordText.Cut(text);
            case JsonTokenType.Number when reader.ValueSpan.Length <= 40:
                Span<char> digits = stackalloc char[40];
                return pool.Get(digits[..Encoding.ASCII.GetChars(reader.ValueSpan, digits)]);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Null:
                return null;
            default:
                throw new RecordException("json_invalid", $"{field} is not a text");
        }
    }

    /// <summary>An id: a whole number above zero, also written as text. Null for null, zero and blank.</summary>
    /// <exception cref="RecordException"><paramref name="code"/>: something else stands there.</exception>
    public static long? Id(ref Utf8JsonReader reader, string field, string code)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String) || !Utf8Parser.TryParse(reader.ValueSpan, out long id, out var used) || used != reader.ValueSpan.Length)
            return reader.TokenType is JsonTokenType.String && reader.ValueSpan.IsEmpty ? null : throw new RecordException(code, $"{field} is not a whole number");
        return id > 0 ? id : null;
    }

    /// <summary>0 or 1, as number, text or boolean.</summary>
    public static bool Flag(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.Number or JsonTokenType.String => reader.ValueSpan.SequenceEqual("1"u8),
        _ => false,
    };

    /// <summary>An amount or quantity in ten-thousandths, the resolution of Magento's columns; null for null.</summary>
    /// <exception cref="RecordException"><c>amount_out_of_range</c> or <c>amount_invalid</c>.</exception>
    public static long? TenThousandths(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
            throw new RecordException("amount_invalid", $"{field} is not a number");
        return TryPlain(reader.ValueSpan, out var units) ? units : Unusual(reader.ValueSpan, field);
    }

    /// <summary>An instant like <c>2017-08-21 22:22:19</c>, UTC (facts §2.3); also with a T between and a Z behind.</summary>
    /// <exception cref="RecordException"><c>date_invalid</c>.</exception>
    public static DateTimeOffset Instant(ref Utf8JsonReader reader, string field) =>
        reader.TokenType is JsonTokenType.String && TryInstant(reader.ValueSpan, out var instant)
            ? instant
            : throw new RecordException("date_invalid", $"{field} is not a date and time: {Quote(reader.ValueSpan)}");

    public static bool TryInstant(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length == 20 && text[19] == (byte)'Z')
            text = text[..19];
        if (text.Length != 19 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
            return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        instant = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    /// <summary>An optional sign, up to twelve digits and up to four decimals: all that Magento's columns hold.</summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, out long units)
    {
        units = 0;
        var isNegative = text is [(byte)'-', ..];
        if (isNegative)
            text = text[1..];
        var decimals = -1;
        var digits = 0;
        foreach (var character in text)
        {
            if (character == (byte)'.' && decimals < 0 && digits > 0)
            {
                decimals = 0;
                continue;
            }

            var digit = (uint)(character - '0');
            if (digit > 9 || digits == 12 && decimals < 0 || decimals == 4)
                return false;
            units = units * 10 + digit;
            if (decimals < 0)
                digits++;
            else
                decimals++;
        }

        if (digits == 0 || decimals == 0)
            return false;
        for (var missing = Math.Max(decimals, 0); missing < 4; missing++)
            units *= 10;
        if (isNegative)
            units = -units;
        return true;
    }

    private static long Unusual(ReadOnlySpan<byte> text, string field)
    {
        if (Utf8Parser.TryParse(text, out decimal value, out var used) && used == text.Length)
            return Money.TryFrom(value, out var money) ? money.TenThousandths : throw OutOfRange(text, field);
        throw Utf8Parser.TryParse(text, out double magnitude, out used) && used == text.Length && !double.IsNaN(magnitude)
            ? OutOfRange(text, field)
            : new RecordException("amount_invalid", $"{field} is not a number: {Quote(text)}");
    }

    private static RecordException OutOfRange(ReadOnlySpan<byte> text, string field) =>
        new("amount_out_of_range", $"{field} is beyond what an amount can be: {Quote(text)}");

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
                return false;
            number = number * 10 + (int)digit;
        }

        return true;
    }

    /// <summary>The beginning of what was found, printable characters only.</summary>
    private static string Quote(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder("'", 44);
        foreach (var character in text[..Math.Min(text.Length, 40)])
            shown.Append(character is >= 0x20 and < 0x7F ? (char)character : '?');
        return shown.Append(text.Length > 40 ? "…'" : "'").ToString();
    }
}
