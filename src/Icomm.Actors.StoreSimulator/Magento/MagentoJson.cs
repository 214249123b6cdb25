using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The parts that Magento's documents share. A null is never written: the key is left out.</summary>
internal static class MagentoJson
{
    /// <summary>UTC, without saying so.</summary>
    public const string DateFormat = "yyyy-MM-dd HH:mm:ss";

    public static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTime at)
    {
        Span<byte> text = stackalloc byte[19];
        at.TryFormat(text, out var length, DateFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void Money(Utf8JsonWriter json, ReadOnlySpan<byte> name, Amount amount) => json.WriteNumber(name, amount.ToDecimal());

    /// <summary>An amount in the base currency and in the order's.</summary>
    public static void Money(Utf8JsonWriter json, ReadOnlySpan<byte> baseName, ReadOnlySpan<byte> name, Amount amount, decimal rate)
    {
        json.WriteNumber(baseName, amount.ToDecimal());
        json.WriteNumber(name, amount.ConvertAt(rate).ToDecimal());
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
}
