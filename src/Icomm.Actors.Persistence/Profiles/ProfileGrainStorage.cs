using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>
/// Grain storage for <see cref="ProfileRecord"/>. The ETag is the row's version. Concurrent reads and writes of many grains meet in the store and become few transactions.
/// </summary>
public sealed class ProfileGrainStorage(IProfileStore store) : IGrainStorage
{
    /// <summary>Name under which it is registered: <c>[PersistentState("customer-profile", ProfileGrainStorage.Name)]</c>.</summary>
    public const string Name = "profiles";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        if (await store.ReadAsync(KeyOf(grainId), cancellationToken) is not { } stored)
        {
            Clear(target);
            return;
        }

        target.State = new ProfileRecord { State = ProfileState.Decode(stored.State) };
        target.ETag = ETag.Of(stored.Version);
        target.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    /// <exception cref="PersistenceException">It failed, or its outcome is unknown.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        var state = target.State?.State ?? ProfileState.Empty;
        var write = await store.WriteAsync(KeyOf(grainId), ETag.VersionOf(target.ETag), state.Encoded, state.Summarize(), cancellationToken);
        if (!write.Succeeded)
            throw ETag.Conflict(grainId, target.ETag, write);
        target.ETag = ETag.Of(write.Version);
        target.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Deletes the row.</summary>
    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        var write = await store.DeleteAsync(KeyOf(grainId), ETag.VersionOf(target.ETag), cancellationToken);
        if (!write.Succeeded)
            throw ETag.Conflict(grainId, target.ETag, write);
        Clear(target);
    }

    private static ProfileKey KeyOf(GrainId grainId) => ProfileKey.Parse(grainId.Key.ToString()!);

    private static void Clear(IGrainState<ProfileRecord> target)
    {
        target.State = new ProfileRecord();
        target.ETag = null;
        target.RecordExists = false;
    }

    private static IGrainState<ProfileRecord> Typed<T>(IGrainState<T> grainState) => grainState as IGrainState<ProfileRecord>
        ?? throw new ArgumentException($"the storage '{Name}' keeps {nameof(ProfileRecord)} only, not {typeof(T).Name}", nameof(grainState));
}
