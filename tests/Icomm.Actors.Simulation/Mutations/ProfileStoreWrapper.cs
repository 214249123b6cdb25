using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Simulation.Mutations;

/// <summary>Passes everything on; a mutation changes one thing.</summary>
internal abstract class ProfileStoreWrapper(IProfileStore inner) : IProfileStore
{
    public virtual Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken) => inner.ReadAsync(key, cancellationToken);

    public virtual Task<VersionedWrite> WriteAsync(
        ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken) =>
        inner.WriteAsync(key, expectedVersion, state, summary, activity, cancellationToken);

    public virtual Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, ZonedActivity? activity, CancellationToken cancellationToken) =>
        inner.DeleteAsync(key, expectedVersion, activity, cancellationToken);
}
