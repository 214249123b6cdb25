using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Erasures;

/// <summary>Receipts of erasures, and what has to be found to erase a person.</summary>
public interface IErasures
{
    /// <summary>Inserts the receipt, or overwrites it as a whole.</summary>
    Task SaveAsync(string account, string database, ErasureReceipt receipt, CancellationToken cancellationToken);

    Task<ErasureReceipt?> FindAsync(string account, string database, string erasureId, CancellationToken cancellationToken);

    /// <summary>Newest first, with the cursor that each ends a page at.</summary>
    /// <param name="before">The cursor that the page before ended with; null from the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<(long Cursor, ErasureReceipt Receipt)>> ListAsync(string account, string database, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>The publications that a profile was sent by.</summary>
    Task<ImmutableArray<ErasurePublication>> PublicationsAsync(ProfileKey profile, CancellationToken cancellationToken);

    /// <summary>Deletes the rejected records of an integration that name a person by one of these texts (<see cref="PersonTexts"/>).</summary>
    /// <returns>How many.</returns>
    Task<long> DeleteRejectedAsync(string account, string integrationId, IReadOnlyCollection<string> texts, CancellationToken cancellationToken);
}

/// <summary>Identities that no sync may bring back, by their keyed digests.</summary>
public interface ISuppressedIdentities
{
    /// <summary>Suppresses identities until the erasure is lifted. Durable when the task completes; from then on the store refuses to insert a profile of that id.</summary>
    Task AddAsync(string account, string database, string erasureId, IReadOnlyCollection<string> digests, CancellationToken cancellationToken);

    /// <summary>Whether the database has any at all.</summary>
    Task<bool> AnyAsync(string account, string database, CancellationToken cancellationToken);

    /// <summary>Those of the digests that are suppressed.</summary>
    Task<ImmutableHashSet<string>> FindAsync(string account, string database, IReadOnlyCollection<string> digests, CancellationToken cancellationToken);

    /// <summary>Ends an erasure's suppressions. What another erasure suppresses as well stays so.</summary>
    Task LiftAsync(string account, string database, string erasureId, CancellationToken cancellationToken);
}
