using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Inbox;

/// <summary>Grain storage for <see cref="InboxRecord"/>: part of the inbox' row.</summary>
public sealed class InboxGrainStorage(IInboxStore store) : RowGrainStorage<InboxRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("inbox", InboxGrainStorage.Name)]</c>.</summary>
    public const string Name = "inboxes";

    protected override Task<(InboxRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken) =>
        store.ReadAsync(IntegrationKey.Parse(key), cancellationToken);

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, InboxRecord record, CancellationToken cancellationToken) =>
        store.WriteAsync(IntegrationKey.Parse(key), expectedVersion, record, cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        store.DeleteAsync(IntegrationKey.Parse(key), expectedVersion, cancellationToken);
}
