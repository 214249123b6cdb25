using System.Net;
using System.Net.Sockets;

namespace Icomm.Actors.Testing.Outside.Processes;

/// <summary>Ports nobody listens on, for what can't choose its own.</summary>
internal static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
