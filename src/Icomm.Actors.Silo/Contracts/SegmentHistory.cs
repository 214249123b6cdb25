using System.Collections.Immutable;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Who was in which segment at the end of a refresh.</summary>
public sealed record SegmentSnapshotResponse(string RefreshId, DateOnly AsOf, DateTimeOffset EndedAt, ImmutableArray<SegmentSizeResponse> Segments)
{
    internal static SegmentSnapshotResponse From(RefreshRow row) => new(
        row.RefreshId, row.AsOf, row.EndedAt!.Value, [.. row.Segments.Select(size => new SegmentSizeResponse(size.Segment, size.Customers, size.Purchases, size.Amount))]);
}

/// <summary>Who went from one segment to another in a refresh.</summary>
public sealed record SegmentTransitionsResponse(string RefreshId, DateOnly AsOf, DateTimeOffset? EndedAt, ImmutableArray<SegmentTransition> Transitions);
