using System.Diagnostics;
using System.Net;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.Testing.Postgres;
using Icomm.Actors.Trials.Cluster;
using Icomm.Actors.Trials.Shops;

namespace Icomm.Actors.Trials.Fairness;

/// <summary>How long a small account's regular sync takes, alone and while another account backfills with many integrations.</summary>
internal static class FairnessTrial
{
    private const int Integrations = 30;
    private const int OrdersOfTheSmallOne = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(TrialOptions options, TrialTable table)
    {
        await using var server = await PostgresServer.StartAsync();
        await using var cluster = await SiloCluster.StartAsync(options, server);
        using var small = await AccountAsync(cluster, "Small");
        using var large = await AccountAsync(cluster, "Large");
        await using var shop = await TrialShop.OpenAsync(StorePlatform.Magento, Math.Min(options.Orders, OrdersOfTheSmallOne), seed: 1, IPAddress.Loopback);
        await shop.ConnectAsync(small);
        await new ProgressWatch(small, [shop]).UntilEndedAsync(Patience);

        var regular = new RegularSync(small, shop);
        await regular.RepeatAsync(options.Syncs);
        var alone = await regular.RepeatAsync(options.Syncs);

        List<TrialShop> shops = [await TrialShop.OpenAsync(StorePlatform.Magento, options.Orders, seed: 2, IPAddress.Loopback)];
        while (shops.Count < Integrations)
            shops.Add(await shops[0].OpenAgainAsync());
        foreach (var each in shops)
            await each.ConnectAsync(large);
        var watch = new ProgressWatch(large, shops);
        var backfill = watch.UntilEndedAsync(Patience);
        while (watch.Read == 0)
            await Task.Delay(Pause, TimeProvider.System);
        var (readBefore, began) = (watch.Read, Stopwatch.GetTimestamp());
        var beside = await regular.RepeatAsync(options.Syncs);
        var isOver = backfill.IsCompleted;
        var rate = (watch.Read - readBefore) / Stopwatch.GetElapsedTime(began).TotalSeconds;

        table.Row("regular syncs of three new orders each", options.Syncs);
        Row("alone", alone);
        Row($"beside {Integrations} backfills of another account", beside);
        table.Row("beside, of alone (p50)", beside[beside.Count / 2] / alone[alone.Count / 2]);
        table.Row("what the backfills apply meanwhile", rate, "records/s");
        if (isOver)
            table.Fail("the backfills ended before the regular syncs did: take more orders");
        foreach (var each in shops)
            await each.DisposeAsync();
        await backfill.ContinueWith(_ => { }, TaskScheduler.Default);

        void Row(string when, IReadOnlyList<TimeSpan> taken)
        {
            table.Row($"{when}: p50", taken[taken.Count / 2].TotalMilliseconds, "ms");
            table.Row($"{when}: p99", taken[(int)(.99 * (taken.Count - 1))].TotalMilliseconds, "ms");
            table.Row($"{when}: slowest", taken[^1].TotalMilliseconds, "ms");
        }
    }

    /// <summary>An account of its own, under a key that opens nothing else.</summary>
    private static async Task<ClusterApi> AccountAsync(SiloCluster cluster, string name)
    {
        var account = (await cluster.Api.PostAsync("/api/v1/accounts", new { name }, HttpStatusCode.Created)).GetProperty("id").GetString()!;
        var key = await cluster.Api.PostAsync("/api/v1/api-keys", new { name, scopes = (string[])["read", "write"] }, HttpStatusCode.Created, account);
        return new ClusterApi(cluster, key.GetProperty("key").GetString()!);
    }
}
