using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Icomm.Actors.Testing.Outside.Processes;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Network;

/// <summary>
/// Brings connections from a namespace's loopback to this program's address on the bridge: a silo speaks to a shop without encryption on loopback only. A process of its own in each namespace.
/// </summary>
internal static class Relay
{
    public const string Verb = "relay";

    /// <summary>Starts one in a silo's namespace.</summary>
    public static ChildProcess Start(SiloPlace place, IEnumerable<int> ports) => ChildProcess.Start(
        typeof(Relay).Assembly.Location, [Verb, Bridge.OwnAddress, .. ports.Select(port => port.ToString(CultureInfo.InvariantCulture))], environment: null, place.Within);

    /// <summary>Relays the ports until the process is killed.</summary>
    public static async Task<int> RunAsync(IPAddress target, IEnumerable<int> ports)
    {
        await Task.WhenAll(ports.Select(port => ListenAsync(new IPEndPoint(target, port))));
        return 0;
    }

    private static async Task ListenAsync(IPEndPoint target)
    {
        using var listener = new TcpListener(IPAddress.Loopback, target.Port);
        listener.Start();
        while (true)
            _ = PassAsync(await listener.AcceptTcpClientAsync(), target);
    }

    private static async Task PassAsync(TcpClient near, IPEndPoint target)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                await far.ConnectAsync(target);
                var (there, back) = (near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
                await Task.WhenAny(there, back);
            }
            catch (Exception exception) when (exception is IOException or SocketException)
            {
                // Either end has gone; both are closed.
            }
        }
    }
}
