using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Puts a run together.</summary>
public sealed class SyncRunFactory(StoreAccess stores, TimeProvider time)
{
    /// <exception cref="StoreException">This build has no connector for the platform, the secrets can't be decrypted, or the database is gone.</exception>
    internal async Task<SyncRun> CreateAsync(IntegrationKey key, IntegrationRecord record, IGrainFactory grains, Func<Task> checkpoint, Func<bool> mayGoOn)
    {
        var definition = record.Definition!;
        var applier = await stores.ApplierAsync(key, definition, grains);
        return new SyncRun(stores.ConnectorOf(definition), stores.Connect(key, definition), record, applier, checkpoint, mayGoOn, time);
    }
}
