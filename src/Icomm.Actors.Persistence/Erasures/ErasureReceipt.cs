using System.Collections.Immutable;

namespace Icomm.Actors.Persistence.Erasures;

/// <summary>What was done to forget a person. Never says who it was.</summary>
public sealed record ErasureReceipt
{
    public required string ErasureId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Keyed digest of what the person was named by.</summary>
    public required string Digest { get; init; }

    /// <summary>False when the work broke off: asking again does what is left.</summary>
    public bool IsComplete { get; init; }

    public int Profiles { get; init; }

    /// <summary>Orders of every status, folded ones included.</summary>
    public long Orders { get; init; }

    /// <summary>Of those, how many were kept as totals only: sums by month keep what they hold of these, since their months are not known any more.</summary>
    public long FoldedOrders { get; init; }

    public long RejectedRecords { get; init; }

    /// <summary>Publications that had sent the person to a receiver, which has to be told.</summary>
    public ImmutableArray<ErasurePublication> Publications { get; init; } = [];

    /// <summary>Exported files that the person was taken out of.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>When the person may come back; null while they may not.</summary>
    public DateTimeOffset? LiftedAt { get; init; }
}

public sealed record ErasurePublication(string PublicationId, string? Name, string? Type);
