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
