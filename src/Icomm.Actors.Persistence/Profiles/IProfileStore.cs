using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>The rows of profiles, one at a time for the caller, many at a time for the database. Versions count a row's writes from 1.</summary>
public interface IProfileStore
{
    /// <summary>Null when there is no such profile.</summary>
    Task<StoredProfile?> ReadAsync(ProfileKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Inserts the profile if <paramref name="expectedVersion"/> is 0, else replaces exactly that version. When the task completes, the write is durable.
    /// Once begun it isn't cancelled: cancellation only ends the wait for a place in the queue.
    /// </summary>
    /// <param name="activity">Added to the database's sums in the same transaction, if the write succeeds; null adds nothing.</param>
    Task<VersionedWrite> WriteAsync(
        ProfileKey key, long expectedVersion, ReadOnlyMemory<byte> state, ProfileSummary summary, ZonedActivity? activity, CancellationToken cancellationToken);

    /// <summary>Deletes exactly that version; 0 says that there is none.</summary>
    /// <param name="activity">What the database's sums lose, in the same transaction, if the deletion succeeds; null takes nothing off.</param>
    Task<VersionedWrite> DeleteAsync(ProfileKey key, long expectedVersion, ZonedActivity? activity, CancellationToken cancellationToken);
}

public sealed record StoredProfile(long Version, byte[] State);

/// <summary>Activity and the zone whose months it falls in.</summary>
public sealed record ZonedActivity(ProfileActivity Activity, CalendarZone Zone);
