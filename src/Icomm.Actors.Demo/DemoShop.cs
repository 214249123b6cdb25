using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Demo;

/// <summary>The simulated shop, and how an integration is connected to it.</summary>
internal sealed class DemoShop : IAsyncDisposable
{
    /// <summary>The day after the UCI file ends.</summary>
    private static readonly DateOnly EndOfUciFile = new(2011, 12, 10);

    private const int OrdersPerCustomer = 4;

    private readonly SimulatedShop _shop;

    private DemoShop(SimulatedShop shop) => _shop = shop;

    public required DateOnly AsOf { get; init; }

    public required string Currency { get; init; }

    public string StoreType => _shop.StoreType;

    public string Url => _shop.BaseUrl.GetLeftPart(UriPartial.Authority);

    public int OrderCount => _shop.Data.Orders.Count;

    public Dictionary<string, string> Settings => new(_shop.Settings);

    public static async Task<DemoShop> StartAsync(DemoOptions options)
    {
        var simulator = new SimulatorOptions { Platform = options.Shop };
        if (options.DataFile is { } file)
        {
            // The file is older than the two years that VTEX keeps.
            simulator = simulator with { Source = new UciSource(file), Vtex = simulator.Vtex with { History = TimeSpan.FromDays(36_500) } };
            return new DemoShop(await SimulatedShop.StartAsync(simulator))
            {
                AsOf = EndOfUciFile,
                Currency = "GBP",
            };
        }

        var source = new GeneratedSource { Orders = options.Orders, Customers = Math.Max(1, options.Orders / OrdersPerCustomer) };
        return new DemoShop(await SimulatedShop.StartAsync(simulator with { Source = source }))
        {
            AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
            Currency = source.Currencies[0],
        };
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();
}
