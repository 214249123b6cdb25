using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Benchmarks;

/// <summary>A first sync through real HTTP and JSON, the simulator sharing the machine and the process.</summary>
internal static class HttpBenchmark
{
    private const int Orders = 100_000;

    public static async Task RunAsync(Report report)
    {
        // The runtime compiles hot code again and again at first: what is shown is the state after that.
        await SyncAsync(Orders);
        var elapsed = await SyncAsync(Orders);
        report.Row("orders", Orders, "");
        report.Row("store to durable profile over HTTP", Orders / elapsed.TotalSeconds, "orders/s");
    }

    private static async Task<TimeSpan> SyncAsync(int orders)
    {
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = new GeneratedSource { Orders = orders, Customers = orders / 5 } });
        using var folder = new BenchmarkFolder();
        await using var silo = await BenchmarkSilo.StartAsync(folder.Path);
        var (_, integration) = await silo.ConnectAsync("magento", ShopSettings.Of(shop), "USD");
        return (await silo.SyncAsync(integration)).Elapsed;
    }
}
