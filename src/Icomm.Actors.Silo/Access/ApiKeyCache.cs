using System.Buffers.Binary;
using System.Collections.Concurrent;
using Icomm.Actors.Persistence.Accounts;

namespace Icomm.Actors.Silo.Access;

/// <summary>
/// Looks keys up, and remembers for a few seconds what was found. What this silo changes it forgets at once; what another one changes, a revocation among it, is seen here within <see cref="Lifetime"/>.
/// Texts that are no key are not remembered: strangers could fill the memory with them.
/// </summary>
internal sealed class ApiKeyCache(IApiKeyStore keys, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>Beyond it everything is forgotten; an installation with so many keys in use at a time looks them up more often.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Hash, Entry> _found = new();
    private int _generation;

    /// <param name="text">Well-formed.</param>
    public async ValueTask<PresentedApiKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = ApiKeyText.HashOf(text);
        var place = Hash.Of(hash);
        var now = time.GetUtcNow();
        if (_found.TryGetValue(place, out var entry) && now < entry.Until)
            return entry.Key;

        // A change while the key is read may come before or after the row that was read.
        var generation = Volatile.Read(ref _generation);
        if (await keys.FindAsync(hash, cancellationToken) is not { } key)
            return null;
        if (_found.Count >= Most)
            _found.Clear();
        if (generation == Volatile.Read(ref _generation))
        {
            _found[place] = new Entry(key, now + Lifetime);
            if (generation != Volatile.Read(ref _generation))
                _found.TryRemove(place, out _);
        }

        return key;
    }

    /// <summary>To be called after every change of keys and accounts.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _found.Clear();
    }

    private sealed record Entry(PresentedApiKey Key, DateTimeOffset Until);

    /// <summary>A SHA-256 as a dictionary's key.</summary>
    private readonly record struct Hash(UInt128 First, UInt128 Second)
    {
        public static Hash Of(byte[] bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(16)));
    }
}
