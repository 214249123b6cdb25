using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Every database exists, in UTC and pounds: tests of integrations don't make databases.</summary>
public sealed class FakeDatabases : IDatabaseStore
{
    public Task<bool> TryAddAsync(DatabaseRow database, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DatabaseUpdate> UpdateAsync(DatabaseRow database, long expectedVersion, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ImmutableArray<DatabaseKey>> KeysAsync(CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<DatabaseKey>.Empty);

    public Task<DatabaseRow?> FindAsync(string account, string databaseId, CancellationToken cancellationToken) => Task.FromResult<DatabaseRow?>(
        new DatabaseRow(account, databaseId, databaseId, new DatabaseSettings { TimeZone = "Etc/UTC", Currency = "GBP" }, DateTimeOffset.UnixEpoch));

    public Task<ImmutableArray<DatabaseRow>> ListAsync(string account, CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<DatabaseRow>.Empty);
}
