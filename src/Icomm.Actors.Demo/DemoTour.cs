using System.Diagnostics;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo;
using Icomm.Actors.Silo.Contracts;
using Spectre.Console;

namespace Icomm.Actors.Demo;

/// <summary>The guided first sync: start everything, connect a shop, sync, refresh, report, serve on.</summary>
internal static class DemoTour
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(DemoOptions options)
    {
        DemoFolder.Empty(options.DataFolder);
        AnsiConsole.MarkupLine("Starting a simulated shop …");
        await using var shop = await DemoShop.StartAsync(options);
        AnsiConsole.MarkupLineInterpolated($"  {shop.OrderCount:N0} orders at {shop.Url}");

        await using var silo = SiloApp.Create([
            $"--urls={options.Urls}",
            $"--Persistence:DataFolder={options.DataFolder}",
            "--Stores:AllowLoopback=true",
            "--Logging:LogLevel:Default=Warning",
            "--RateLimits:Burst=10000",
        ]);
        await silo.StartAsync();
        var url = silo.Urls.First();
        AnsiConsole.MarkupLineInterpolated($"  silo and API at {url}");

        var keyFile = Path.Combine(options.DataFolder, "first-key");
        using var http = new HttpClient { BaseAddress = new Uri($"{url}/"), DefaultRequestHeaders = { Authorization = new("Bearer", (await File.ReadAllTextAsync(keyFile)).Trim()) } };
        var api = new DemoApi(http);
        var (database, run, elapsed) = await SyncAsync(api, shop);
        if (run.Outcome == RunOutcome.Succeeded)
            await DemoReport.PrintAsync(api, database, run, elapsed, await RefreshAsync(api, database, shop.AsOf));
        else
            DemoReport.PrintFailure(run);

        if (!options.Once && run.Outcome == RunOutcome.Succeeded)
        {
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLineInterpolated($"Serving on. Open [link]{url}/docs[/] for the API, or ask for the profiles:");
            AnsiConsole.WriteLine($"  curl -H \"X-Api-Key: $(cat {keyFile})\" {url}/api/v1/databases/{database.Id}/profiles?asOf={shop.AsOf:yyyy-MM-dd}");
            AnsiConsole.MarkupLine("Press Ctrl+C to stop.");
            await silo.WaitForShutdownAsync();
        }

        await silo.StopAsync();
        return run.Outcome == RunOutcome.Succeeded ? 0 : 1;
    }

    private static async Task<(DatabaseResponse Database, RunResponse Run, TimeSpan Elapsed)> SyncAsync(DemoApi api, DemoShop shop)
    {
        var database = await api.CreateDatabaseAsync(new CreateDatabaseRequest { Name = "Demo", TimeZone = "Etc/UTC", Currency = shop.Currency });
        var started = Stopwatch.GetTimestamp();
        var integration = await api.CreateIntegrationAsync(new CreateIntegrationRequest
        {
            Name = "Demo shop",
            StoreType = shop.StoreType,
            DatabaseId = database.Id,
            Settings = shop.Settings,
        });
        var runId = (await api.StartRunAsync(integration.Id)).RunId;
        var run = await AnsiConsole.Progress().StartAsync(bars => WatchAsync(api, integration.Id, runId, bars));
        return (database, run, Stopwatch.GetElapsedTime(started));
    }

    private static async Task<RefreshResponse> RefreshAsync(DemoApi api, DatabaseResponse database, DateOnly asOf)
    {
        var refreshId = (await api.StartRefreshAsync(database.Id, new StartRefreshRequest { AsOf = asOf })).RefreshId;
        using var timer = new PeriodicTimer(PollingInterval);
        while (true)
        {
            var refresh = await api.GetRefreshAsync(database.Id, refreshId);
            if (refresh.EndedAt is not null)
                return refresh;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>One bar a stage.</summary>
    private static async Task<RunResponse> WatchAsync(DemoApi api, string integrationId, string runId, ProgressContext bars)
    {
        var stages = new Dictionary<string, ProgressTask>();
        using var timer = new PeriodicTimer(PollingInterval);
        while (true)
        {
            var run = await api.GetRunAsync(integrationId, runId);
            if (run.Progress?.Stage is { } stage)
            {
                if (!stages.TryGetValue(stage, out var bar))
                {
                    Complete(stages);
                    stages.Add(stage, bar = bars.AddTask(stage));
                }

                bar.MaxValue = Math.Max(run.Progress.StageTotal ?? 0, Math.Max(1, run.Progress.StageDone));
                bar.Value = run.Progress.StageDone;
            }

            if (run.EndedAt is not null)
            {
                Complete(stages);
                return run;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static void Complete(Dictionary<string, ProgressTask> stages)
    {
        foreach (var bar in stages.Values)
            bar.Value = bar.MaxValue;
    }
}
