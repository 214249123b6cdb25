using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Support;

/// <summary>One generated shop for the tests that only read.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    public static readonly DateTime End = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public SimulatedShop Shop { get; private set; } = null!;

    internal MagentoClient Client { get; private set; } = null!;

    public static GeneratedSource Source(int orders = 700) => new()
    {
        Seed = 11, Orders = orders, Customers = 180, Products = 60, Days = 200, End = End, Currencies = ["USD", "UYU"],
    };

    public async Task InitializeAsync()
    {
        Shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = Source() });
        Client = await MagentoClient.LoginAsync(Shop);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Shop.DisposeAsync();
    }
}
