using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Accounts;

/// <summary>The accounts: the tenants of an installation.</summary>
public interface IAccountStore
{
    /// <summary>Makes the first account with its first key, both or neither.</summary>
    /// <returns>False when there is an account already; nothing is changed then.</returns>
    Task<bool> TryAddFirstAsync(AccountRow account, ApiKeyRow key, CancellationToken cancellationToken);

    /// <returns>False when there is an account of that id or that name (compared without case); nothing is changed then.</returns>
    Task<bool> TryAddAsync(AccountRow account, CancellationToken cancellationToken);

    /// <summary>Replaces exactly that version.</summary>
    /// <returns>What came of it; <see cref="AccountUpdate.NameTaken"/> when another account has the name.</returns>
    Task<AccountUpdate> UpdateAsync(AccountRow account, long expectedVersion, CancellationToken cancellationToken);

    Task<AccountRow?> FindAsync(string account, CancellationToken cancellationToken);

    /// <summary>In the order of their ids.</summary>
    /// <param name="after">The id that the page before ended with; null from the first.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<AccountRow>> ListAsync(string? after, int limit, CancellationToken cancellationToken);
}

/// <param name="Account">The id, which every key and row of the account begins with.</param>
/// <param name="DisabledAt">Since when its keys open nothing; null while they do.</param>
public sealed record AccountRow(string Account, string Name, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt)
{
    /// <summary>Counts the row's writes from 1.</summary>
    public long Version { get; init; } = 1;
}

public enum AccountUpdate
{
    Updated,
    NotFound,
    OtherVersion,
    NameTaken,
}
