using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A column that can be filtered and sorted by, with MySQL's meaning: a comparison with NULL holds never, not even neq.</summary>
internal abstract class Field<T>
    where T : class, IShopEntity
{
    /// <summary>The index over this column, if there is one.</summary>
    public EntityKey? Key { get; init; }

    public abstract Func<T, bool> Predicate(Filter filter);

    /// <summary>NULL sorts first, as in MySQL.</summary>
    public abstract IComparer<T> Comparer { get; }

    /// <summary>The closed range of the index that a filter selects, or null when it doesn't select one.</summary>
    public virtual (long Low, long High)? RangeOf(Filter filter) => null;

    protected static string[] ListOf(string value) => value.Split(',');

    protected static Func<string, bool> LikePattern(string pattern)
    {
        var regex = new Regex(
            "^" + Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "$",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return regex.IsMatch;
    }
}

/// <summary>A column of an ordered type: the value is read from the filter's text once, then compared.</summary>
internal abstract class OrderedField<T, TValue>(Func<T, TValue?> read) : Field<T>
    where T : class, IShopEntity
    where TValue : struct, IComparable<TValue>
{
    public override IComparer<T> Comparer { get; } = Comparer<T>.Create((a, b) => Nullable.Compare(read(a), read(b)));

    public override Func<T, bool> Predicate(Filter filter)
    {
        switch (filter.Condition)
        {
            case Condition.Null:
                return e => read(e) is null;
            case Condition.NotNull:
                return e => read(e) is not null;
            case Condition.In or Condition.FinSet:
                var any = ListOf(filter.Value).Select(Parse).ToHashSet();
                return e => read(e) is { } v && any.Contains(v);
            case Condition.Nin or Condition.NFinSet:
                var none = ListOf(filter.Value).Select(Parse).ToHashSet();
                return e => read(e) is { } v && !none.Contains(v);
            case Condition.Like:
                var like = LikePattern(filter.Value);
                return e => read(e) is { } v && like(Text(v));
            case Condition.Nlike:
                var unlike = LikePattern(filter.Value);
                return e => read(e) is { } v && !unlike(Text(v));
            default:
                var wanted = Parse(filter.Value);
                return filter.Condition switch
                {
                    Condition.Neq => e => read(e) is { } v && v.CompareTo(wanted) != 0,
                    Condition.Gt => e => read(e) is { } v && v.CompareTo(wanted) > 0,
                    Condition.GtEq => e => read(e) is { } v && v.CompareTo(wanted) >= 0,
                    Condition.Lt => e => read(e) is { } v && v.CompareTo(wanted) < 0,
                    Condition.LtEq => e => read(e) is { } v && v.CompareTo(wanted) <= 0,
                    _ => e => read(e) is { } v && v.CompareTo(wanted) == 0,
                };
        }
    }

    public override (long Low, long High)? RangeOf(Filter filter)
    {
        if (Key is null || filter.Condition > Condition.LtEq || filter.Condition == Condition.Neq) return null;
        if (KeyOf(Parse(filter.Value)) is not { } key) return null;
        return filter.Condition switch
        {
            Condition.Gt => (key + 1, long.MaxValue),
            Condition.GtEq => (key, long.MaxValue),
            Condition.Lt => (long.MinValue, key - 1),
            Condition.LtEq => (long.MinValue, key),
            _ => (key, key),
        };
    }

    protected abstract TValue Parse(string text);

    protected abstract string Text(TValue value);

    /// <summary>The value as the index counts, or null when it falls between two keys.</summary>
    protected abstract long? KeyOf(TValue value);
}

/// <summary>A number. MySQL reads the longest number a text begins with, and 0 from anything else.</summary>
internal sealed partial class NumberField<T>(Func<T, decimal?> read) : OrderedField<T, decimal>(read)
    where T : class, IShopEntity
{
    protected override decimal Parse(string text)
    {
        var number = NumberPrefix.Match(text.AsSpan().TrimStart().ToString());
        return number.Success && decimal.TryParse(number.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0m;
    }

    protected override string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    protected override long? KeyOf(decimal value) => value == decimal.Truncate(value) && Math.Abs(value) < int.MaxValue ? (long)value : null;

    private static readonly Regex NumberPrefix = new(@"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", RegexOptions.CultureInvariant);
}

/// <summary>A UTC instant. What MySQL can't read as a date and time without a zone (a trailing Z, say) is an internal error.</summary>
internal sealed class DateField<T>(Func<T, DateTime?> read) : OrderedField<T, DateTime>(read)
    where T : class, IShopEntity
{
    private static readonly string[] Formats =
    [
        "yyyy-M-d H:m:s.FFFFFF", "yyyy-M-d H:m", "yyyy-M-d", "yyyy-M-d'T'H:m:s.FFFFFF", "yyyy-M-d'T'H:m",
    ];

    protected override DateTime Parse(string text) =>
        DateTime.TryParseExact(
            text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw MagentoException.Internal();

    protected override string Text(DateTime value) => value.ToString(MagentoJson.DateFormat, CultureInfo.InvariantCulture);

    protected override long? KeyOf(DateTime value) => value.Ticks;
}

/// <summary>A text, compared without regard to case, as MySQL's usual collations do.</summary>
internal sealed class TextField<T>(Func<T, string?> read) : Field<T>
    where T : class, IShopEntity
{
    private static readonly StringComparer Collation = StringComparer.OrdinalIgnoreCase;

    public override IComparer<T> Comparer { get; } = Comparer<T>.Create((a, b) => Collation.Compare(read(a), read(b)));

    public override Func<T, bool> Predicate(Filter filter)
    {
        var wanted = filter.Value;
        switch (filter.Condition)
        {
            case Condition.Null:
                return e => read(e) is null;
            case Condition.NotNull:
                return e => read(e) is not null;
            case Condition.In:
                var any = ListOf(wanted).ToHashSet(Collation);
                return e => read(e) is { } v && any.Contains(v);
            case Condition.Nin:
                var none = ListOf(wanted).ToHashSet(Collation);
                return e => read(e) is { } v && !none.Contains(v);
            case Condition.Like:
                var like = LikePattern(wanted);
                return e => read(e) is { } v && like(v);
            case Condition.Nlike:
                var unlike = LikePattern(wanted);
                return e => read(e) is { } v && !unlike(v);
            case Condition.FinSet:
                return e => read(e) is { } v && ListOf(v).Contains(wanted, Collation);
            case Condition.NFinSet:
                return e => read(e) is { } v && !ListOf(v).Contains(wanted, Collation);
            case Condition.Neq:
                return e => read(e) is { } v && !Collation.Equals(v, wanted);
            case Condition.Gt:
                return e => read(e) is { } v && Collation.Compare(v, wanted) > 0;
            case Condition.GtEq:
                return e => read(e) is { } v && Collation.Compare(v, wanted) >= 0;
            case Condition.Lt:
                return e => read(e) is { } v && Collation.Compare(v, wanted) < 0;
            case Condition.LtEq:
                return e => read(e) is { } v && Collation.Compare(v, wanted) <= 0;
            default:
                return e => Collation.Equals(read(e), wanted);
        }
    }
}

/// <summary>A set of ids, such as a product's categories: eq and in hold when any member is asked for, neq and nin when none is.</summary>
internal sealed class IdSetField<T>(Func<T, IEnumerable<int>> read) : Field<T>
    where T : class, IShopEntity
{
    public override IComparer<T> Comparer { get; } = Comparer<T>.Create((a, b) => read(a).FirstOrDefault().CompareTo(read(b).FirstOrDefault()));

    public override Func<T, bool> Predicate(Filter filter)
    {
        var wanted = ListOf(filter.Value).Select(v => int.TryParse(v, CultureInfo.InvariantCulture, out var id) ? id : 0).ToHashSet();
        return filter.Condition switch
        {
            Condition.Eq or Condition.In or Condition.FinSet => e => read(e).Any(wanted.Contains),
            Condition.Neq or Condition.Nin or Condition.NFinSet => e => !read(e).Any(wanted.Contains),
            Condition.Null => e => !read(e).Any(),
            Condition.NotNull => e => read(e).Any(),
            _ => throw MagentoException.Internal(),
        };
    }
}
