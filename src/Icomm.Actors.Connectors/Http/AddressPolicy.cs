using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// Which addresses a store may have: only those of the public internet (DESIGN §10). A merchant types the address, so everything that could lead into our own network is refused.
/// Ranges: IANA special-purpose registries for IPv4 and IPv6, and the metadata addresses of the large clouds.
/// </summary>
internal static class AddressPolicy
{
    /// <summary>Network and mask of every IPv4 range that is not public.</summary>
    private static readonly (uint Network, uint Mask)[] ClosedV4 =
    [
        V4(0, 0, 0, 0, 8),          // this network
        V4(10, 0, 0, 0, 8),         // private
        V4(100, 64, 0, 0, 10),      // carrier-grade NAT; holds Alibaba's metadata address
        V4(127, 0, 0, 0, 8),        // loopback
        V4(168, 63, 129, 16, 32),   // Azure's host agent, public by its number only
        V4(169, 254, 0, 0, 16),     // link-local; holds the metadata address of most clouds
        V4(172, 16, 0, 0, 12),      // private
        V4(192, 0, 0, 0, 24),       // IETF assignments; holds Oracle's metadata address
        V4(192, 0, 2, 0, 24),       // documentation
        V4(192, 31, 196, 0, 24),    // AS112
        V4(192, 52, 193, 0, 24),    // AMT
        V4(192, 88, 99, 0, 24),     // 6to4 relays
        V4(192, 168, 0, 0, 16),     // private
        V4(192, 175, 48, 0, 24),    // AS112
        V4(198, 18, 0, 0, 15),      // benchmarks
        V4(198, 51, 100, 0, 24),    // documentation
        V4(203, 0, 113, 0, 24),     // documentation
        V4(224, 0, 0, 0, 4),        // multicast
        V4(240, 0, 0, 0, 4),        // reserved and broadcast
    ];

    /// <summary>Ranges inside 2000::/3 that are not ordinary hosts. Outside 2000::/3 nothing is public.</summary>
    private static readonly IPNetwork[] ClosedV6 =
    [
        IPNetwork.Parse("2001::/23"),       // protocol assignments: Teredo, ORCHID, benchmarks
        IPNetwork.Parse("2001:db8::/32"),   // documentation
        IPNetwork.Parse("2002::/16"),       // 6to4: an IPv4 address in disguise
        IPNetwork.Parse("2620:4f:8000::/48"), // AS112
        IPNetwork.Parse("3fff::/20"),       // documentation
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>The well-known NAT64 prefix: the last four bytes are the IPv4 address that is reached.</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsAllowed(IPAddress address, bool allowLoopback)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return allowLoopback;
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => IsPublicV4(address),
            AddressFamily.InterNetworkV6 => IsPublicV6(address),
            _ => false,
        };
    }

    private static bool IsPublicV4(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        foreach (var (network, mask) in ClosedV4)
        {
            if ((number & mask) == network)
                return false;
        }

        return true;
    }

    private static bool IsPublicV6(IPAddress address)
    {
        if (Nat64.Contains(address))
            return IsPublicV4(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        if (!GlobalUnicast.Contains(address))
            return false;
        foreach (var network in ClosedV6)
        {
            if (network.Contains(address))
                return false;
        }

        return true;
    }

    private static (uint Network, uint Mask) V4(byte a, byte b, byte c, byte d, int prefix) =>
        ((uint)((a << 24) | (b << 16) | (c << 8) | d), uint.MaxValue << (32 - prefix));
}
