using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Persistence.Postgres;

/// <summary><see cref="IProfileStore"/> with group commit and group read.</summary>
internal sealed class PostgresProfileStore(PostgresDatabase database) : IProfileStore
{
    public Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken) => database.Readers.ReadAsync(key, cancellationToken);

    public Task<VersionedWrite> WriteAsync(
        ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken) =>
        database.Writers.WriteAsync(new ProfileWrite(key, expectedVersion, activity) { Content = new ProfileWrite.Row(state, summary) }, cancellationToken);

    public Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, ZonedActivity? activity, CancellationToken cancellationToken) =>
        database.Writers.WriteAsync(new ProfileWrite(key, expectedVersion, activity), cancellationToken);
}
