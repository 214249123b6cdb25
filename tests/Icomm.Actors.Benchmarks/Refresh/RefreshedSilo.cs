using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>The silo as it is shipped, a process of its own: its memory is the product's and nobody else's.</summary>
internal sealed class RefreshedSilo : IAsyncDisposable
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly HttpClient _http;

    private RefreshedSilo(Process process, string url)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"{url}/") };
    }

    /// <summary>The greatest resident memory of the process so far; null where the system doesn't say.</summary>
    public double? PeakMegabytes
    {
        get
        {
            var status = $"/proc/{_process.Id}/status";
            if (!File.Exists(status))
                return null;
            var peak = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(peak.AsSpan("VmHWM:".Length, peak.Length - "VmHWM:".Length - "kB".Length), CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Processor time of all cores so far: unlike the clock's, it hardly depends on what else the machine does.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<RefreshedSilo> StartAsync(string dataFolder)
    {
        var url = $"http://127.0.0.1:{FreePort.Take()}";
        var program = Path.Combine(AppContext.BaseDirectory, "Icomm.Actors.Silo.dll");
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                program, $"--urls={url}", $"--Persistence:DataFolder={dataFolder}", "--Logging:LogLevel:Default=Error", "--RateLimits:Burst=1000000",
                $"--Orleans:SiloPort={FreePort.Take()}", $"--Orleans:GatewayPort={FreePort.Take()}",
            ]))!;
        var silo = new RefreshedSilo(process, url);
        using var timer = new PeriodicTimer(PollingInterval);
        while (!await silo.IsReadyAsync())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The silo ended with {process.ExitCode}.");
            await timer.WaitForNextTickAsync();
        }

        silo._http.DefaultRequestHeaders.Add(FirstKey.Header, FirstKey.Of(dataFolder));
        return silo;
    }

    /// <summary>One refresh from its start to its end, as its log says.</summary>
    public async Task<RefreshFigures> RefreshAsync(string database, DateOnly asOf)
    {
        using var started = await _http.PostAsJsonAsync($"api/v1/databases/{database}/refreshes", new { asOf });
        if (!started.IsSuccessStatusCode)
            throw new InvalidOperationException($"The refresh was refused: {await started.Content.ReadAsStringAsync()}");
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshId").GetString();
        var stages = new Dictionary<string, TimeSpan>();
        var (stage, since) = ("", Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(PollingInterval);
        while (true)
        {
            var refresh = await _http.GetFromJsonAsync<JsonElement>($"api/v1/databases/{database}/refreshes/{id}");
            var now = refresh.TryGetProperty("progress", out var progress) ? progress.GetProperty("stage").ToString() : "";
            if (now != stage)
            {
                if (stage.Length > 0)
                    stages[stage] = Stopwatch.GetElapsedTime(since);
                (stage, since) = (now, Stopwatch.GetTimestamp());
            }

            if (refresh.TryGetProperty("endedAt", out var endedAt))
            {
                if (refresh.GetProperty("outcome").GetString() != "succeeded")
                    throw new InvalidOperationException($"The refresh did not succeed: {refresh}");
                var counters = refresh.GetProperty("counters");
                return new RefreshFigures(
                    endedAt.GetDateTimeOffset() - refresh.GetProperty("startedAt").GetDateTimeOffset(),
                    counters.GetProperty("profiles").GetInt64(),
                    counters.GetProperty("evaluated").GetInt64(),
                    counters.GetProperty("rescored").GetInt64(),
                    stages);
            }

            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <param name="Stages">What each stage took, as seen from outside.</param>
internal sealed record RefreshFigures(TimeSpan Elapsed, long Profiles, long Evaluated, long Rescored, IReadOnlyDictionary<string, TimeSpan> Stages);
