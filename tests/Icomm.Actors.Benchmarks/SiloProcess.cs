using System.Diagnostics;
using System.Globalization;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Benchmarks;

/// <summary>The silo as it is shipped, a process of its own: its memory and its processor time are the product's and nobody else's.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private SiloProcess(Process process, string url)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri($"{url}/") };
    }

    /// <summary>With the first key.</summary>
    public HttpClient Http { get; }

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

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="settings">Command-line settings besides those every benchmark needs.</param>
    public static async Task<SiloProcess> StartAsync(string dataFolder, params string[] settings)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var program = Path.Combine(AppContext.BaseDirectory, "Icomm.Actors.Silo.dll");
        var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                program, $"--urls={url}", $"--Persistence:DataFolder={dataFolder}", "--Logging:LogLevel:Default=Error", "--RateLimits:Burst=1000000",
                $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}", .. settings,
            ]))!;
        var silo = new SiloProcess(process, url);
        using var timer = new PeriodicTimer(PollingInterval);
        while (!await silo.IsReadyAsync())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The silo ended with {process.ExitCode}.");
            await timer.WaitForNextTickAsync();
        }

        silo.Http.DefaultRequestHeaders.Add(FirstKey.Header, FirstKey.Of(dataFolder));
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync("health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
