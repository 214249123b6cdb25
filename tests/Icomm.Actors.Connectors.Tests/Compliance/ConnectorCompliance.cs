using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>
/// What every connector must do, over real HTTP against a shop that misbehaves. A platform runs the suite by deriving from it.
/// The suite is split by subject; this part holds the shop and the ways to read it.
/// </summary>
public abstract partial class ConnectorCompliance(StoreUnderTest store) : IAsyncLifetime
{
    private static readonly DateTime End = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>Everything that the shop held when it opened.</summary>
    protected static readonly TimeInterval Everything = new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(End, TimeSpan.Zero));

    private ConnectorHarness _harness = null!;

    protected StoreUnderTest Store => store;

    protected SimulatedShop Shop { get; private set; } = null!;

    protected IStoreConnector Connector => _harness.Registry.Get(store.StoreType);

    protected StoreConnection Connection => store.Connect(Shop);

    public async Task InitializeAsync()
    {
        _harness = new ConnectorHarness();
        Shop = await OpenAsync(orders: 157);
    }

    public async Task DisposeAsync()
    {
        await Shop.DisposeAsync();
        await _harness.DisposeAsync();
    }

    /// <summary>Another shop than the suite's own.</summary>
    protected Task<SimulatedShop> OpenAsync(int orders, TimeProvider? clock = null, int customers = 40) => SimulatedShop.StartAsync(store.Simulate(new SimulatorOptions
    {
        Source = new GeneratedSource { Orders = orders, Customers = customers, Products = 25, End = End },
        Clock = clock ?? TimeProvider.System,
    }));

    /// <param name="zone">IANA id of the zone that the shop keeps its dates in; null for the platform's usual one.</param>
    private Task<SimulatedShop> OpenAsync(GeneratedSource source, string? zone = null)
    {
        var options = store.Simulate(new SimulatorOptions { Source = source });
        return SimulatedShop.StartAsync(zone is null ? options : store.SimulateIn(zone, options));
    }

    protected Task<List<StorePage>> ReadOrdersAsync(int pageSize, TimeInterval? window = null, string? from = null, Action<int>? afterPage = null) =>
        Connector.ReadAllAsync(Connection, StoreResource.Orders, window ?? Everything, pageSize, from, afterPage);

    protected async Task<StoreException> FailAsync(StoreConnection? connection = null, StoreResource resource = StoreResource.Orders, int pageSize = 50) =>
        await Assert.ThrowsAsync<StoreException>(() => Connector.ReadAllAsync(connection ?? Connection, resource, Everything, pageSize));

    /// <summary>Whether the platform has this to be read. What it hasn't is not offered, and asking for it is a programming error.</summary>
    protected async Task<bool> OffersAsync(StoreResource resource)
    {
        if (Connector.ResourcesOf(Connection).Contains(resource))
            return true;
        Assert.DoesNotContain(resource, Connector.Description.Resources);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Connector.ReadAllAsync(Connection, resource, Everything, 10));
        Assert.Equal(0, Shop.Statistics.Requests);
        return false;
    }

    /// <summary>Nothing is missing, and every order is as the shop has it.</summary>
    protected void CheckComplete(IEnumerable<ShopOrder> expected, IEnumerable<StorePage> pages)
    {
        var read = pages.SelectMany(page => page.Orders).ToLookup(order => order.OrderId);
        foreach (var order in expected)
        {
            Assert.True(read.Contains($"{order.Id}"), $"order {order.Id} was lost");
            SameOrder.Check(store.Shown(order), read[$"{order.Id}"].Last());
        }
    }

    /// <summary>What can be seen of a failure holds no secret and no person.</summary>
    protected void CheckDiscreet(StoreException failure)
    {
        for (Exception? each = failure; each is not null; each = each.InnerException)
        {
            Assert.DoesNotContain(Shop.Password, each.ToString());
            Assert.DoesNotContain("@shop.example", each.ToString());
        }

        Assert.NotEmpty(failure.Problem.Message.En);
        Assert.NotEmpty(failure.Problem.Remedy.En);
    }
}
