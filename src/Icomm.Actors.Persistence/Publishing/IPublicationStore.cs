using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>The rows of <see cref="PublicationRecord"/>s. Versions count a row's writes from 1.</summary>
public interface IPublicationStore
{
    Task<(PublicationRecord Record, long Version)?> ReadAsync(PublicationRowKey key, CancellationToken cancellationToken);

    Task<VersionedWrite> WriteAsync(PublicationRowKey key, long expectedVersion, PublicationRecord record, CancellationToken cancellationToken);

    /// <summary>Deletes that version with its ledger and rejections.</summary>
    Task<VersionedWrite> DeleteAsync(PublicationRowKey key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Those of a database, by creation.</summary>
    Task<ImmutableArray<PublicationRow>> ListAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>Those of every account: what a starting silo looks after.</summary>
    IAsyncEnumerable<PublicationRow> AllAsync(CancellationToken cancellationToken);
}

public readonly record struct PublicationRowKey(string Account, string Database, string PublicationId);

public sealed record PublicationRow(PublicationRowKey Key, PublicationRecord Record);
