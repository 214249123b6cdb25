using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo;
using Icomm.Actors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Benchmarks;

/// <summary>The product in this process, driven over its API.</summary>
internal sealed class BenchmarkSilo : IAsyncDisposable
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private readonly string _key;

    private BenchmarkSilo(WebApplication app, string key)
    {
        _app = app;
        _key = key;
        _http = Client();
    }

    public IServiceProvider Services => _app.Services;

    public static Task<BenchmarkSilo> StartAsync(string dataFolder, params IStoreConnector[] connectors) => StartAsync(dataFolder, [], connectors);

    /// <param name="settings">Command-line settings besides those every benchmark needs.</param>
    public static async Task<BenchmarkSilo> StartAsync(string dataFolder, string[] settings, params IStoreConnector[] connectors)
    {
        var app = SiloApp.Create(
            [
                "--urls=http://127.0.0.1:0", $"--Persistence:DataFolder={dataFolder}", "--Stores:AllowLoopback=true", "--Logging:LogLevel:Default=Warning", "--RateLimits:Burst=1000000",
                $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}", .. settings,
            ],
            builder =>
            {
                foreach (var connector in connectors)
                    builder.Services.AddSingleton(connector);
            });
        await app.StartAsync();
        return new BenchmarkSilo(app, FirstKey.Of(dataFolder)!);
    }

    /// <returns>The database's id.</returns>
    public async Task<string> CreateDatabaseAsync(object request) => (await PostAsync("databases", request)).GetProperty("id").GetString()!;

    /// <returns>Id of the database and of the integration.</returns>
    public async Task<(string Database, string Integration)> ConnectAsync(string storeType, Dictionary<string, string> settings, string currency)
    {
        var database = await CreateDatabaseAsync(new { name = $"{Guid.NewGuid():N}", timeZone = "America/Montevideo", currency });
        var integration = await PostAsync("integrations", new { name = "Benchmark", storeType, databaseId = database, settings, intervalMinutes = 10_080 });
        return (database, integration.GetProperty("id").GetString()!);
    }

    /// <summary>Starts a run, or joins the one under way, and waits for its end.</summary>
    public async Task<RunFigures> SyncAsync(string integration)
    {
        var runId = (await PostAsync($"integrations/{integration}/runs", new { })).GetProperty("runId").GetString();
        using var timer = new PeriodicTimer(PollingInterval);
        while (true)
        {
            var run = await _http.GetFromJsonAsync<JsonElement>($"integrations/{integration}/runs/{runId}");
            if (run.TryGetProperty("endedAt", out var endedAt))
            {
                if (run.GetProperty("outcome").GetString() != "succeeded")
                    throw new InvalidOperationException($"The run did not succeed: {run}");
                var counters = run.GetProperty("counters");
                return new RunFigures(
                    endedAt.GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset(), counters.GetProperty("new").GetInt64(), counters.GetProperty("changed").GetInt64());
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Uploads a historical file of any age, and waits until it is staged.</summary>
    public async Task<JsonElement> UploadAsync(string integration, Stream file)
    {
        using var http = Client();
        http.Timeout = Timeout.InfiniteTimeSpan;
        using var content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        using var response = await http.PostAsync($"integrations/{integration}/imports?notBefore=2000-01-01T00:00:00Z", content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The upload was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> CancelImportAsync(string integration, JsonElement import) => PostAsync($"integrations/{integration}/imports/{import.GetProperty("id").GetString()}/cancel", new { });

    /// <summary>Waits for the end of an import, which must be a good one.</summary>
    public async Task<JsonElement> EndOfImportAsync(string integration, JsonElement import)
    {
        using var timer = new PeriodicTimer(PollingInterval);
        while (!import.TryGetProperty("endedAt", out _))
        {
            await timer.WaitForNextTickAsync();
            import = await _http.GetFromJsonAsync<JsonElement>($"integrations/{integration}/imports/{import.GetProperty("id").GetString()}");
        }

        return import.GetProperty("state").GetString() == "succeeded" ? import : throw new InvalidOperationException($"The import did not succeed: {import}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private HttpClient Client() => new() { BaseAddress = new Uri($"{_app.Urls.First()}/api/v1/"), DefaultRequestHeaders = { { FirstKey.Header, _key } } };

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}

/// <param name="Elapsed">From the run's start to its end, as its log says.</param>
internal readonly record struct RunFigures(TimeSpan Elapsed, long New, long Changed);
