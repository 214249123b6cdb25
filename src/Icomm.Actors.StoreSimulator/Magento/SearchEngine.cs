using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>One page of rows, and how many there are in all.</summary>
internal readonly record struct SearchPage<T>(ArraySegment<T> Items, int TotalCount);

/// <summary>
/// Answers searchCriteria over a set. A range on an indexed column is found by binary search; when the index also gives the order, a page is a slice
/// of it. Everything else is filtered and sorted once, and kept for the pages that follow.
/// </summary>
internal sealed class SearchEngine<T>(Columns<T> columns, MagentoOptions options)
    where T : class, IShopEntity
{
    private const int KeptSelections = 8;

    private readonly Lock _gate = new();
    private readonly LinkedList<Selection> _kept = new();

    public SearchPage<T> Find(EntitySet<T> set, SearchCriteria criteria)
    {
        var rows = Select(set, criteria);
        var size = criteria.PageSize == 0 ? Math.Max(1, rows.Count) : criteria.PageSize;
        var pages = Math.Max(1, (rows.Count + size - 1) / size);
        var page = criteria.Page;
        if (page > pages)
        {
            if (options.EmptyPagePastEnd) return new SearchPage<T>(ArraySegment<T>.Empty, rows.Count);
            page = pages;
        }

        var first = (int)Math.Min((long)(page - 1) * size, rows.Count);
        var count = Math.Min(size, rows.Count - first);
        if (!options.UnstableUnsorted || criteria.Sorts.Count > 0 || page % 2 == 1) return new SearchPage<T>(rows.Slice(first, count), rows.Count);
        var reversed = rows.Slice(rows.Count - first - count, count).Reverse().ToArray();
        return new SearchPage<T>(reversed, rows.Count);
    }

    private static bool IsOrderedBy(Columns<T> columns, EntityKey key, IReadOnlyList<SortOrder> sorts)
    {
        if (sorts.Count == 0) return key == EntityKey.Id;
        if (columns[sorts[0].Field].Key != key) return false;
        return sorts.Skip(1).All(s => columns[s.Field].Key == EntityKey.Id && s.Descending == sorts[0].Descending);
    }

    private ArraySegment<T> Select(EntitySet<T> set, SearchCriteria criteria)
    {
        var (key, from, to, used) = NarrowestRange(set, criteria);
        var descending = criteria.Sorts.Count > 0 && criteria.Sorts[0].Descending;
        var rest = criteria.Groups.Where((_, i) => !used.Contains(i)).ToArray();
        var ordered = IsOrderedBy(columns, key, criteria.Sorts);
        if (rest.Length == 0 && ordered && !descending) return set.Segment(key, from, to);

        var selectionKey = criteria.SelectionKey();
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Set != set || node.Value.Key != selectionKey) continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Rows;
            }
        }

        var rows = Filter(set.Segment(key, from, to), rest);
        if (ordered && descending) Array.Reverse(rows);
        else if (!ordered) Array.Sort(rows, Order(criteria.Sorts));
        lock (_gate)
        {
            // Selections over an older moment of the shop can't be asked for again.
            for (var node = _kept.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Set != set) _kept.Remove(node);
                node = next;
            }

            _kept.AddFirst(new Selection(set, selectionKey, rows));
            if (_kept.Count > KeptSelections) _kept.RemoveLast();
        }

        return rows;
    }

    private (EntityKey Key, int From, int To, HashSet<int> UsedGroups) NarrowestRange(EntitySet<T> set, SearchCriteria criteria)
    {
        var ranges = EntityKey.All.ToDictionary(k => k, _ => (Low: long.MinValue, High: long.MaxValue, Groups: new HashSet<int>()));
        for (var i = 0; i < criteria.Groups.Count; i++)
        {
            // Unknown columns and unreadable dates are errors even where an index would make the filter needless.
            if (criteria.Groups[i] is not [var only] || columns[only.Field].RangeOf(only) is not { } range) continue;
            var key = columns[only.Field].Key!;
            var (low, high, groups) = ranges[key];
            groups.Add(i);
            ranges[key] = (Math.Max(low, range.Low), Math.Min(high, range.High), groups);
        }

        (EntityKey Key, int From, int To, HashSet<int> Used)? best = null;
        foreach (var (key, (low, high, groups)) in ranges)
        {
            var ordered = IsOrderedBy(columns, key, criteria.Sorts);
            if (groups.Count == 0 && !ordered && key != EntityKey.Id) continue;
            var (from, to) = groups.Count == 0 ? (0, set.Count) : set.Range(key, low, high);
            var better = best is null || to - from < best.Value.To - best.Value.From || (to - from == best.Value.To - best.Value.From && ordered);
            if (better) best = (key, from, to, groups);
        }

        return best!.Value;
    }

    private T[] Filter(ArraySegment<T> rows, IReadOnlyList<IReadOnlyList<Filter>> groups)
    {
        var tests = groups.Select(g => g.Select(f => columns[f.Field].Predicate(f)).ToArray()).ToArray();
        var found = new List<T>();
        foreach (var row in rows)
        {
            if (Array.TrueForAll(tests, any => Array.Exists(any, test => test(row)))) found.Add(row);
        }

        return [.. found];
    }

    private Comparer<T> Order(IReadOnlyList<SortOrder> sorts)
    {
        var keys = sorts.Select(s => (columns[s.Field].Comparer, Sign: s.Descending ? -1 : 1)).ToArray();
        return Comparer<T>.Create((a, b) =>
        {
            foreach (var (comparer, sign) in keys)
            {
                var compared = comparer.Compare(a, b) * sign;
                if (compared != 0) return compared;
            }

            return a.Id.CompareTo(b.Id);
        });
    }

    private sealed record Selection(EntitySet<T> Set, string Key, ArraySegment<T> Rows);
}
