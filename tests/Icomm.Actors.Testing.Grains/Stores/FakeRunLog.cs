using System.Collections.Immutable;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>The history of runs in memory.</summary>
public sealed class FakeRunLog(RemoteServer server) : IRunLog
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Account, string Integration, string Run), RunRow> _rows = [];

    /// <summary>Told of each row that was stored, in the order of the writes.</summary>
    public Action<RunRow>? Stored { get; set; }

    /// <summary>All rows, oldest run first.</summary>
    public ImmutableArray<RunRow> Rows
    {
        get
        {
            lock (_gate)
                return [.. _rows.Values];
        }
    }

    public Task SaveAsync(RunRow run, CancellationToken cancellationToken) => server.CallAsync("write", $"{run.Account}/{run.IntegrationId}/{run.RunId}", () =>
    {
        lock (_gate)
        {
            var key = (run.Account, run.IntegrationId, run.RunId);
            if (run.EndedAt is null && _rows.GetValueOrDefault(key)?.EndedAt is not null)
                return;
            _rows[key] = run;
            Stored?.Invoke(run);
        }
    });

    public Task<RunRow?> FindAsync(string account, string integrationId, string runId, CancellationToken cancellationToken) =>
        server.CallAsync("find", $"{account}/{integrationId}/{runId}", () =>
        {
            lock (_gate)
                return _rows.GetValueOrDefault((account, integrationId, runId));
        });

    public Task<ImmutableArray<RunRow>> ListAsync(string account, string integrationId, RunFilter filter, string? before, int limit, CancellationToken cancellationToken) =>
        server.CallAsync("list", $"{account}/{integrationId}", () => Rows
            .Where(row => row.Account == account && row.IntegrationId == integrationId && filter.Admits(row) && (before is null || string.CompareOrdinal(row.RunId, before) < 0))
            .Reverse()
            .Take(limit)
            .ToImmutableArray());

    public Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
}
