using System.Net;
using System.Net.Sockets;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Processes;

namespace Icomm.Actors.EndToEnd;

/// <summary>A silo that can't start ends with 1, and its last line says why and what to do.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("settings_invalid", "Persistence:Provider", "--Persistence:Provider=Nonsense")]
    [InlineData("settings_invalid", "Cluster:SiloPort", "--Cluster:SiloPort=99999999")]
    [InlineData("settings_invalid", "ProfileCallsPerSilo", "--Sync:ProfileCallsPerSilo=0")]
    [InlineData("persistence_options_invalid", "ConnectionString", "--Persistence:Provider=Postgres", "--Persistence:ConnectionString=nonsense")]
    [InlineData("store_busy", "PostgreSQL can't be reached", "--Persistence:Provider=Postgres", "--Persistence:ConnectionString=Host=127.0.0.1;Port=1;Username=icomm;Password=hidden;Database=icomm")]
    public async Task A_setting_that_cannot_be_served_is_named(string code, string expected, params string[] settings)
    {
        using var folder = new TestFolder();
        var last = await LastLineAsync(folder, "http://127.0.0.1:0", settings);
        Assert.StartsWith($"{code}: ", last, StringComparison.Ordinal);
        Assert.Contains(expected, last, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var folder = new TestFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var last = await LastLineAsync(folder, $"http://{other.LocalEndpoint}");
        Assert.StartsWith("address_in_use: ", last, StringComparison.Ordinal);
        Assert.Contains($"{other.LocalEndpoint}", last, StringComparison.Ordinal);
    }

    private static async Task<string> LastLineAsync(TestFolder folder, string url, params string[] settings)
    {
        await using var silo = ChildProcess.Start(
            Shipped.Silo,
            [$"--urls={url}", $"--Persistence:DataFolder={folder.Path}", $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}", .. settings]);
        Assert.Equal(1, await silo.ExitAsync("start", Limit));
        return silo.Output.TrimEnd().Split('\n')[^1];
    }
}
