using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>One version of one record of a shop.</summary>
/// <param name="Id">The store's id, unique within the resource.</param>
/// <param name="UpdatedAt">The version's stamp, in the store's resolution of whole seconds.</param>
/// <param name="CommittedAt">When readers see it: at or after its stamp, as with transactions that take a while.</param>
/// <param name="Content">A <see cref="StoreOrder"/>, <see cref="StoreCustomer"/>, <see cref="CatalogueItem"/> or <see cref="UnreadableRecord"/>.</param>
public sealed record ShopRecord(StoreResource Resource, string Id, DateTimeOffset UpdatedAt, DateTimeOffset CommittedAt, object Content)
{
    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{Resource} {Id} of {UpdatedAt:HH:mm:ss}";
}
