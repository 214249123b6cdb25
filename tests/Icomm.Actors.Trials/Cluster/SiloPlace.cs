using Icomm.Actors.Testing;

namespace Icomm.Actors.Trials.Cluster;

/// <summary>Where a silo runs: the same after each of its starts, so that it comes back as itself.</summary>
/// <param name="Address">An IP address under which the others and this program reach it.</param>
/// <param name="Within">The command that runs a process there; empty for this machine's own network.</param>
internal sealed record SiloPlace(string Address, int ApiPort, int SiloPort, int GatewayPort, IReadOnlyList<string> Within)
{
    public Uri Api => new($"http://{Address}:{ApiPort}");

    /// <summary>On loopback, on ports that nobody uses.</summary>
    public static SiloPlace Local() => new("127.0.0.1", FreePort.Next(), FreePort.Next(), FreePort.Next(), []);
}
