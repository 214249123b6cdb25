namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One row of an order. A configurable product has two: the priced parent and the unpriced variant under it.</summary>
public sealed record ShopOrderLine
{
    public required int Id { get; init; }

    /// <summary>The row of the configurable parent; 0 for a row that stands for itself.</summary>
    public int ParentLineId { get; init; }

    public required ShopProduct Product { get; init; }

    /// <summary>As bought: a configurable parent's row carries its variant's.</summary>
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required int Ordered { get; init; }

    public int Refunded { get; init; }

    public int Canceled { get; init; }

    /// <summary>A unit's price, base currency.</summary>
    public required Amount Price { get; init; }

    /// <summary>Taken off the whole row; zero or positive, base currency.</summary>
    public Amount Discount { get; init; }

    public Amount AmountRefunded { get; init; }

    public Amount RowTotal => Price * Ordered;

    public bool IsVariant => ParentLineId != 0;
}
