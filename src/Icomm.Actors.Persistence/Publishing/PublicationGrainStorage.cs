using Icomm.Actors.Abstractions.Publications;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>Grain storage for <see cref="PublicationRecord"/>: one row a publication.</summary>
public sealed class PublicationGrainStorage(IPublicationStore store) : RowGrainStorage<PublicationRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("publication", PublicationGrainStorage.Name)]</c>.</summary>
    public const string Name = "publications";

    protected override Task<(PublicationRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken) =>
        store.ReadAsync(PublicationKey.Parse(key), cancellationToken);

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, PublicationRecord record, CancellationToken cancellationToken) =>
        store.WriteAsync(PublicationKey.Parse(key), expectedVersion, record, cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        store.DeleteAsync(PublicationKey.Parse(key), expectedVersion, cancellationToken);
}
