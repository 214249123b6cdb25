using System.Net;

namespace Orleans.Runtime;

/// <summary>
/// Which silo. An embedded silo listens nowhere: its endpoint is loopback with the silo's number for a port, so that addresses
/// differ and sort, and its generation counts restarts.
/// </summary>
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>Address and port; nothing listens there.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Tells a restarted silo from its predecessor.</summary>
    public int Generation { get; }

    /// <summary>Creates an address.</summary>
    public static SiloAddress New(IPEndPoint endpoint, int generation) => new(endpoint, generation);

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc/>
    public int CompareTo(SiloAddress? other) =>
        other is null ? 1 : Endpoint.Port != other.Endpoint.Port ? Endpoint.Port.CompareTo(other.Endpoint.Port) : Generation.CompareTo(other.Generation);

    /// <inheritdoc/>
    public override string ToString() => $"S{Endpoint}:{Generation}";
}
