using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Audit;

/// <summary>Who changed what, and when: of an account, and kept when what was changed is gone.</summary>
public interface IAuditLog
{
    /// <summary>Inserts the entry, or overwrites what came of it: its outcome, its resource and its changes.</summary>
    Task SaveAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Takes an entry out whose action was refused: nothing was changed.</summary>
    Task WithdrawAsync(string account, string entryId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="filter">Which entries are wanted.</param>
    /// <param name="before">The entry id the page before ended with; null from the newest. Entry ids sort by time.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<AuditEntry>> ListAsync(string account, AuditFilter filter, string? before, int limit, CancellationToken cancellationToken);

    /// <summary>Removes an account's oldest entries from before an instant.</summary>
    /// <param name="limit">The most that are removed, 1 to 1,000.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveAsync(string account, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>Conditions on entries; all that are given must hold.</summary>
public sealed record AuditFilter
{
    public static readonly AuditFilter All = new();

    public string? Action { get; init; }

    public string? IntegrationId { get; init; }

    public string? DatabaseId { get; init; }

    public string? KeyId { get; init; }

    /// <summary>At this instant or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? Until { get; init; }
}
