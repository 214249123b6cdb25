using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Persistence.Integrations;

/// <summary>Grain storage for <see cref="IntegrationRecord"/>: a row of the management table, so that integrations are listed without waking their grains. The ETag is the row's version.</summary>
public sealed class IntegrationGrainStorage(IIntegrationStore store) : IGrainStorage
{
    /// <summary>Name under which it is registered: <c>[PersistentState("integration", IntegrationGrainStorage.Name)]</c>.</summary>
    public const string Name = "integrations";

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        if (await store.ReadAsync(KeyOf(grainId), cancellationToken) is not { } stored)
        {
            Clear(target);
            return;
        }

        target.State = stored.Record;
        target.ETag = ETag.Of(stored.Version);
        target.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <exception cref="InconsistentStateException">The store has another version.</exception>
    /// <exception cref="PersistenceException">It failed, or its outcome is unknown.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var target = Typed(grainState);
        var write = await store.WriteAsync(KeyOf(grainId), ETag.VersionOf(target.ETag), target.State ?? new IntegrationRecord(), cancellationToken);
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

    private static IntegrationKey KeyOf(GrainId grainId) => IntegrationKey.Parse(grainId.Key.ToString()!);

    private static void Clear(IGrainState<IntegrationRecord> target)
    {
        target.State = new IntegrationRecord();
        target.ETag = null;
        target.RecordExists = false;
    }

    private static IGrainState<IntegrationRecord> Typed<T>(IGrainState<T> grainState) => grainState as IGrainState<IntegrationRecord>
        ?? throw new ArgumentException($"the storage '{Name}' keeps {nameof(IntegrationRecord)} only, not {typeof(T).Name}", nameof(grainState));
}
