using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>Grain storage for <see cref="ProfileRecord"/>. Concurrent reads and writes of many grains meet in the store and become few transactions.</summary>
public sealed class ProfileGrainStorage(IProfileStore store) : RowGrainStorage<ProfileRecord>(Name)
{
    /// <summary>Name under which it is registered: <c>[PersistentState("customer-profile", ProfileGrainStorage.Name)]</c>.</summary>
    public const string Name = "profiles";

    protected override async Task<(ProfileRecord Record, long Version)?> ReadRowAsync(string key, CancellationToken cancellationToken) =>
        await store.ReadAsync(ProfileKey.Parse(key), cancellationToken) is { } stored ? (new ProfileRecord { State = ProfileState.Decode(stored.State) }, stored.Version) : null;

    protected override Task<VersionedWrite> WriteRowAsync(string key, long expectedVersion, ProfileRecord record, CancellationToken cancellationToken) =>
        store.WriteAsync(ProfileKey.Parse(key), expectedVersion, record.State.Encoded, record.State.Summarize(), record.TakeActivity(), cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, CancellationToken cancellationToken) =>
        store.DeleteAsync(ProfileKey.Parse(key), expectedVersion, activity: null, cancellationToken);

    protected override Task<VersionedWrite> DeleteRowAsync(string key, long expectedVersion, ProfileRecord record, CancellationToken cancellationToken) =>
        store.DeleteAsync(ProfileKey.Parse(key), expectedVersion, record.TakeActivity(), cancellationToken);
}
