using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

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
