using System.Net;
using System.Net.Sockets;

namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// Opens every connection to a store: resolves the name once, checks every address it got, and connects to those very addresses.
/// A name that answers differently a moment later (DNS rebinding) gains nothing, because it is not asked again.
/// </summary>
internal sealed class GuardedDialer(bool allowLoopback, GuardedDialer.Resolver? resolver = null)
{
    /// <summary>Replaced in tests to play a name server that lies.</summary>
    public delegate Task<IPAddress[]> Resolver(string host, CancellationToken cancellationToken);

    private readonly Resolver _resolve = resolver ?? Dns.GetHostAddressesAsync;

    /// <exception cref="AddressNotAllowedException">One of the name's addresses is not public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            if (!AddressPolicy.IsAllowed(address, allowLoopback))
                throw new AddressNotAllowedException(host);
        }

        return addresses;
    }
}
