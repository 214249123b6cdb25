using System.Collections.Immutable;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>Reads of many profiles at once, straight from their rows: no grain is activated.</summary>
public interface IProfileQueries
{
    /// <summary>Profiles of a database in the order of their ids.</summary>
    /// <param name="after">The id the page before ended with; null from the beginning.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<ProfileRow>> ListAsync(string account, string database, string? after, int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(string account, string database, CancellationToken cancellationToken);
}

/// <param name="ProfileId">The digest: last part of the grain key.</param>
public sealed record ProfileRow(string ProfileId, long Version, ProfileState State);
