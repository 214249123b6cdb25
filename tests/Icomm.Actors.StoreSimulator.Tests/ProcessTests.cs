using System.Diagnostics;

namespace Icomm.Actors.StoreSimulator.Tests;

public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task It_runs_on_its_own_and_says_where_and_with_what_to_log_in()
    {
        var assembly = typeof(SimulatedShop).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, "--orders", "5", "--customers", "2"]) { RedirectStandardOutput = true })!;
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var line = await process.StandardOutput.ReadLineAsync(patience.Token);
            Assert.StartsWith("listening url=http://127.0.0.1:", line, StringComparison.Ordinal);
            var said = line!.Split(' ').Skip(1).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            Assert.Equal(("magento", "icomm", "icomm-simulator-1", "5"), (said["shop"], said["username"], said["password"], said["orders"]));
            using var http = new HttpClient { BaseAddress = new Uri(said["url"]) };
            Assert.Contains("\"orders\":5", await http.GetStringAsync("/_simulator/", patience.Token), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
