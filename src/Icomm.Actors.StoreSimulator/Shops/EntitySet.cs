namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// An immutable set of entities with sorted indexes: requests read one without a lock while a change builds the next.
/// An index is an array of references sorted by (key, id), so a range is found by two binary searches.
/// </summary>
internal sealed class EntitySet<T>
    where T : class, IShopEntity
{
    private readonly T[] _byId;
    private T[]? _byCreated;
    private T[]? _byUpdated;

    private EntitySet(T[] byId) => _byId = byId;

    public static EntitySet<T> Empty { get; } = new([]);

    public int Count => _byId.Length;

    public IReadOnlyList<T> All => _byId;

    public static EntitySet<T> From(IEnumerable<T> entities)
    {
        var byId = entities.ToArray();
        Array.Sort(byId, EntityKey.Comparer<T>(EntityKey.Id));
        for (var i = 1; i < byId.Length; i++)
        {
            if (byId[i].Id == byId[i - 1].Id) throw new ArgumentException($"Two of {typeof(T).Name} have the id {byId[i].Id}.", nameof(entities));
        }

        return new EntitySet<T>(byId);
    }

    public T? Find(int id)
    {
        var at = LowerBound(_byId, EntityKey.Id, id);
        return at < _byId.Length && _byId[at].Id == id ? _byId[at] : null;
    }

    /// <summary>Positions [from, to) of an index, without copying.</summary>
    public ArraySegment<T> Segment(EntityKey key, int from, int to) => new(Sorted(key), from, to - from);

    /// <summary>The positions [from, to) of the index whose key lies in [low, high].</summary>
    public (int From, int To) Range(EntityKey key, long low, long high)
    {
        if (high < low) return (0, 0);
        var sorted = Sorted(key);
        var to = high == long.MaxValue ? sorted.Length : LowerBound(sorted, key, high + 1);
        return (LowerBound(sorted, key, low), to);
    }

    /// <summary>The set with these entities added, or put in the place of those with the same id.</summary>
    public EntitySet<T> With(IReadOnlyCollection<T> changed)
    {
        if (changed.Count == 0) return this;
        if (changed.DistinctBy(e => e.Id).Count() != changed.Count) throw new ArgumentException("An entity is given twice.", nameof(changed));
        T[] replaced = [.. changed.Select(e => Find(e.Id)).OfType<T>()];
        var created = Volatile.Read(ref _byCreated);
        var updated = Volatile.Read(ref _byUpdated);
        return new EntitySet<T>(Merge(_byId, EntityKey.Id, replaced, changed))
        {
            _byCreated = created is null ? null : Merge(created, EntityKey.CreatedAt, replaced, changed),
            _byUpdated = updated is null ? null : Merge(updated, EntityKey.UpdatedAt, replaced, changed),
        };
    }

    /// <summary>The index without what is replaced and with what is new: whole runs between the changes are copied at once.</summary>
    private static T[] Merge(T[] old, EntityKey key, T[] replaced, IReadOnlyCollection<T> changed)
    {
        var comparer = EntityKey.Comparer<T>(key);
        var gone = (T[])replaced.Clone();
        var fresh = changed.ToArray();
        Array.Sort(gone, comparer);
        Array.Sort(fresh, comparer);
        var merged = new T[old.Length - gone.Length + fresh.Length];
        int read = 0, written = 0, i = 0, j = 0;
        while (i < gone.Length || j < fresh.Length)
        {
            var goneAt = i < gone.Length ? Position(old, gone[i], comparer) : int.MaxValue;
            var freshAt = j < fresh.Length ? Position(old, fresh[j], comparer) : int.MaxValue;
            CopyUpTo(Math.Min(goneAt, freshAt));
            if (goneAt <= freshAt)
            {
                read = goneAt + 1;
                i++;
            }
            else
            {
                merged[written++] = fresh[j++];
            }
        }

        CopyUpTo(old.Length);
        return merged;

        void CopyUpTo(int end)
        {
            if (end <= read) return;
            Array.Copy(old, read, merged, written, end - read);
            written += end - read;
            read = end;
        }
    }

    private static int Position(T[] sorted, T entity, IComparer<T> comparer)
    {
        var at = Array.BinarySearch(sorted, entity, comparer);
        return at >= 0 ? at : ~at;
    }

    private static int LowerBound(T[] sorted, EntityKey key, long value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (key.Of(sorted[middle]) < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private T[] Sorted(EntityKey key)
    {
        if (key == EntityKey.Id) return _byId;
        ref var slot = ref key == EntityKey.CreatedAt ? ref _byCreated : ref _byUpdated;
        var sorted = Volatile.Read(ref slot);
        if (sorted is not null) return sorted;
        sorted = (T[])_byId.Clone();
        Array.Sort(sorted, EntityKey.Comparer<T>(key));
        return Interlocked.CompareExchange(ref slot, sorted, null) ?? sorted;
    }
}
