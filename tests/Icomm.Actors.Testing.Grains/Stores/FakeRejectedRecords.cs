using System.Collections.Immutable;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>Rejected records in memory.</summary>
public sealed class FakeRejectedRecords(RemoteServer server) : IRejectedRecords
{
    private readonly Lock _gate = new();
    private readonly List<StoredRejectedRecord> _rows = [];
    private readonly HashSet<(string Account, string Integration, string Resource, string Raw)> _known = [];

    /// <summary>All of them, oldest first.</summary>
    public ImmutableArray<RejectedRecord> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows.Select(row => row.Record)];
        }
    }

    public Task AddAsync(IReadOnlyCollection<RejectedRecord> records, CancellationToken cancellationToken) => server.CallAsync("write", $"{records.Count} records", () =>
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                if (_known.Add((record.Account, record.IntegrationId, record.Resource, record.Raw)))
                    _rows.Add(new StoredRejectedRecord(_rows.Count + 1, record));
                else
                    Change(row => row.ResolvedAt is not null && row.Raw == record.Raw && IsOf(row, record.Account, record.IntegrationId, record.Resource), _ => record);
            }
        }
    });

    public Task<int> ResolveAsync(
        string account, string integrationId, string resource, IReadOnlyCollection<string> recordIds, DateTimeOffset at, CancellationToken cancellationToken) => server.CallAsync("write", $"{account}/{integrationId}", () =>
    {
        lock (_gate)
            return Change(row => row.ResolvedAt is null && row.RecordId is { } id && recordIds.Contains(id) && IsOf(row, account, integrationId, resource), row => row with { ResolvedAt = at });
    });

    public Task<ImmutableArray<StoredRejectedRecord>> ListAsync(string account, string integrationId, bool? isResolved, long? before, int limit, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{integrationId}", () =>
        {
            lock (_gate)
            {
                return _rows.AsEnumerable().Reverse()
                    .Where(row => row.Record.Account == account && row.Record.IntegrationId == integrationId && (before is null || row.Id < before) && (isResolved is null || isResolved == row.Record.ResolvedAt is not null))
                    .Take(limit)
                    .ToImmutableArray();
            }
        });

    public Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static bool IsOf(RejectedRecord row, string account, string integrationId, string resource) => (row.Account, row.IntegrationId, row.Resource) == (account, integrationId, resource);

    private int Change(Func<RejectedRecord, bool> which, Func<RejectedRecord, RejectedRecord> change)
    {
        var changed = 0;
        for (var i = 0; i < _rows.Count; i++)
        {
            if (!which(_rows[i].Record))
                continue;
            _rows[i] = _rows[i] with { Record = change(_rows[i].Record) };
            changed++;
        }

        return changed;
    }
}
