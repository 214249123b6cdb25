using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Orders;

/// <summary>One product on an order.</summary>
public sealed record OrderLine
{
    /// <summary>The store's id of the product (not of the variant). Products of two integrations never coincide.</summary>
    public required string ProductId { get; init; }

    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Units that were bought and neither cancelled nor given back, zero or more; fractional where a shop sells by weight. A line of which nothing is left
    /// contributes no product, category or brand to the profile, as a refund lowers everything.
    /// </summary>
    public required Quantity Units { get; init; }

    /// <summary>Brand name, null when unknown.</summary>
    public string? Brand { get; init; }

    /// <summary>Categories of the product, from general to specific; empty when unknown.</summary>
    public ImmutableArray<NamedId> Categories { get; init; } = [];
}
