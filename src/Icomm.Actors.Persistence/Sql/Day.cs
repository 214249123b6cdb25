using System.Globalization;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Calendar days as text that reads and sorts: <c>2026-11-21</c>.</summary>
internal static class Day
{
    private const string Format = "yyyy-MM-dd";

    public static string Text(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    public static DateOnly Parse(string text) => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture);
}
