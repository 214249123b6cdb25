using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Management;

/// <summary>What stores sent and nobody could use, kept as it came. A record is resolved when the store's record of that id has been used since: mended in the shop, or read by a version that can.</summary>
public interface IRejectedRecords
{
    /// <summary>Adds the records; the same text of the same resource is kept once, however often it comes, and is open again when it comes after it was resolved.</summary>
    Task AddAsync(IReadOnlyCollection<RejectedRecord> records, CancellationToken cancellationToken);

    /// <summary>Resolves an integration's open records of these ids.</summary>
    /// <param name="recordIds">The store's.</param>
    /// <returns>How many were resolved.</returns>
    Task<int> ResolveAsync(string account, string integrationId, string resource, IReadOnlyCollection<string> recordIds, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="isResolved">Null for all.</param>
    /// <param name="before">The id the page before ended with; null from the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<StoredRejectedRecord>> ListAsync(string account, string integrationId, bool? isResolved, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Removes an integration's oldest records that came before an instant.</summary>
    /// <param name="limit">The most that are removed, 1 to 1,000.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveAsync(string account, string integrationId, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

public sealed record RejectedRecord
{
    public required string Account { get; init; }

    public required string IntegrationId { get; init; }

    public required string RunId { get; init; }

    public required string Resource { get; init; }

    public string? RecordId { get; init; }

    public required string Code { get; init; }

    public required string Reason { get; init; }

    public required string Raw { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Never prints the record: it may hold personal data.</summary>
    public override string ToString() => $"{nameof(RejectedRecord)} {Code}";
}

public sealed record StoredRejectedRecord(long Id, RejectedRecord Record);
