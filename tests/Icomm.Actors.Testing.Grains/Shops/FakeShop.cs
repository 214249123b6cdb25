using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>A shop with its whole history: what it held can be asked for any instant, so a reader's snapshot may be late, and time alone changes the shop.</summary>
public sealed class FakeShop
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StoreResource, SortedDictionary<string, List<ShopRecord>>> _records = new()
    {
        [StoreResource.Catalogue] = new(StringComparer.Ordinal),
        [StoreResource.Customers] = new(StringComparer.Ordinal),
        [StoreResource.Orders] = new(StringComparer.Ordinal),
    };

    /// <summary>The instant of the last change.</summary>
    public DateTimeOffset LastChangeAt { get; private set; }

    public void Put(StoreOrder order, DateTimeOffset? committedAt = null) => Put(StoreResource.Orders, order.OrderId, order.UpdatedAt, committedAt, order);

    public void Put(string id, StoreCustomer customer, DateTimeOffset? committedAt = null) => Put(StoreResource.Customers, id, customer.UpdatedAt, committedAt, customer);

    public void Put(CatalogueItem item, DateTimeOffset? committedAt = null) => Put(StoreResource.Catalogue, item.ProductId, item.UpdatedAt, committedAt, item);

    /// <summary>A record that no reader will ever understand.</summary>
    public void PutUnreadable(StoreResource resource, string id, UnreadableRecord record, DateTimeOffset updatedAt) => Put(resource, id, updatedAt, null, record);

    /// <summary>What a reader sees at an instant, each record in its version of then.</summary>
    public ImmutableArray<ShopRecord> AsOf(StoreResource resource, DateTimeOffset instant)
    {
        lock (_gate)
            return [.. _records[resource].Values.Select(versions => VersionAt(versions, instant)).OfType<ShopRecord>()];
    }

    /// <summary>The version before the one a reader sees at an instant, if its stamp is older; null when there is none.</summary>
    public ShopRecord? Before(ShopRecord record)
    {
        lock (_gate)
            return _records[record.Resource][record.Id].LastOrDefault(version => version.CommittedAt < record.CommittedAt && version.UpdatedAt < record.UpdatedAt);
    }

    /// <summary>How many versions the records of a resource have, all together.</summary>
    public int CountVersions(StoreResource resource)
    {
        lock (_gate)
            return _records[resource].Values.Sum(versions => versions.Count);
    }

    private static ShopRecord? VersionAt(List<ShopRecord> versions, DateTimeOffset instant)
    {
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            if (versions[i].CommittedAt <= instant)
                return versions[i];
        }

        return null;
    }

    private void Put(StoreResource resource, string id, DateTimeOffset updatedAt, DateTimeOffset? committedAt, object content)
    {
        var record = new ShopRecord(resource, id, updatedAt, committedAt ?? updatedAt, content);
        lock (_gate)
        {
            if (!_records[resource].TryGetValue(id, out var versions))
                _records[resource].Add(id, versions = []);
            if (versions.Count > 0 && (versions[^1].CommittedAt > record.CommittedAt || versions[^1].UpdatedAt > record.UpdatedAt))
                throw new ArgumentException($"{record} is older than {versions[^1]}: a shop's history goes forward only.", nameof(updatedAt));
            versions.Add(record);
            if (record.CommittedAt > LastChangeAt)
                LastChangeAt = record.CommittedAt;
        }
    }
}
