using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Queries;

/// <summary>
/// Reads filters of the form <c>field op value</c>, such as <c>ICOMMKT_Amount_30_Days>=100</c>. The operators are = != >= &lt;= > &lt; and ~ (contains). With = and !=, no value stands for
/// profiles that have none.
/// </summary>
internal static class ProfileFilters
{
    /// <summary>Characters of a filter, and of a text to search.</summary>
    public const int MostCharacters = 300;

    private const int Scale = 10_000;

    private const int MostDays = 1_000_000;

    private static readonly (string Text, MasterDataOperator Operator)[] Operators =
    [
        // The longer ones first: each begins with a shorter one.
        ("!=", MasterDataOperator.NotEqual),
        (">=", MasterDataOperator.GreaterOrEqual),
        ("<=", MasterDataOperator.LessOrEqual),
        ("=", MasterDataOperator.Equal),
        (">", MasterDataOperator.Greater),
        ("<", MasterDataOperator.Less),
        ("~", MasterDataOperator.Contains),
    ];

    /// <summary>The conditions that one filter stands for.</summary>
    /// <param name="asOf">The day of the refresh: what days since a purchase are counted to.</param>
    public static bool TryParse(string filter, DateOnly asOf, out ImmutableArray<MasterDataCondition> conditions, out QueryProblem? problem)
    {
        conditions = [];
        var end = filter.AsSpan().IndexOfAny("=!<>~");
        if (end <= 0 || filter.Length > MostCharacters)
        {
            problem = new QueryProblem(
                "filter_malformed",
                filter.Length > MostCharacters ? $"A filter has at most {MostCharacters} characters." : "A filter must have a field, an operator and a value.",
                "Write it as in filter=ICOMMKT_Amount_30_Days>=100, escaped for a URL.");
            return false;
        }

        if (ProfileFieldCatalogue.Find(filter[..end], "filter_field_unknown", out problem) is not { } field)
            return false;
        var op = Operators.FirstOrDefault(known => filter.AsSpan(end).StartsWith(known.Text, StringComparison.Ordinal));
        if (op.Text is null || !field.Operators.Contains(op.Text))
        {
            problem = new QueryProblem("filter_operator_invalid", $"'{field.Name}' can't be compared in this way.", $"Its operators are {string.Join(' ', field.Operators)}.");
            return false;
        }

        var value = filter[(end + op.Text.Length)..];
        if (value.Length == 0)
            return TryParseAbsence(field, op.Operator, out conditions, out problem);
        if (Read(field, value, asOf) is not { } read || !IsKnown(field, op.Operator, value))
        {
            problem = new QueryProblem("filter_value_invalid", $"The value for '{field.Name}' can't be read.", Form(field));
            return false;
        }

        var comparison = field.IsReversed ? Reverse(op.Operator) : op.Operator;
        conditions = field.IsScored && comparison is MasterDataOperator.Less or MasterDataOperator.LessOrEqual
            ? [new(field.Column, comparison, [read]), HasScore(field)]
            : [new(field.Column, comparison, [read])];
        return true;
    }

    /// <summary>The field to sort by; with a leading <c>-</c>, descending.</summary>
    public static bool TryParseSort(string sort, out MasterDataField column, out bool isDescending, out QueryProblem? problem)
    {
        isDescending = sort.StartsWith('-');
        var field = ProfileFieldCatalogue.Find(isDescending ? sort[1..] : sort, "sort_field_unknown", out problem);
        column = field?.Column ?? default;
        if (field?.IsReversed == true)
            isDescending = !isDescending;
        return field is not null;
    }

    /// <summary>No value: profiles that have none, or that have one.</summary>
    private static bool TryParseAbsence(ProfileField field, MasterDataOperator op, out ImmutableArray<MasterDataCondition> conditions, out QueryProblem? problem)
    {
        problem = op is MasterDataOperator.Equal or MasterDataOperator.NotEqual
            ? null
            : new QueryProblem("filter_value_invalid", $"The filter of '{field.Name}' has no value.", $"{Form(field)} Only = and != may do without: for profiles that have none, and that have one.");
        conditions = problem is not null ? []
            : !field.IsScored ? [new(field.Column, op, [null])]
            : op == MasterDataOperator.Equal ? [new(field.Column, op, [0L, null])]
            : [HasScore(field)];
        return problem is null;
    }

    private static MasterDataCondition HasScore(ProfileField field) => new(field.Column, MasterDataOperator.Greater, [0L]);

    /// <summary>The value as stores compare it; null when it can't be read.</summary>
    private static object? Read(ProfileField field, string value, DateOnly asOf) => field.Type switch
    {
        ProfileFieldType.Integer => Whole(value, int.MinValue, int.MaxValue),
        ProfileFieldType.Decimal => Scaled(value),
        ProfileFieldType.Date => Day(value),
        ProfileFieldType.Days => Whole(value, -MostDays, MostDays) is { } days ? asOf.DayNumber - days : null,
        ProfileFieldType.Code => Whole(value, 0, 999),
        ProfileFieldType.Score => Whole(value, 1, 5),
        ProfileFieldType.Text => field.Column.Column == MasterDataColumn.Email ? Address(value) : value,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };

    /// <summary>Whether the value is one that there can be, where they are few.</summary>
    private static bool IsKnown(ProfileField field, MasterDataOperator op, string value) =>
        field.Column.Column != MasterDataColumn.Group || op == MasterDataOperator.Contains || ProfileGroups.All.Contains(value);

    private static long? Whole(string value, long least, long most) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static long? Scaled(string value)
    {
        if (!decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > long.MaxValue / Scale)
            return null;
        var scaled = number * Scale;
        return decimal.IsInteger(scaled) ? (long)scaled : null;
    }

    private static long? Day(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null;

    /// <summary>As addresses are stored.</summary>
    private static string Address(string value) => value.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormC);

    private static MasterDataOperator Reverse(MasterDataOperator op) => op switch
    {
        MasterDataOperator.Less => MasterDataOperator.Greater,
        MasterDataOperator.LessOrEqual => MasterDataOperator.GreaterOrEqual,
        MasterDataOperator.Greater => MasterDataOperator.Less,
        MasterDataOperator.GreaterOrEqual => MasterDataOperator.LessOrEqual,
        _ => op,
    };

    private static string Form(ProfileField field) => field.Type switch
    {
        ProfileFieldType.Integer => "Write a whole number, such as 3.",
        ProfileFieldType.Decimal => "Write a number with at most four decimals and a point, such as 99.95.",
        ProfileFieldType.Date => "Write a day as 2026-01-31.",
        ProfileFieldType.Days => "Write a number of days, such as 30.",
        ProfileFieldType.Code => "Write three digits, such as 555.",
        ProfileFieldType.Score => "Write a score of 1 to 5.",
        _ when field.Column.Column == MasterDataColumn.Group => $"Write one of {string.Join(", ", ProfileGroups.All)}.",
        _ => "Write a text.",
    };
}
