using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The parts that Magento's documents share. A null is never written: the key is left out.</summary>
internal static class MagentoJson
{
    /// <summary>UTC, without saying so.</summary>
    public const string DateFormat = "yyyy-MM-dd HH:mm:ss";

    public const int DateLength = 19;

    public static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTime at)
    {
        Span<byte> text = stackalloc byte[DateLength];
        FormatDate(at, text);
        json.WriteString(name, text);
    }

    /// <summary>Writes <see cref="DateFormat"/> by hand: an order has several dates, and the general formatter shows up in profiles.</summary>
    public static void FormatDate(DateTime at, Span<byte> text)
    {
        var (year, month, day) = at;
        Pair(text, year / 100);
        Pair(text[2..], year % 100);
        text[4] = (byte)'-';
        Pair(text[5..], month);
        text[7] = (byte)'-';
        Pair(text[8..], day);
        text[10] = (byte)' ';
        Pair(text[11..], at.Hour);
        text[13] = (byte)':';
        Pair(text[14..], at.Minute);
        text[16] = (byte)':';
        Pair(text[17..], at.Second);
    }

    public static void Money(Utf8JsonWriter json, ReadOnlySpan<byte> name, Amount amount)
    {
        Span<byte> text = stackalloc byte[Amount.MaxFormattedLength];
        json.WritePropertyName(name);
        json.WriteRawValue(text[..amount.Format(text)], skipInputValidation: true);
    }

    /// <summary>An amount in the base currency and in the order's.</summary>
    public static void Money(Utf8JsonWriter json, ReadOnlySpan<byte> baseName, ReadOnlySpan<byte> name, Amount amount, decimal rate)
    {
        Span<byte> text = stackalloc byte[Amount.MaxFormattedLength];
        var length = amount.Format(text);
        json.WritePropertyName(baseName);
        json.WriteRawValue(text[..length], skipInputValidation: true);
        if (rate != 1m) length = amount.ConvertAt(rate).Format(text);
        json.WritePropertyName(name);
        json.WriteRawValue(text[..length], skipInputValidation: true);
    }

    public static void Text(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    /// <summary>The echo of the request that every list ends with.</summary>
    public static void Criteria(Utf8JsonWriter json, SearchCriteria criteria)
    {
        json.WriteStartObject("search_criteria"u8);
        json.WriteStartArray("filter_groups"u8);
        foreach (var group in criteria.Groups)
        {
            json.WriteStartObject();
            json.WriteStartArray("filters"u8);
            foreach (var filter in group)
            {
                json.WriteStartObject();
                json.WriteString("field"u8, filter.Field);
                json.WriteString("value"u8, filter.Value);
                json.WriteString("condition_type"u8, filter.GivenCondition);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (criteria.Sorts.Count > 0)
        {
            json.WriteStartArray("sort_orders"u8);
            foreach (var sort in criteria.Sorts)
            {
                json.WriteStartObject();
                json.WriteString("field"u8, sort.Field);
                json.WriteString("direction"u8, sort.Descending ? "DESC"u8 : "ASC"u8);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (criteria.PageSize > 0) json.WriteNumber("page_size"u8, criteria.PageSize);
        if (criteria.CurrentPage is { } page) json.WriteNumber("current_page"u8, page);
        json.WriteEndObject();
    }

    private static void Pair(Span<byte> text, int number)
    {
        text[0] = (byte)('0' + (number / 10));
        text[1] = (byte)('0' + (number % 10));
    }
}
