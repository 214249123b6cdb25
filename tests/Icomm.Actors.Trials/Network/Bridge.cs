using System.Diagnostics;
using System.Net;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Network;

/// <summary>
/// A network of this machine's own: a bridge with this program's and the database's address, and a namespace for each silo. Who is cut off from whom knows a wrong hardware address for the other, so
/// that everything sent there is lost without a word, on connections that are open as well, as behind a switch that has failed.
/// </summary>
internal sealed class Bridge : IAsyncDisposable
{
    public const string OwnAddress = "10.231.0.1";
    public const string DatabaseAddress = "10.231.0.2";

    private const string Name = "icomm-br";
    private const string Inside = "eth0";
    private const string Nobody = "02:00:00:00:00:01";
    private const int MostPlaces = 9;

    private Bridge()
    {
    }

    /// <exception cref="TrialImpossibleException">This user, or this machine, may not make networks.</exception>
    public static async Task<Bridge> BuildAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            throw new TrialImpossibleException("Partitions need Linux and root: they are made with network namespaces.");
        await RemoveAsync();
        var bridge = new Bridge();
        try
        {
            await RunAsync("link", "add", Name, "type", "bridge");
            await RunAsync("addr", "add", $"{OwnAddress}/24", "dev", Name);
            await RunAsync("addr", "add", $"{DatabaseAddress}/24", "dev", Name);
            await RunAsync("link", "set", Name, "up");
            return bridge;
        }
        catch
        {
            await bridge.DisposeAsync();
            throw;
        }
    }

    /// <summary>A namespace with an address of its own.</summary>
    /// <param name="number">1 to <see cref="MostPlaces"/>.</param>
    public async Task<SiloPlace> AddAsync(int number)
    {
        var (space, outside, address) = (SpaceOf(number), OutsideOf(number), $"10.231.0.{10 + number}");
        await RunAsync("netns", "add", space);
        await RunAsync("link", "add", outside, "type", "veth", "peer", "name", Inside, "netns", space);
        await RunAsync("link", "set", outside, "master", Name, "up");
        await RunAsync("-n", space, "addr", "add", $"{address}/24", "dev", Inside);
        await RunAsync("-n", space, "link", "set", Inside, "up");
        await RunAsync("-n", space, "link", "set", "lo", "up");
        return new SiloPlace(address, 8080, 11_111, 30_000, ["ip", "netns", "exec", space]);
    }

    /// <summary>From then on nothing that the place sends to these addresses arrives.</summary>
    public static Task CutAsync(SiloPlace place, IEnumerable<string> addresses) =>
        Task.WhenAll(addresses.Select(address => RunAsync("-n", place.Within[^1], "neigh", "replace", address, "lladdr", Nobody, "dev", Inside, "nud", "permanent")));

    /// <summary>Takes a cut back.</summary>
    public static Task HealAsync(SiloPlace place, IEnumerable<string> addresses) =>
        Task.WhenAll(addresses.Select(address => RunAsync("-n", place.Within[^1], "neigh", "del", address, "dev", Inside)));

    /// <summary>Of a server of this program, in the form that a socket is bound to.</summary>
    public static IPAddress Own => IPAddress.Parse(OwnAddress);

    public async ValueTask DisposeAsync() => await RemoveAsync();

    /// <summary>What of it is there, be it of a trial that was killed.</summary>
    private static async Task RemoveAsync()
    {
        for (var number = 1; number <= MostPlaces; number++)
        {
            await TryAsync("link", "del", OutsideOf(number));
            await TryAsync("netns", "del", SpaceOf(number));
        }

        await TryAsync("link", "del", Name);
    }

    private static string SpaceOf(int number) => $"icomm-silo-{number}";

    private static string OutsideOf(int number) => $"icomm-{number}";

    private static async Task RunAsync(params string[] arguments)
    {
        if (await TryAsync(arguments) is { } said)
            throw new TrialImpossibleException($"ip {string.Join(' ', arguments)} failed: {said}");
    }

    /// <returns>Why it failed; null when it didn't.</returns>
    private static async Task<string?> TryAsync(params string[] arguments)
    {
        Process? ip;
        try
        {
            ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new TrialImpossibleException("Partitions need the command ip (apt-get install iproute2).");
        }

        using (ip)
        {
            var said = await ip!.StandardError.ReadToEndAsync();
            await ip.WaitForExitAsync();
            return ip.ExitCode == 0 ? null : said.Trim();
        }
    }
}
