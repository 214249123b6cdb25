using System.Net;
using System.Net.Sockets;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Ports that have to be named before anything listens at them.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
