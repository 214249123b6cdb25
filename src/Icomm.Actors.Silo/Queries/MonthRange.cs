using System.Globalization;

namespace Icomm.Actors.Silo.Queries;

/// <summary>Calendar months from one to another, both included.</summary>
/// <param name="From">First day of the first month.</param>
/// <param name="To">First day of the last month.</param>
internal readonly record struct MonthRange(DateOnly From, DateOnly To)
{
    public bool Contains(DateOnly month) => month >= From && month <= To;

    public static string NameOf(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <param name="from">As 2026-01; null for the earliest.</param>
    /// <param name="to">As 2026-12; null for the latest.</param>
    public static bool TryParse(string? from, string? to, out MonthRange range, out QueryProblem? problem)
    {
        range = default;
        problem = null;
        if (Read(from, DateOnly.MinValue) is not { } first || Read(to, DateOnly.MaxValue) is not { } last)
            problem = new QueryProblem("month_invalid", "from and to must be months.", "Write a month as 2026-01.");
        else if (first > last)
            problem = new QueryProblem("months_reversed", "from is after to.", "Give the earlier month as from.");
        else
            range = new MonthRange(first, last);
        return problem is null;
    }

    private static DateOnly? Read(string? month, DateOnly standard) =>
        month is null ? new DateOnly(standard.Year, standard.Month, 1)
        : DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : null;
}
