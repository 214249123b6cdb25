using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Integrations;

/// <summary>Grain storage for <see cref="IntegrationRecord"/>: a row of the management table, so that integrations are listed without waking their grains.</summary>
public sealed class IntegrationGrainStorage(IIntegrationStore store) : RowGrainStorage<IntegrationRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("integration", IntegrationGrainStorage.Name)]</c>.</summary>
    public const string Name = "integrations";

    protected override async Task<(IntegrationRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken) =>
        await store.ReadAsync(IntegrationKey.Parse(key), cancellationToken) is { } stored ? (stored.Record, stored.Version) : null;

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, IntegrationRecord record, CancellationToken cancellationToken) =>
        store.WriteAsync(IntegrationKey.Parse(key), expectedVersion, record, cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        store.DeleteAsync(IntegrationKey.Parse(key), expectedVersion, cancellationToken);
}
