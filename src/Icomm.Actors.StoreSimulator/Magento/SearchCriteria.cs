using System.Text;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>Filters are ORed inside a group, groups are ANDed.</summary>
/// <param name="PageSize">0 for all rows.</param>
/// <param name="CurrentPage">As given; anything below 1 works like 1.</param>
internal sealed record SearchCriteria(
    IReadOnlyList<IReadOnlyList<Filter>> Groups, IReadOnlyList<SortOrder> Sorts, int PageSize, int? CurrentPage)
{
    public int Page => Math.Max(1, CurrentPage ?? 1);

    /// <summary>The same text for the same rows in the same order, whatever the page.</summary>
    public string SelectionKey()
    {
        var key = new StringBuilder();
        foreach (var group in Groups)
        {
            key.Append('[');
            foreach (var f in group) key.Append(f.Field).Append('\u0001').Append((int)f.Condition).Append('\u0001').Append(f.Value).Append('\u0002');
        }

        foreach (var sort in Sorts) key.Append('^').Append(sort.Field).Append(sort.Descending ? '-' : '+');
        return key.ToString();
    }
}
