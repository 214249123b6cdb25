using System.Diagnostics;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Network;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Partition;

/// <summary>A silo is cut off from the others while it reaches PostgreSQL, and another time the other way round, in the middle of a sync; nobody helps but a supervisor that starts again what has ended.</summary>
internal static class PartitionTrial
{
    private const int Shops = 6;
    private const int Orders = 3_000;

    /// <summary>The share of the records that have been read when the cut comes.</summary>
    private const double CutAt = .15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(TrialOptions options, TrialTable table)
    {
        if (options.Silos < 2)
            throw new TrialImpossibleException("There is nothing to cut off from one silo: --silos 3.");
        await using var bridge = await Bridge.BuildAsync();
        var places = new List<SiloPlace>();
        for (var number = 1; number <= options.Silos; number++)
            places.Add(await bridge.AddAsync(number));
        await using var server = await PostgresServer.StartAsync(Bridge.DatabaseAddress);
        var cutFor = TimeSpan.FromSeconds(options.CutFor);
        var (first, second) = (await OpenAsync(options, cutFor, seed: 1), await OpenAsync(options, cutFor, seed: 101));
        ChildProcess[] relays = [.. places.Select(place => Relay.Start(place, first.Concat(second).Select(shop => shop.Shop.BaseUrl.Port)))];
        try
        {
            await using var cluster = await SiloCluster.StartAsync(options, Shipped.Silo, server, places);
            var (loner, others) = (places[^1], places[..^1]);
            await CutAsync(
                "cut off from the others", cluster, first, cutFor, table,
                cut: () => Task.WhenAll([Bridge.CutAsync(loner, others.Select(each => each.Address)), .. others.Select(each => Bridge.CutAsync(each, [loner.Address]))]),
                heal: () => Task.WhenAll([Bridge.HealAsync(loner, others.Select(each => each.Address)), .. others.Select(each => Bridge.HealAsync(each, [loner.Address]))]));
            await CutAsync(
                "cut off from PostgreSQL", cluster, second, cutFor, table,
                cut: () => Bridge.CutAsync(loner, [Bridge.DatabaseAddress]),
                heal: () => Bridge.HealAsync(loner, [Bridge.DatabaseAddress]));
        }
        finally
        {
            foreach (var relay in relays)
                await relay.DisposeAsync();
            foreach (var shop in first.Concat(second))
                await shop.DisposeAsync();
        }
    }

    private static async Task CutAsync(string what, SiloCluster cluster, IReadOnlyList<TrialShop> shops, TimeSpan cutFor, TrialTable table, Func<Task> cut, Func<Task> heal)
    {
        var endedBefore = cluster.EndedByThemselves;
        foreach (var shop in shops)
            await shop.ConnectAsync(cluster.Api);
        var started = Stopwatch.GetTimestamp();
        var watch = new ProgressWatch(cluster.Api, shops);
        var ended = watch.UntilEndedAsync(Patience);
        while (watch.Share < CutAt && !ended.IsCompleted)
            await Task.Delay(Pause, TimeProvider.System);
        await cut();
        await Task.Delay(cutFor, TimeProvider.System);
        var isHealedInTime = !ended.IsCompleted;
        await heal();
        var healed = Stopwatch.GetTimestamp();
        foreach (var node in cluster.Nodes)
            await node.UntilReadyAsync();
        var recovered = Stopwatch.GetElapsedTime(healed);
        await ended;

        table.Note($"one silo of {cluster.Nodes.Count} {what} for {cutFor.TotalSeconds:0} s");
        table.Row("orders", shops.Sum(shop => shop.Shop.Data.Orders.Count));
        table.Row("from the first run's start to the last one's end", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        table.Row("from the healing until all silos were ready", recovered.TotalSeconds, "s");
        table.Row("silos that ended by themselves and were started again", cluster.EndedByThemselves - endedBefore);
        table.Row("longest gap in progress", watch.LongestGap.Length.TotalSeconds, "s");
        table.Row("most requests at a time that a shop saw", shops.Max(shop => shop.Shop.Statistics.MaxConcurrent));
        foreach (var failed in watch.Failed)
            table.Fail($"a run that did not succeed: {failed}");
        if (!isHealedInTime)
            table.Fail("the syncs ended before the cut did: take more orders");
        await BruteForce.CompareAsync(cluster.Api, shops, table);
    }

    /// <summary>Shops so slow that a sync takes about three times as long as the cut.</summary>
    private static async Task<IReadOnlyList<TrialShop>> OpenAsync(TrialOptions options, TimeSpan cutFor, int seed)
    {
        var orders = Math.Min(options.Orders, Orders);
        var shops = new List<TrialShop>();
        for (var i = 0; i < Math.Min(options.Shops, Shops); i++)
        {
            var platform = i % 2 == 0 ? StorePlatform.Magento : StorePlatform.Vtex;
            var shop = await TrialShop.OpenAsync(platform, orders, seed + i, Bridge.Own);
            shop.SlowDown(cutFor * 3);
            shops.Add(shop);
        }

        return shops;
    }
}
