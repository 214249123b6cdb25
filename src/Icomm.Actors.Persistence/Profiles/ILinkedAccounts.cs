using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Profiles;

/// <summary>
/// Customers who are known by their account at a store alone, and accounts whose profile became part of that of an e-mail: what comes for those without it belongs there. Accounts are named by the id of the
/// profile that they have, or had.
/// </summary>
public interface ILinkedAccounts
{
    /// <summary>Whether the database has a profile without an e-mail, or a link: few have.</summary>
    Task<bool> AnyAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>Those of the profiles that are there and have no e-mail.</summary>
    Task<ImmutableHashSet<string>> WithoutEmailAsync(string account, string database, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken);

    /// <summary>Links an account to the profile of an e-mail, for good: an account that is linked already stays with its profile. Durable when the task completes.</summary>
    Task LinkAsync(string account, string database, string from, string to, CancellationToken cancellationToken);

    /// <summary>The profiles that those of the accounts are linked to that are.</summary>
    Task<ImmutableDictionary<string, string>> FindAsync(string account, string database, IReadOnlyCollection<string> profileIds, CancellationToken cancellationToken);
}
