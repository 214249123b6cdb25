using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Persistence.Secrets;

/// <summary>The installation's secret that profile ids are made with (<see cref="IdentityDigest"/>): 32 random bytes in the data folder, created once, never shown.</summary>
public sealed class IdentityKey
{
    private readonly Func<ReadOnlyMemory<byte>> _key;

    /// <summary>A key that the caller has: for tests, and for a cluster that is given one.</summary>
    public IdentityKey(ReadOnlyMemory<byte> key) => _key = () => key;

    internal IdentityKey(StoreDatabase database) => _key = () => database.Folder.IdentityKey;

    public ReadOnlySpan<byte> Bytes => _key().Span;

    /// <summary>The profile id of a customer.</summary>
    public string DigestOf(CustomerIdentity identity) => IdentityDigest.Compute(identity, Bytes);
}
