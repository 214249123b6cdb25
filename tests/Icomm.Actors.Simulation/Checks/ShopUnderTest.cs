using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Simulation.Plans;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Simulation.Checks;

/// <summary>A shop with its integration, and what of it has to have arrived once all of its history has been read.</summary>
internal sealed class ShopUnderTest(IntegrationKey key, string name, FakeShop shop, DateTimeOffset startsAt)
{
    public IntegrationKey Key => key;

    public string Name => name;

    public FakeShop Shop => shop;

    public DateTimeOffset StartsAt => startsAt;

    /// <summary>The orders as their profiles must hold them: in their last version, with what the catalogue adds to their lines.</summary>
    public IEnumerable<StoreOrder> Orders
    {
        get
        {
            var catalogue = Last(StoreResource.Catalogue).Select(record => (CatalogueItem)record.Content).ToDictionary(item => item.ProductId);
            return Last(StoreResource.Orders).Select(record => record.Content).OfType<StoreOrder>().Where(order => !IsRejected(order)).Select(order => order with { Lines = [.. order.Lines.Select(Enriched)] });

            OrderLine Enriched(OrderLine line) => !catalogue.TryGetValue(line.ProductId, out var item) ? line : line with
            {
                Brand = line.Brand ?? item.Brand,
                Categories = line.Categories.IsEmpty ? item.Categories : line.Categories,
            };
        }
    }

    public IEnumerable<StoreCustomer> Accounts => Last(StoreResource.Customers).Select(record => record.Content).OfType<StoreCustomer>();

    /// <summary>No more records than this can be new. An account that comes in two versions on its profile's first page counts as two, since accounts have no count of their own.</summary>
    public int MostNew => Last(StoreResource.Orders).Count() + Last(StoreResource.Catalogue).Count() + shop.CountVersions(StoreResource.Customers);

    /// <summary>Ids of what can't be read or used; sorted.</summary>
    public IEnumerable<string?> RejectedIds => Enum.GetValues<StoreResource>().SelectMany(Last)
        .Where(record => record.Content is UnreadableRecord || (record.Content is StoreOrder order && IsRejected(order)))
        .Select(record => record.Id)
        .Order(StringComparer.Ordinal);

    public CustomerIdentity? IdentityOf(CustomerReference reference) => CustomerIdentity.TryCreate(key.IntegrationId, reference, out var identity) ? identity : null;

    private bool IsRejected(StoreOrder order) => IdentityOf(order.Customer) is null || order.Currency == ShopHistory.Unusable;

    private IEnumerable<ShopRecord> Last(StoreResource resource) => shop.AsOf(resource, DateTimeOffset.MaxValue).Where(record => resource != StoreResource.Orders || IsSinceStart(record));

    private bool IsSinceStart(ShopRecord record) => record.UpdatedAt >= startsAt && !(record.Content is StoreOrder order && order.PlacedAt < startsAt);
}
