using System.Collections.Immutable;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Persistence.Refreshes;

/// <summary>The history of refreshes: what marketers see of segments over time, and operators of what was done.</summary>
public interface IRefreshLog
{
    /// <inheritdoc cref="IRunLog.SaveAsync"/>
    Task SaveAsync(RefreshRow refresh, CancellationToken cancellationToken);

    Task<RefreshRow?> FindAsync(string account, string database, string refreshId, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="before">The refresh id the page before ended with; null from the newest. Ids sort by time.</param>
    /// <param name="limit">1 to 1,000.</param>
    Task<ImmutableArray<RefreshRow>> ListAsync(string account, string database, string? before, int limit, CancellationToken cancellationToken);
}

public sealed record RefreshRow
{
    public required string Account { get; init; }

    public required string DatabaseId { get; init; }

    public required string RefreshId { get; init; }

    public required long Number { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required RunOutcome Outcome { get; init; }

    public long? ModelVersion { get; init; }

    public required RefreshCounters Counters { get; init; }

    /// <summary>Segment sizes at its end.</summary>
    public ImmutableArray<SegmentCount> Segments { get; init; } = [];

    /// <summary>Customers who went from one segment to another in this refresh.</summary>
    public ImmutableArray<SegmentTransition> Transitions { get; init; } = [];

    /// <summary>What happened, in order; at most 100 entries are kept.</summary>
    public ImmutableArray<RunMessage> Messages { get; init; } = [];
}

/// <param name="Amount">Lifetime revenue, major units of the database's currency.</param>
public sealed record SegmentCount(string Segment, long Customers, long Purchases, decimal Amount);

public sealed record SegmentTransition(string From, string To, long Customers);
