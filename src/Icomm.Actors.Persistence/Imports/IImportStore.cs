using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Imports;

/// <summary>The rows of <see cref="ImportRecord"/>s, and whose turn it is. Versions count a row's writes from 1.</summary>
public interface IImportStore
{
    Task<(ImportRecord Record, long Version)?> ReadAsync(ImportKey key, CancellationToken cancellationToken);

    Task<VersionedWrite> WriteAsync(ImportKey key, long expectedVersion, ImportRecord record, CancellationToken cancellationToken);

    Task<VersionedWrite> DeleteAsync(ImportKey key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Those of an integration, newest first.</summary>
    /// <param name="before">The import id the page before ended with; null from the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<ImportRow>> ListAsync(IntegrationKey integration, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Those of every account that are open: what a starting silo looks after.</summary>
    Task<ImmutableArray<ImportKey>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>How many imports of an integration are open.</summary>
    Task<int> CountOpenAsync(IntegrationKey integration, CancellationToken cancellationToken);

    /// <summary>
    /// Gives an applying import its turn, or confirms it: one of an integration has it, until its row says that it no longer applies. The next one is the one whose file was complete first.
    /// </summary>
    /// <returns>False when another one has it, or comes before.</returns>
    Task<bool> TryTakeTurnAsync(ImportKey key, CancellationToken cancellationToken);

    /// <summary>The applying import of an integration whose file was complete first; null for none.</summary>
    Task<ImportKey?> FirstInLineAsync(IntegrationKey integration, CancellationToken cancellationToken);
}

public sealed record ImportRow(ImportKey Key, ImportRecord Record);
