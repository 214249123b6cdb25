using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Catalogue;

/// <summary>What a store's catalogue says of a product. Order lines that lack a brand or categories take them from here.</summary>
public sealed record CatalogueItem
{
    /// <summary>The id that order lines use.</summary>
    public required string ProductId { get; init; }

    public required string Name { get; init; }

    public string? Brand { get; init; }

    /// <summary>From general to specific.</summary>
    public ImmutableArray<NamedId> Categories { get; init; } = [];

    public required DateTimeOffset UpdatedAt { get; init; }
}
