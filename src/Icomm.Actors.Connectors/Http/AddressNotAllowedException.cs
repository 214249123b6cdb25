namespace Icomm.Actors.Connectors.Http;

/// <summary>A host name led to an address that is not public. Travels from the socket's connect to the client, which words it for the merchant.</summary>
internal sealed class AddressNotAllowedException(string host) : Exception($"The host '{host}' resolves to an address that is not public.")
{
    public string Host { get; } = host;
}
