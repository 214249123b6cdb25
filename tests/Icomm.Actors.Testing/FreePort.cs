using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Icomm.Actors.Testing;

/// <summary>Ports nobody listens on, for what can't choose its own.</summary>
internal static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>Never the same twice in a process: the system may offer one again on which nobody listens yet.</summary>
    public static int Next()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            if (Given.TryAdd(port, true))
                return port;
        }
    }
}
