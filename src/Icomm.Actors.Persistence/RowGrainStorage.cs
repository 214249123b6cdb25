using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Persistence;

/// <summary>Grain storage for one type of record that is kept as a row with a version. The ETag is that version.</summary>
/// <param name="name">Name under which the storage is registered.</param>
public abstract class RowGrainStorage<TRecord>(string name) : IGrainStorage
    where TRecord : class, new()
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        if (await ReadRowAsync(KeyOf(grainId), cancellationToken) is { } row)
            Fill(target, row.Record, row.Version);
        else
            Fill(target, new TRecord(), version: 0);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    /// <exception cref="PersistenceException">It failed, or its outcome is unknown.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        var record = target.State ?? new TRecord();
        var write = await WriteRowAsync(KeyOf(grainId), ETag.VersionOf(target.ETag), record, cancellationToken);
        if (!write.Succeeded)
            throw ETag.Conflict(grainId, target.ETag, write);
        Fill(target, record, write.Version);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Deletes the row.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        var write = await DeleteRowAsync(KeyOf(grainId), ETag.VersionOf(target.ETag), target.State ?? new TRecord(), cancellationToken);
        if (!write.Succeeded)
            throw ETag.Conflict(grainId, target.ETag, write);
        Fill(target, new TRecord(), version: 0);
    }

    /// <returns>Null when there is no such row.</returns>
    protected abstract Task<(TRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken);

    protected abstract Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, TRecord record, CancellationToken cancellationToken);

    protected abstract Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>The same, for rows that something else keeps sums of.</summary>
    /// <param name="record">What the grain holds.</param>
    protected virtual Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, TRecord record, CancellationToken cancellationToken) =>
        DeleteRowAsync(key, expectedVersion, cancellationToken);

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;

    private static void Fill(IGrainState<TRecord> target, TRecord record, long version)
    {
        target.State = record;
        target.ETag = ETag.Of(version);
        target.RecordExists = version != 0;
    }

    private IGrainState<TRecord> Typed<T>(IGrainState<T> grainState) => grainState as IGrainState<TRecord>
        ?? throw new ArgumentException($"the storage '{name}' keeps {typeof(TRecord).Name} only, not {typeof(T).Name}", nameof(grainState));
}
