using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Benchmarks.Load;

/// <summary>
/// Readers of profiles and of cards while a first sync writes into the same database, beside a bare endpoint that answers with the same profiles from one row each, while that sync goes on too.
/// Readers and shop share the two cores with what is measured.
/// </summary>
internal static class LoadBenchmark
{
    private const int Concurrent = 200;
    private const int ReadOrders = 20_000;
    private const int SyncedOrders = 600_000;
    private const int ReadProfiles = 1_000;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Report report)
    {
        await using var past = await ShopAsync(ReadOrders);
        await using var present = await ShopAsync(SyncedOrders);
        using var folder = new BenchmarkFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, "--Stores:AllowLoopback=true");
        var api = new Uri(silo.Http.BaseAddress!, "api/v1/");

        var database = Id(await PostAsync(silo, "databases", new { name = "Load", timeZone = "America/Montevideo", currency = "USD" }));
        await EndAsync(silo, await ConnectAsync(silo, database, past));
        var profiles = (await GetAsync(silo, $"databases/{database}/profiles?limit={ReadProfiles}")).GetProperty("items").EnumerateArray().Select(Id).ToArray();
        var answers = new Dictionary<string, string>();
        foreach (var profile in profiles)
            answers.Add(profile, await silo.Http.GetStringAsync(new Uri(api, $"databases/{database}/profiles/{profile}")));
        await using var bare = await BareEndpoint.StartAsync(folder.Path, answers);

        var running = await ConnectAsync(silo, database, present);
        var card = new Uri(api, running[..running.IndexOf("/runs", StringComparison.Ordinal)]);
        Uri[] profileTargets = [.. profiles.Select(profile => new Uri(api, $"databases/{database}/profiles/{profile}"))];
        Uri[] bareTargets = [.. profiles.Select(profile => new Uri(bare.Url, profile))];
        var key = FirstKey.Of(folder.Path);

        // The runtime compiles hot code again and again at first: what is shown is the state after that.
        await Readers.ReadAsync(Concurrent, Duration / 3, bareTargets, key: null);
        await Readers.ReadAsync(Concurrent, Duration / 3, [.. profileTargets, card], key);
        var plain = await Readers.ReadAsync(Concurrent, Duration, bareTargets, key: null);
        var read = await Readers.ReadAsync(Concurrent, Duration, profileTargets, key);
        var cards = await Readers.ReadAsync(Concurrent, Duration, [card], key);
        var run = await GetAsync(silo, running);
        if (run.TryGetProperty("endedAt", out _))
            throw new InvalidOperationException("The sync ended before the readers did: the figures mean nothing.");

        report.Row("readers at a time", Concurrent, "");
        report.Row("bytes of a profile's answer, mean", answers.Values.Average(answer => answer.Length), "bytes");
        Row("bare endpoint, one row of SQLite", plain);
        Row("profiles", read);
        Row("cards", cards);
        report.Row("profiles, requests of the bare endpoint's", read.RequestsPerSecond / plain.RequestsPerSecond, "");
        report.Row("cards, requests of the bare endpoint's", cards.RequestsPerSecond / plain.RequestsPerSecond, "");
        report.Row("orders synced meanwhile", run.GetProperty("counters").GetProperty("new").GetInt64(), "");

        void Row(string what, LoadFigures figures)
        {
            report.Row($"{what}: requests", figures.RequestsPerSecond, "/s");
            report.Row($"{what}: p50", figures.Median, "ms");
            report.Row($"{what}: p99", figures.Slowest, "ms");
        }
    }

    private static Task<SimulatedShop> ShopAsync(int orders) => SimulatedShop.StartAsync(new SimulatorOptions { Source = new GeneratedSource { Orders = orders, Customers = orders / 5 } });

    /// <returns>The path of the run that was started.</returns>
    private static async Task<string> ConnectAsync(SiloProcess silo, string database, SimulatedShop shop)
    {
        var integration = await PostAsync(silo, "integrations", new { name = $"Shop {Guid.NewGuid():N}", storeType = "magento", databaseId = database, settings = ShopSettings.Of(shop) });
        var run = await PostAsync(silo, $"integrations/{Id(integration)}/runs", new { });
        return $"integrations/{Id(integration)}/runs/{run.GetProperty("runId").GetString()}";
    }

    private static async Task EndAsync(SiloProcess silo, string run)
    {
        using var timer = new PeriodicTimer(PollingInterval);
        while (!(await GetAsync(silo, run)).TryGetProperty("endedAt", out _))
            await timer.WaitForNextTickAsync();
    }

    private static Task<JsonElement> GetAsync(SiloProcess silo, string path) => silo.Http.GetFromJsonAsync<JsonElement>($"api/v1/{path}");

    private static async Task<JsonElement> PostAsync(SiloProcess silo, string path, object body)
    {
        using var response = await silo.Http.PostAsJsonAsync($"api/v1/{path}", body);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Id(JsonElement of) => of.GetProperty("id").GetString()!;
}
