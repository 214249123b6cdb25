using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>One version of an order; a change makes a new version. Amounts are in the website's base currency, instants in UTC.</summary>
public sealed record ShopOrder : IShopEntity
{
    public required int Id { get; init; }

    /// <summary>What the buyer sees (Magento's increment_id).</summary>
    public required string Number { get; init; }

    public required StoreView View { get; init; }

    public required OrderState State { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    public required ShopCustomer Customer { get; init; }

    public string? CouponCode { get; init; }

    /// <summary>ISO 4217; differs from the base currency when the buyer switched.</summary>
    public required string OrderCurrency { get; init; }

    /// <summary>Order currency units for one base currency unit.</summary>
    public decimal Rate { get; init; } = 1m;

    public required Amount Subtotal { get; init; }

    /// <summary>Zero or negative.</summary>
    public Amount Discount { get; init; }

    public Amount Shipping { get; init; }

    public Amount Tax { get; init; }

    /// <summary>Two decimals.</summary>
    public required Amount GrandTotal { get; init; }

    /// <summary>Two decimals, at most the grand total.</summary>
    public Amount TotalRefunded { get; init; }

    public required string PaymentMethod { get; init; }

    public required ImmutableArray<ShopOrderLine> Lines { get; init; }

    public bool IsPaid => State is OrderState.Processing or OrderState.Complete or OrderState.Closed;
}
