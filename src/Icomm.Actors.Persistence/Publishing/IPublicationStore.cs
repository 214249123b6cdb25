using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Publications;

namespace Icomm.Actors.Persistence.Publishing;

/// <summary>The rows of <see cref="PublicationRecord"/>s. Versions count a row's writes from 1.</summary>
public interface IPublicationStore
{
    Task<(PublicationRecord Record, long Version)?> ReadAsync(PublicationKey key, CancellationToken cancellationToken);

    Task<VersionedWrite> WriteAsync(PublicationKey key, long expectedVersion, PublicationRecord record, CancellationToken cancellationToken);

    /// <summary>Deletes that version with its ledger and rejections.</summary>
    Task<VersionedWrite> DeleteAsync(PublicationKey key, long expectedVersion, CancellationToken cancellationToken);

    /// <summary>Those of a database, by creation.</summary>
    Task<ImmutableArray<PublicationRow>> ListAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>Those of every account, whether or not their rows can be read: what a starting silo looks after.</summary>
    Task<ImmutableArray<PublicationKey>> KeysAsync(CancellationToken cancellationToken);
}

public sealed record PublicationRow(PublicationKey Key, PublicationRecord Record);
