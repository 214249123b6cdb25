using System.Collections.Immutable;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>The audit log in memory. Grains write to it; nobody asks it with conditions.</summary>
public sealed class FakeAuditLog(RemoteServer server) : IAuditLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Account, string Entry), AuditEntry> _entries = [];

    /// <summary>All entries, oldest first.</summary>
    public ImmutableArray<AuditEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries.Values];
        }
    }

    public Task SaveAsync(AuditEntry entry, CancellationToken cancellationToken) => server.CallAsync("write", $"{entry.Account}/{entry.EntryId}", () =>
    {
        lock (_gate)
            _entries[(entry.Account, entry.EntryId)] = entry;
    });

    public Task WithdrawAsync(string account, string entryId, CancellationToken cancellationToken) => server.CallAsync("withdraw", $"{account}/{entryId}", () =>
    {
        lock (_gate)
            _entries.Remove((account, entryId));
    });

    public Task<ImmutableArray<AuditEntry>> ListAsync(string account, AuditFilter filter, string? before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveAsync(string account, DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
