using Icomm.Actors.StoreSimulator;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Rolling;

/// <summary>
/// Every silo is stopped and started anew, one after the other, while profiles and cards are read through a load balancer and a shop is synced; as another version where one of before is given.
/// </summary>
internal static class RollingTrial
{
    private const int Profiles = 500;
    private const int Orders = 5_000;
    private const int SyncedOrders = 1_000;

    /// <summary>About as long as the restarts take.</summary>
    private static readonly TimeSpan Sync = TimeSpan.FromSeconds(60);

    /// <summary>Longer than a load balancer needs to notice.</summary>
    private static readonly TimeSpan DrainDelay = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(TrialOptions options, TrialTable table)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var shop = await TrialShop.OpenAsync(StorePlatform.Magento, Math.Min(options.Orders, Orders), seed: 1, System.Net.IPAddress.Loopback);
        await using var syncing = await TrialShop.OpenAsync(StorePlatform.Magento, Math.Min(options.Orders, SyncedOrders), seed: 2, System.Net.IPAddress.Loopback);
        syncing.SlowDown(Sync);
        await using var cluster = await SiloCluster.StartAsync(
            options, options.Before ?? Shipped.Silo, server, [.. Enumerable.Range(0, options.Silos).Select(_ => SiloPlace.Local())], $"--Operation:DrainDelay={DrainDelay:c}");
        await shop.ConnectAsync(cluster.Api);
        await new ProgressWatch(cluster.Api, [shop]).UntilEndedAsync(Patience);
        var page = await cluster.Api.GetAsync($"/api/v1/databases/{shop.DatabaseId}/profiles?limit={Profiles}");
        string[] targets =
        [
            $"/api/v1/integrations/{shop.IntegrationId}",
            .. page.GetProperty("items").EnumerateArray().Select(profile => $"/api/v1/databases/{shop.DatabaseId}/profiles/{profile.GetProperty("id").GetString()}"),
        ];

        await using var balancer = await LoadBalancer.StartAsync(cluster);
        await ReadingLoad.ForAsync(balancer, targets, options.Readers, WarmUp);
        var before = await ReadingLoad.ForAsync(balancer, targets, options.Readers, Calm);
        await syncing.ConnectAsync(cluster.Api);
        var watch = new ProgressWatch(cluster.Api, [syncing]);
        var synced = watch.UntilEndedAsync(Patience);
        var during = await ReadingLoad.DuringAsync(balancer, targets, options.Readers, () => RestartAsync(cluster, table));
        await synced;

        if (options.Before is not null)
            table.Note("the silos were upgraded from the version before");
        table.Row("readers at a time", options.Readers);
        Row("before", before);
        Row("during the restarts", during);
        table.Aim("failed requests during the restarts, connections that failed tried once more elsewhere", during.Failed, "", during.Failed == 0, "0");
        table.Row("the same without that", during.Failed + during.TriedAgain);
        foreach (var failure in during.Failures)
            table.Note(failure);
        foreach (var failed in watch.Failed)
            table.Fail($"a run that did not succeed: {failed}");
        table.Row("longest gap in the progress of the sync meanwhile", watch.LongestGap.Length.TotalSeconds, "s");
        await BruteForce.CompareAsync(cluster.Api, [shop, syncing], table);

        void Row(string when, ReadingFigures figures)
        {
            table.Row($"{when}: requests", figures.Requests);
            table.Row($"{when}: per second", figures.Requests / figures.Taken.TotalSeconds, "/s");
            table.Row($"{when}: p50", figures.Percentile(.5).TotalMilliseconds, "ms");
            table.Row($"{when}: p99", figures.Percentile(.99).TotalMilliseconds, "ms");
            table.Row($"{when}: slowest", figures.Percentile(1).TotalMilliseconds, "ms");
        }
    }

    private static async Task RestartAsync(SiloCluster cluster, TrialTable table)
    {
        foreach (var node in cluster.Nodes)
        {
            table.Must($"exit code of {node.Name}", await node.StopAsync(), 0);
            node.Start(Shipped.Silo);
            await node.UntilReadyAsync();

            // The balancer has to find it before the next one goes: whoever rolls waits for that as well.
            await Task.Delay(LoadBalancer.ProbeEvery * 2, TimeProvider.System);
        }
    }
}
