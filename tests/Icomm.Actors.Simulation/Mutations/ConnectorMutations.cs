using Icomm.Actors.Connectors;
using Icomm.Actors.Embedded;
using Icomm.Actors.Simulation.Plans;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>The first order of a page that isn't the first gets lost, as with paging by number while records move.</summary>
internal sealed record SkipsAtTheSeam : Mutation
{
    public override IStoreConnector WrapConnector(IStoreConnector connector, SeededWorld world) => new StoreConnectorWrapper(
        connector, static (request, page) => request.PageToken is null || page.Orders.IsEmpty ? page : page with { Orders = page.Orders.RemoveAt(0) });
}

/// <summary>An order comes under a second id now and then: it is counted twice.</summary>
internal sealed record CountsAnOrderTwice : Mutation
{
    public override IStoreConnector WrapConnector(IStoreConnector connector, SeededWorld world) => new StoreConnectorWrapper(connector, (_, page) =>
        page.Orders.IsEmpty || !world.Random.Chance(0.3) ? page : page with { Orders = page.Orders.Add(page.Orders[0] with { OrderId = page.Orders[0].OrderId + "'" }) });
}

/// <summary>An order is taken for somebody else's.</summary>
internal sealed record MixesUpCustomers : Mutation
{
    public override IStoreConnector WrapConnector(IStoreConnector connector, SeededWorld world) => new StoreConnectorWrapper(connector, static (_, page) =>
        page.Orders.Length < 2 ? page : page with { Orders = page.Orders.SetItem(0, page.Orders[0] with { Customer = page.Orders[1].Customer }) });
}

/// <summary>A run begins exactly where the last one ended: what was committed late is never seen.</summary>
internal sealed record LooksNotBack : Mutation
{
    public override TimeSpan? Lookback => TimeSpan.Zero;
}

/// <summary>Stamps are cut to the hour: a newer version looks like an older reading.</summary>
internal sealed record ForgetsVersions : Mutation
{
    public override SimulationPlan Adjust(SimulationPlan plan) => plan with { Faults = plan.Faults with { ShopLies = 0.4 } };

    public override IStoreConnector WrapConnector(IStoreConnector connector, SeededWorld world) => new StoreConnectorWrapper(connector, static (_, page) =>
        page with { Orders = [.. page.Orders.Select(order => order with { UpdatedAt = order.PlacedAt, ReadAt = order.PlacedAt })] });
}
