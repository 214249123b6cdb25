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
/// <param name="State">Null when what is stored can't be read.</param>
/// <param name="ProblemCode">Why it can't; one of <see cref="ProfileStateErrors"/>.</param>
public sealed record ProfileRow(string ProfileId, long Version, ProfileState? State, string? ProblemCode = null)
{
    /// <summary>One damaged profile holds up no other of its page.</summary>
    public static ProfileRow Read(string profileId, long version, byte[] state)
    {
        try
        {
            return new ProfileRow(profileId, version, ProfileState.Decode(state));
        }
        catch (ProfileStateException unreadable)
        {
            return new ProfileRow(profileId, version, null, unreadable.Code);
        }
    }
}
