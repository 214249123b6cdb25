namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>What a set is indexed by, as a number: the id, or the ticks of an instant.</summary>
internal sealed class EntityKey
{
    public static readonly EntityKey Id = new(e => e.Id);
    public static readonly EntityKey CreatedAt = new(e => e.CreatedAt.Ticks);
    public static readonly EntityKey UpdatedAt = new(e => e.UpdatedAt.Ticks);

    private readonly Func<IShopEntity, long> _of;

    private EntityKey(Func<IShopEntity, long> of) => _of = of;

    public static IReadOnlyList<EntityKey> All { get; } = [Id, CreatedAt, UpdatedAt];

    public static IComparer<T> Comparer<T>(EntityKey key)
        where T : class, IShopEntity =>
        System.Collections.Generic.Comparer<T>.Create((a, b) =>
        {
            var byKey = key.Of(a).CompareTo(key.Of(b));
            return byKey != 0 ? byKey : a.Id.CompareTo(b.Id);
        });

    public long Of(IShopEntity entity) => _of(entity);
}
