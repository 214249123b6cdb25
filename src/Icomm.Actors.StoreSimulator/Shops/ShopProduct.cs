using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>A product of the catalogue.</summary>
public sealed record ShopProduct : IShopEntity
{
    public required int Id { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; init; }

    /// <summary>In the first website's base currency.</summary>
    public required Amount Price { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    /// <summary>Leaf categories first, then their parents, without the two root levels.</summary>
    public ImmutableArray<int> CategoryIds { get; init; } = [];

    /// <summary>An option of the brand attribute; null when the product has no brand.</summary>
    public int? BrandOptionId { get; init; }

    /// <summary>The variants' ids of a configurable product; empty for a simple one.</summary>
    public ImmutableArray<int> VariantIds { get; init; } = [];

    public bool IsConfigurable => !VariantIds.IsEmpty;

    /// <summary>A variant of a configurable product is not shown on its own.</summary>
    public bool IsVariant { get; init; }

    public bool Enabled { get; init; } = true;
}
