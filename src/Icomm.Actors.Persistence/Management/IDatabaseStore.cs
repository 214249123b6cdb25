using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;

namespace Icomm.Actors.Persistence.Management;

/// <summary>The databases of the accounts: names and settings.</summary>
public interface IDatabaseStore
{
    /// <returns>False when the account already has a database of that id or that name (compared without case); nothing is changed then.</returns>
    Task<bool> TryAddAsync(DatabaseRow database, CancellationToken cancellationToken);

    /// <summary>Replaces name and settings of exactly that version.</summary>
    /// <returns>What came of it; <see cref="DatabaseUpdate.NameTaken"/> when another database of the account has the name.</returns>
    Task<DatabaseUpdate> UpdateAsync(DatabaseRow database, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Those of every account, whether or not their rows can be read: what a starting silo looks after.</summary>
    Task<ImmutableArray<DatabaseKey>> KeysAsync(CancellationToken cancellationToken);

    Task<DatabaseRow?> FindAsync(string account, string databaseId, CancellationToken cancellationToken);

    Task<ImmutableArray<DatabaseRow>> ListAsync(string account, CancellationToken cancellationToken);
}

public sealed record DatabaseRow(string Account, string DatabaseId, string Name, DatabaseSettings Settings, DateTimeOffset CreatedAt)
{
    /// <summary>Counts the row's writes from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When its deletion was asked for, which goes on; null for a database that stays.</summary>
    public DateTimeOffset? DeletingSince { get; init; }
}

public enum DatabaseUpdate
{
    Updated,
    NotFound,
    OtherVersion,
    NameTaken,
}
