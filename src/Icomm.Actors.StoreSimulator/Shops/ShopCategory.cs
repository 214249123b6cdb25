namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A node of the category tree. Level 0 is the tree's root, level 1 the store's root.</summary>
public sealed record ShopCategory : IShopEntity
{
    public required int Id { get; init; }

    /// <summary>0 for the root.</summary>
    public required int ParentId { get; init; }

    public required string Name { get; init; }

    public required int Level { get; init; }

    public required int Position { get; init; }

    public int ProductCount { get; init; }

    /// <summary>Ids from the root to this node, with slashes.</summary>
    public required string Path { get; init; }

    public bool IsActive { get; init; } = true;

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }
}
