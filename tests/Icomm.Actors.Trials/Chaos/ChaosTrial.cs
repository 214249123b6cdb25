using System.Diagnostics;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Chaos;

/// <summary>
/// Silos sync simulated shops while one after the other is killed and started again, another one joins and leaves in order, and PostgreSQL is restarted, once in order and once as after a power cut.
/// </summary>
internal static class ChaosTrial
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(TrialOptions options, TrialTable table)
    {
        await using var server = await PostgresServer.StartAsync();
        var shops = await TrialShop.OpenAsync(options.Shops, options.Orders);
        await using var cluster = await SiloCluster.StartAsync(options, server);
        foreach (var shop in shops)
            await shop.ConnectAsync(cluster.Api);

        var started = Stopwatch.GetTimestamp();
        var watch = new ProgressWatch(cluster.Api, shops);
        using var ended = new CancellationTokenSource();
        var disorder = new Disorder(cluster, server, watch, TimeSpan.FromSeconds(options.KillEvery));
        var disorders = disorder.RunAsync(ended.Token);
        try
        {
            await watch.UntilEndedAsync(Patience);
        }
        finally
        {
            await ended.CancelAsync();
            await disorders;
        }

        var taken = Stopwatch.GetElapsedTime(started);
        table.Row("shops", shops.Count);
        table.Row("orders", shops.Sum(shop => shop.Shop.Data.Orders.Count));
        table.Row("records that the runs read", watch.Read);
        table.Row("from the first run's start to the last one's end", taken.TotalSeconds, "s");
        table.Row("silos killed and started again", disorder.Kills);
        table.Row("silos that joined and left in order", disorder.Guests);
        table.Row("restarts of PostgreSQL", disorder.DatabaseRestarts);
        table.Row("silos that ended by themselves and were started again", cluster.EndedByThemselves);
        table.Row($"longest gap in progress ({watch.LongestGap.Shop.Shop.StoreType})", watch.LongestGap.Length.TotalSeconds, "s");
        table.Row("most requests at a time that a shop saw", shops.Max(shop => shop.Shop.Statistics.MaxConcurrent));
        foreach (var failed in watch.Failed)
            table.Fail($"a run that did not succeed: {failed}");
        foreach (var node in cluster.Nodes.Where(node => node.IsWanted))
            await node.UntilReadyAsync();
        await BruteForce.CompareAsync(cluster.Api, shops, table);
        foreach (var shop in shops)
            await shop.DisposeAsync();
    }
}
