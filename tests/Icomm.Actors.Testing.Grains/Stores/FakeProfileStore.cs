using System.Collections.Concurrent;
using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>The rows of profiles in memory. What is stored is a copy: nobody can change it from outside.</summary>
public sealed class FakeProfileStore(RemoteServer server) : IProfileStore, IProfileQueries, ILinkedAccounts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ProfileKey, FakeProfileRow> _rows = [];
    private readonly ConcurrentDictionary<(string Account, string Database, string ProfileId), string> _links = [];
    private long _writes;

    /// <summary>How many writes succeeded, whether or not their callers learned of it.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>All rows as they are now, sorted by key.</summary>
    public ImmutableArray<FakeProfileRow> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows.Values.OrderBy(row => row.Key.ToString(), StringComparer.Ordinal)];
        }
    }

    public Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken) => server.CallAsync("read", key.ToString(), () =>
    {
        lock (_gate)
            return _rows.TryGetValue(key, out var row) ? new StoredProfile(row.Version, row.State.ToArray()) : null;
    });

    public Task<VersionedWrite> WriteAsync(ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken)
    {
        var copy = state.ToArray().ToImmutableArray();
        return server.CallAsync("write", key.ToString(), () =>
        {
            lock (_gate)
            {
                var current = _rows.GetValueOrDefault(key)?.Version ?? 0;
                if (current != expectedVersion)
                    return new VersionedWrite(false, current);
                _rows[key] = new FakeProfileRow(key, current + 1, copy, summary);
                Interlocked.Increment(ref _writes);
                return new VersionedWrite(true, current + 1);
            }
        });
    }

    /// <summary>A write without a version check: what a broken store would do.</summary>
    public Task<VersionedWrite> OverwriteAsync(ProfileKey key, ReadOnlyMemory<byte> state, ProfileSummary summary)
    {
        var copy = state.ToArray().ToImmutableArray();
        return server.CallAsync("write", key.ToString(), () =>
        {
            lock (_gate)
            {
                var version = (_rows.GetValueOrDefault(key)?.Version ?? 0) + 1;
                _rows[key] = new FakeProfileRow(key, version, copy, summary);
                Interlocked.Increment(ref _writes);
                return new VersionedWrite(true, version);
            }
        });
    }

    public Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, ZonedActivity? activity, CancellationToken cancellationToken) => server.CallAsync("delete", key.ToString(), () =>
    {
        lock (_gate)
        {
            var current = _rows.GetValueOrDefault(key)?.Version ?? 0;
            if (current != expectedVersion)
                return new VersionedWrite(false, current);
            _rows.Remove(key);
            return new VersionedWrite(true, 0);
        }
    });

    public Task<ImmutableArray<ProfileRow>> ListAsync(string account, string database, string? after, int limit, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{database}", () => Rows
            .Where(row => row.Key.Account == account && row.Key.Database == database && (after is null || string.CompareOrdinal(row.Key.ProfileId, after) > 0))
            .Take(limit)
            .Select(row => ProfileRow.Read(row.Key.ProfileId, row.Version, row.State.ToArray()))
            .ToImmutableArray());

    public Task<long> CountAsync(string account, string database, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{database}", () => (long)Rows.Count(row => row.Key.Account == account && row.Key.Database == database));

    public Task<bool> AnyAsync(string account, string database, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{database}", () => !WithoutEmail(account, database).IsEmpty || !_links.IsEmpty);

    public Task<ImmutableHashSet<string>> WithoutEmailAsync(string account, string database, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{database}", () => WithoutEmail(account, database).Intersect(profileIds));

    public Task LinkAsync(string account, string database, string from, string to, CancellationToken cancellationToken) =>
        server.CallAsync("link", $"{account}/{database}", () => _links.TryAdd((account, database, from), to));

    public Task<ImmutableDictionary<string, string>> FindAsync(string account, string database, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{database}", () => profileIds
            .Where(id => _links.ContainsKey((account, database, id)))
            .ToImmutableDictionary(id => id, id => _links[(account, database, id)]));

    private ImmutableHashSet<string> WithoutEmail(string account, string database) =>
        [.. Rows.Where(row => row.Key.Account == account && row.Key.Database == database && row.Summary.Email is null).Select(row => row.Key.ProfileId)];
}

/// <summary>A stored profile.</summary>
public sealed record FakeProfileRow(ProfileKey Key, long Version, ImmutableArray<byte> State, ProfileSummary Summary)
{
    public ProfileState Decode() => ProfileState.Decode(State.ToArray());

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{Key} v{Version}";
}
