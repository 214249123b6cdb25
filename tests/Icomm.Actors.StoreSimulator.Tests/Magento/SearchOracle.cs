using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

/// <summary>searchCriteria written down a second time, naively, over the JSON rows themselves.</summary>
internal static class SearchOracle
{
    public static bool Holds(JsonElement row, string field, string condition, string value)
    {
        var present = row.TryGetProperty(field, out var cell);
        if (condition == "null") return !present;
        if (!present) return false;
        return condition switch
        {
            "notnull" => true,
            "in" => value.Split(',').Any(v => Compare(cell, v) == 0),
            "nin" => value.Split(',').All(v => Compare(cell, v) != 0),
            "like" => Like(cell, value),
            "nlike" => !Like(cell, value),
            "neq" => Compare(cell, value) != 0,
            "gt" => Compare(cell, value) > 0,
            "gteq" or "from" or "moreq" => Compare(cell, value) >= 0,
            "lt" => Compare(cell, value) < 0,
            "lteq" or "to" => Compare(cell, value) <= 0,
            _ => Compare(cell, value) == 0,
        };
    }

    public static int CompareRows(JsonElement a, JsonElement b, string field)
    {
        var (inA, inB) = (a.TryGetProperty(field, out var cellA), b.TryGetProperty(field, out var cellB));
        if (!inA || !inB) return inA.CompareTo(inB);
        return Compare(cellA, Text(cellB));
    }

    public static string Text(JsonElement cell) => cell.ValueKind == JsonValueKind.String ? cell.GetString()! : cell.GetRawText();

    private static int Compare(JsonElement cell, string value) => cell.ValueKind == JsonValueKind.Number
        ? cell.GetDecimal().CompareTo(decimal.Parse(value, CultureInfo.InvariantCulture))
        : string.Compare(cell.GetString(), value, StringComparison.OrdinalIgnoreCase);

    private static bool Like(JsonElement cell, string pattern)
    {
        var regex = string.Concat(pattern.Select(c => c switch { '%' => ".*", '_' => ".", _ => Regex.Escape(c.ToString()) }));
        return Regex.IsMatch(Text(cell), $"^({regex})$", RegexOptions.IgnoreCase | RegexOptions.Singleline);
    }
}
