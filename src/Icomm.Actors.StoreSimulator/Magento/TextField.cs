using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

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
