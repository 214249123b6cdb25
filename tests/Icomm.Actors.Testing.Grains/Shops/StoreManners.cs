using System.Collections.Immutable;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Testing.Grains.Shops;

/// <summary>How a store behaves towards one request. The default is a store that answers at once and never lies.</summary>
public record StoreManners
{
    public static readonly StoreManners Good = new();

    /// <summary>How long the answer takes.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Thrown after the latency in place of an answer.</summary>
    public StoreException? Failure { get; init; }

    /// <summary>How old the snapshot is that the request reads: replicas lag.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>How far its clock is behind ours, and says so; zero for one that is right.</summary>
    public TimeSpan ClockBehind { get; init; }

    /// <summary>Records of the page are also sent in their version before, as a merge of two replicas would.</summary>
    public bool SendsOldVersionsToo { get; init; }

    /// <summary>The page begins with up to this many of the records before it.</summary>
    public int Overlap { get; init; }

    /// <summary>The page is to be read again: its token leads back to it once.</summary>
    public bool Repeats { get; init; }

    /// <summary>A first page decides that the whole slice is read from its end to its beginning.</summary>
    public bool Backwards { get; init; }

    /// <summary>An order of the page's records in place of the sorted one.</summary>
    public Func<ImmutableArray<ShopRecord>, ImmutableArray<ShopRecord>>? Arrange { get; init; }

    /// <summary>What it says there is in all; null for the truth.</summary>
    public int? TotalCount { get; init; }
}
