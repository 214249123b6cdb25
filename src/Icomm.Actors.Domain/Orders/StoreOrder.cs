using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Domain.Orders;

/// <summary>One order as a store gave it, translated by its connector into the platform-neutral words of the domain.</summary>
public sealed record StoreOrder
{
    /// <summary>The store's own immutable id of the order, 1 to 200 characters. Together with the integration it identifies the order.</summary>
    public required string OrderId { get; init; }

    /// <summary>The number a merchant and a customer see; null when the platform has none.</summary>
    public string? Number { get; init; }

    /// <summary>When the order was placed, UTC. Decides the windows it falls in.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When the store last changed the order, UTC, in the store's own resolution. First part of its version.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When this reading was taken from the store, UTC. Breaks ties between two contents with the same <see cref="UpdatedAt"/>.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required CustomerReference Customer { get; init; }

    /// <summary>Whether the order counts as a purchase, as its platform's states say (or the integration's override).</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The platform's own state, verbatim (<c>processing</c>, <c>invoiced</c>, <c>APROBADA</c>).</summary>
    public required string State { get; init; }

    /// <summary>ISO 4217 code of every amount of this order.</summary>
    public required string Currency { get; init; }

    /// <summary>Grand total with taxes, shipping and discounts, in major units of <see cref="Currency"/>.</summary>
    public required Money Total { get; init; }

    /// <summary>What has been given back so far, in major units, zero or more. An order with a total above zero that is wholly refunded is no purchase.</summary>
    public Money Refunded { get; init; }

    public ImmutableArray<OrderLine> Lines { get; init; } = [];

    /// <summary>Discount codes the customer applied, as typed, distinct, in the order given.</summary>
    public ImmutableArray<string> Coupons { get; init; } = [];
}
