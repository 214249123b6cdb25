using Icomm.Actors.Abstractions.Refreshes;

namespace Icomm.Actors.Persistence.Refreshes;

/// <summary>Grain storage for <see cref="RefreshRecord"/>: one row a database.</summary>
public sealed class RefreshGrainStorage(IRefreshStore store) : RowGrainStorage<RefreshRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("refresh", RefreshGrainStorage.Name)]</c>.</summary>
    public const string Name = "refreshes";

    protected override Task<(RefreshRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken)
    {
        var parsed = DatabaseKey.Parse(key);
        return store.ReadAsync(parsed.Account, parsed.Database, cancellationToken);
    }

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, RefreshRecord record, CancellationToken cancellationToken)
    {
        var parsed = DatabaseKey.Parse(key);
        return store.WriteAsync(parsed.Account, parsed.Database, expectedVersion, record, cancellationToken);
    }

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken)
    {
        var parsed = DatabaseKey.Parse(key);
        return store.DeleteAsync(parsed.Account, parsed.Database, expectedVersion, cancellationToken);
    }
}
