using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>One purchase as the omnichannel files tell it: as much of it as a profile keeps (ICOMMKT's omnichannel guide; facts §1.7).</summary>
public sealed record OmnichannelOrder
{
    /// <summary>At most 50 characters; longer ones are cut.</summary>
    public required string OrderNumber { get; init; }

    /// <summary>The shop or branch. At most 30 characters; longer ones are cut.</summary>
    public required string StoreCode { get; init; }

    /// <summary>The same as the customer's in the CUSTOMERS file. At most 50 characters; longer ones are cut.</summary>
    public required string UserId { get; init; }

    /// <summary>The day of the purchase in the database's time zone.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Units bought, net of what was cancelled or given back.</summary>
    public required Quantity Units { get; init; }

    /// <summary>Distinct products.</summary>
    public required int DistinctProducts { get; init; }

    /// <summary>Grand total less refunds, taxes included, in the database's currency.</summary>
    public required Money NetAmount { get; init; }

    public ImmutableArray<OmnichannelProduct> Products { get; init; } = [];

    /// <summary>Categories of the order's products. Profiles keep them for the order, not for each product.</summary>
    public ImmutableArray<NamedId> Categories { get; init; } = [];

    /// <summary>Never prints the person.</summary>
    public override string ToString() => nameof(OmnichannelOrder);
}

/// <summary>A product of an order.</summary>
/// <param name="Id">The shop's id of it.</param>
public sealed record OmnichannelProduct(string Id, string Name, string? Brand = null);
