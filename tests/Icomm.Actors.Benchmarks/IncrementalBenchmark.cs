using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Benchmarks;

/// <summary>What a sync of 100 changed orders costs behind a short history and behind a long one. The least of several syncs is taken: noise only adds.</summary>
internal static class IncrementalBenchmark
{
    private const int Changes = 100;
    private const int Syncs = 9;
    private const int ShortHistory = 1_000;
    private const int LongHistory = 500_000;

    public static async Task RunAsync(Report report)
    {
        await MeasureAsync(ShortHistory);
        var few = await MeasureAsync(ShortHistory);
        var many = await MeasureAsync(LongHistory);
        report.Row($"{Changes} changed orders, history of {ShortHistory:N0}", few.Elapsed.TotalMilliseconds, "ms");
        report.Row($"{Changes} changed orders, history of {LongHistory:N0}", many.Elapsed.TotalMilliseconds, "ms");
        report.Row("ratio", many.Elapsed / few.Elapsed, "");
        report.Row("requests to the store, short and long history", few.Requests, $"and {many.Requests}");
    }

    private static async Task<(TimeSpan Elapsed, long Requests)> MeasureAsync(int history)
    {
        // Placed well before now, so that a sync's lookback holds nothing but the changes.
        var end = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2);
        var source = new GeneratedSource { Orders = history, Customers = Math.Max(200, history / 5), End = end };
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = source });
        using var folder = new BenchmarkFolder();
        await using var silo = await BenchmarkSilo.StartAsync(folder.Path);
        var (_, integration) = await silo.ConnectAsync("magento", ShopSettings.Of(shop), "USD");
        await silo.SyncAsync(integration);

        var least = TimeSpan.MaxValue;
        var requests = 0L;
        for (var sync = 0; sync < Syncs; sync++)
        {
            shop.Keeper.Change(Changes);
            shop.ResetStatistics();
            var figures = await silo.SyncAsync(integration);

            // Some of those touched were cancelled long ago: they are newer, and the same.
            if (figures.Changed is 0 or > Changes)
                throw new InvalidOperationException($"{figures.Changed} orders changed, of {Changes} touched.");
            least = figures.Elapsed < least ? figures.Elapsed : least;
            requests = shop.Statistics.Requests;
        }

        return (least, requests);
    }
}
