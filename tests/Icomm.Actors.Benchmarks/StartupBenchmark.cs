using System.Diagnostics;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Benchmarks;

/// <summary>From the start of the silo's process to its first served request, on an empty and on a filled data folder.</summary>
internal static class StartupBenchmark
{
    private const int Starts = 5;
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(Report report)
    {
        using var folder = new BenchmarkFolder();
        report.Row("process start to first served request, new data folder", (await MeasureAsync(folder.Path)).TotalMilliseconds, "ms");
        var least = TimeSpan.MaxValue;
        for (var start = 0; start < Starts; start++)
        {
            var elapsed = await MeasureAsync(folder.Path);
            least = elapsed < least ? elapsed : least;
        }

        report.Row($"the same on an existing one, least of {Starts}", least.TotalMilliseconds, "ms");
    }

    private static async Task<TimeSpan> MeasureAsync(string dataFolder)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(PollingInterval);
        var silo = Path.Combine(AppContext.BaseDirectory, "Icomm.Actors.Silo.dll");
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [silo, $"--urls={url}", $"--Persistence:DataFolder={dataFolder}", "--Logging:LogLevel:Default=None"]))!;
        try
        {
            while (!await IsServedAsync(http, url, dataFolder))
                await timer.WaitForNextTickAsync();
            return Stopwatch.GetElapsedTime(started);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsServedAsync(HttpClient http, string url, string dataFolder)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/api/v1/databases") { Headers = { { FirstKey.Header, FirstKey.Of(dataFolder) } } };
            using var response = await http.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
