using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>A WHERE clause over <c>enriched_profiles</c> and its parameters, of which the first is the database's key. Values are parameters, never text of the SQL.</summary>
internal sealed class MasterDataFilter
{
    private readonly StringBuilder _sql = new("database_key = ?1");
    private readonly List<object> _values = [];
    private readonly Func<string, string, string> _contains;

    /// <exception cref="ArgumentException">A condition doesn't fit its field.</exception>
    public MasterDataFilter(ImmutableArray<MasterDataCondition> conditions, SqlSession session)
        : this(conditions, session.Contains)
    {
    }

    private MasterDataFilter(ImmutableArray<MasterDataCondition> conditions, Func<string, string, string> contains)
    {
        _contains = contains;
        foreach (var condition in conditions)
            And(Translate(condition));
    }

    /// <exception cref="ArgumentException">A condition doesn't fit its field.</exception>
    public static void Check(ImmutableArray<MasterDataCondition> conditions) => _ = new MasterDataFilter(conditions, static (_, columns) => columns);

    public string Sql => _sql.ToString();

    public void And(string condition) => _sql.Append(" AND (").Append(condition).Append(')');

    /// <returns>The parameter's name.</returns>
    public string Parameter(object value)
    {
        _values.Add(value);
        return FormattableString.Invariant($"?{_values.Count + 1}");
    }

    public void Bind(SqlStatement statement, long databaseKey)
    {
        statement.Bind(1, databaseKey);
        for (var i = 0; i < _values.Count; i++)
        {
            if (_values[i] is string text)
                statement.Bind(i + 2, text);
            else
                statement.Bind(i + 2, (long)_values[i]);
        }
    }

    private string Translate(MasterDataCondition condition)
    {
        if (condition.Operator == MasterDataOperator.Contains)
            return Contains(condition);
        var expression = MasterDataExpressions.Expression(condition.Field);
        if (condition.Operator == MasterDataOperator.Equal && !condition.Values.IsEmpty)
            return string.Join(" OR ", condition.Values.Select(value => Fitting(condition, value) is { } fitting ? $"{expression} = {Parameter(fitting)}" : $"{expression} IS NULL"));
        if (Fitting(condition, Single(condition)) is not { } single)
            return $"{expression} IS NOT NULL";
        var parameter = Parameter(single);
        return condition.Operator switch
        {
            MasterDataOperator.NotEqual => $"{expression} IS DISTINCT FROM {parameter}",
            MasterDataOperator.Less => $"{expression} < {parameter}",
            MasterDataOperator.LessOrEqual => $"{expression} <= {parameter}",
            MasterDataOperator.Greater => $"{expression} > {parameter}",
            MasterDataOperator.GreaterOrEqual => $"{expression} >= {parameter}",
            _ => throw new ArgumentOutOfRangeException(nameof(condition)),
        };
    }

    private string Contains(MasterDataCondition condition)
    {
        if (!MasterDataExpressions.IsText(condition.Field.Column) || Single(condition) is not string text)
            throw Unfit(condition);
        var columns = condition.Field.Column == MasterDataColumn.Text ? MasterDataExpressions.SearchedColumns : MasterDataExpressions.Expression(condition.Field);
        return _contains(Parameter(text.Normalize(NormalizationForm.FormC)), columns);
    }

    private static object? Single(MasterDataCondition condition) => condition.Values.Length == 1 ? condition.Values[0] : throw Unfit(condition);

    private static object? Fitting(MasterDataCondition condition, object? value) => value switch
    {
        null when condition.Operator is MasterDataOperator.Equal or MasterDataOperator.NotEqual => null,
        string when MasterDataExpressions.IsText(condition.Field.Column) => value,
        long when !MasterDataExpressions.IsText(condition.Field.Column) => value,
        _ => throw Unfit(condition),
    };

    // Never shows the value: it may be an e-mail.
    private static ArgumentException Unfit(MasterDataCondition condition) =>
        new($"{condition.Operator} with {condition.Values.Length} values of these types can't be applied to {condition.Field.Column}.", nameof(condition));
}
