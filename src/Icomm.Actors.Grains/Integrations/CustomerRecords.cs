using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>What a page says of one customer: mostly one order.</summary>
internal sealed class CustomerRecords
{
    public ImmutableArray<StoreOrder> Orders { get; private set; } = [];

    public ImmutableArray<StoreCustomer> Customers { get; private set; } = [];

    public void Add(StoreOrder order) => Orders = Orders.Add(order);

    public void Add(StoreCustomer customer) => Customers = Customers.Add(customer);
}
