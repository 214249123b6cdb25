using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Testing.Grains.Stores;

/// <summary>The rows of integrations in memory. What is stored is a copy, taken when the write is asked for.</summary>
public sealed class FakeIntegrationStore(RemoteServer server) : IIntegrationStore, IIntegrationIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IntegrationKey, StoredIntegration> _rows = [];

    /// <summary>Told of each record that was stored, in the order of the writes.</summary>
    public Action<IntegrationKey, IntegrationRecord>? Stored { get; set; }

    /// <summary>The stored record, a copy; null for none.</summary>
    public IntegrationRecord? Find(IntegrationKey key)
    {
        lock (_gate)
            return _rows.TryGetValue(key, out var row) ? Copy(row.Record) : null;
    }

    public Task<StoredIntegration?> ReadAsync(IntegrationKey key, CancellationToken cancellationToken) => server.CallAsync("read", key.ToString(), () =>
    {
        lock (_gate)
            return _rows.TryGetValue(key, out var row) ? row with { Record = Copy(row.Record) } : null;
    });

    public Task<VersionedWrite> WriteAsync(IntegrationKey key, long expectedVersion, IntegrationRecord record, CancellationToken cancellationToken)
    {
        var copy = Copy(record);
        return server.CallAsync("write", key.ToString(), () =>
        {
            lock (_gate)
            {
                var current = _rows.GetValueOrDefault(key)?.Version ?? 0;
                if (current != expectedVersion)
                    return new VersionedWrite(false, current);
                _rows[key] = new StoredIntegration(current + 1, copy);
                Stored?.Invoke(key, copy);
                return new VersionedWrite(true, current + 1);
            }
        });
    }

    public Task<VersionedWrite> DeleteAsync(IntegrationKey key, long expectedVersion, CancellationToken cancellationToken) => server.CallAsync("delete", key.ToString(), () =>
    {
        lock (_gate)
        {
            var current = _rows.GetValueOrDefault(key)?.Version ?? 0;
            if (current != expectedVersion)
                return new VersionedWrite(false, current);
            _rows.Remove(key);
            return new VersionedWrite(true, 0);
        }
    });

    public Task<ImmutableArray<IntegrationRow>> ListAsync(string account, CancellationToken cancellationToken) =>
        server.CallAsync("list", account, () => Rows().Where(row => row.Account == account).ToImmutableArray());

    public Task<string?> StoreTypeAsync(IntegrationKey integration, CancellationToken cancellationToken) => server.CallAsync("read", integration.ToString(), () => Find(integration)?.Definition?.StoreType);

    public Task<ImmutableArray<FeedingIntegration>> OfDatabaseAsync(string account, string databaseId, CancellationToken cancellationToken) => server.CallAsync("list", account, () => Rows()
        .Where(row => row.Account == account && row.Record.Definition?.DatabaseId == databaseId)
        .Select(row => new FeedingIntegration(row.IntegrationId, row.Record.Definition!.Name, row.Record.Definition.StoreType)).ToImmutableArray());

    public async IAsyncEnumerable<FoundIntegration> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in await server.CallAsync("list", "all", () => Rows().ToImmutableArray()))
            yield return new(row.Account, row.IntegrationId, row.Record.Definition?.StoreType, row, ProblemCode: null);
    }

    public Task<ImmutableArray<IntegrationKey>> KeysAsync(CancellationToken cancellationToken) =>
        server.CallAsync("list", "keys", () => Rows().Select(row => new IntegrationKey(row.Account, row.IntegrationId)).ToImmutableArray());

    private List<IntegrationRow> Rows()
    {
        lock (_gate)
        {
            return [.. _rows.Select(row => new IntegrationRow(row.Key.Account, row.Key.IntegrationId, Copy(row.Value.Record)))
                .OrderBy(row => row.Account, StringComparer.Ordinal).ThenBy(row => row.IntegrationId, StringComparer.Ordinal)];
        }
    }

    private static IntegrationRecord Copy(IntegrationRecord record) => new()
    {
        Definition = record.Definition,
        DefinitionVersion = record.DefinitionVersion,
        CreatedAt = record.CreatedAt,
        Pause = record.Pause,
        Covered = new(record.Covered),
        OpenSlice = record.OpenSlice,
        CurrentRun = record.CurrentRun,
        LastSuccessAt = record.LastSuccessAt,
        NextDueAt = record.NextDueAt,
        LastProblemCode = record.LastProblemCode,
        LastProblemText = record.LastProblemText,
        LastProblem = record.LastProblem,
        ConsecutiveFailures = record.ConsecutiveFailures,
        Deletion = record.Deletion,
    };
}
