using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

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
