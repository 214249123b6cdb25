using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;

namespace Icomm.Actors.Persistence.Management;

/// <summary>The databases of the accounts: names and settings.</summary>
public interface IDatabaseStore
{
    /// <returns>False when the account already has a database of that id or that name (compared without case); nothing is changed then.</returns>
    Task<bool> TryAddAsync(DatabaseRow database, CancellationToken cancellationToken);

    Task<DatabaseRow?> FindAsync(string account, string databaseId, CancellationToken cancellationToken);

    Task<ImmutableArray<DatabaseRow>> ListAsync(string account, CancellationToken cancellationToken);
}

public sealed record DatabaseRow(string Account, string DatabaseId, string Name, DatabaseSettings Settings, DateTimeOffset CreatedAt);
