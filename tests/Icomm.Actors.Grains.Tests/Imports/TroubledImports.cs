using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Grains.Tests.Imports;

/// <summary>The real stores of imports, with trouble on the way where a test wants it.</summary>
internal sealed class TroubledImports(IImportStore store, IImportStaging staging) : IImportStore, IImportStaging
{
    /// <summary>What happens to a write of a record.</summary>
    public Func<ImportRecord, Failure> Writing { get; set; } = _ => Failure.None;

    /// <summary>Awaited before orders are read.</summary>
    public Func<ImportKey, string?, Task> Reading { get; set; } = (_, _) => Task.CompletedTask;

    public Task<(ImportRecord Record, long Version)?> ReadAsync(ImportKey key, CancellationToken cancellationToken) => store.ReadAsync(key, cancellationToken);

    public async Task<VersionedWrite> WriteAsync(ImportKey key, long expectedVersion, ImportRecord record, CancellationToken cancellationToken)
    {
        var failure = Writing(record);
        if (failure == Failure.BeforeCommit)
            throw new PersistenceException(PersistenceErrors.StoreFailed, "made to fail");
        var write = await store.WriteAsync(key, expectedVersion, record, cancellationToken);
        return failure == Failure.None ? write : throw new PersistenceException(PersistenceErrors.WriteOutcomeUnknown, "made to fail");
    }

    public Task<VersionedWrite> DeleteAsync(ImportKey key, long expectedVersion, CancellationToken cancellationToken) => store.DeleteAsync(key, expectedVersion, cancellationToken);

    public Task<ImmutableArray<ImportRow>> ListAsync(IntegrationKey integration, string? before, int limit, CancellationToken cancellationToken) =>
        store.ListAsync(integration, before, limit, cancellationToken);

    public Task<ImmutableArray<ImportKey>> OpenAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task<int> CountOpenAsync(IntegrationKey integration, CancellationToken cancellationToken) => store.CountOpenAsync(integration, cancellationToken);

    public Task<bool> TryTakeTurnAsync(ImportKey key, CancellationToken cancellationToken) => store.TryTakeTurnAsync(key, cancellationToken);

    public Task<ImportKey?> FirstInLineAsync(IntegrationKey integration, CancellationToken cancellationToken) => store.FirstInLineAsync(integration, cancellationToken);

    public Task<IImportReceipt> ReceiveAsync(ImportKey key, CancellationToken cancellationToken) => staging.ReceiveAsync(key, cancellationToken);

    public Task<bool> IsReceivingAsync(ImportKey key, CancellationToken cancellationToken) => staging.IsReceivingAsync(key, cancellationToken);

    public async Task<ImmutableArray<StagedOrder>> ReadAsync(ImportKey key, string? after, int limit, CancellationToken cancellationToken)
    {
        await Reading(key, after);
        return await staging.ReadAsync(key, after, limit, cancellationToken);
    }

    public Task DeleteAsync(ImportKey key, CancellationToken cancellationToken) => staging.DeleteAsync(key, cancellationToken);
}
