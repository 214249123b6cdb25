using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>The maps that come with the program, read from <c>Rfm/Maps/*.json</c>.</summary>
public static class SegmentMaps
{
    /// <summary>Name of <see cref="Icomm"/>.</summary>
    public const string Default = "icomm";

    /// <summary>Fifteen segments, group by recency (facts/icomm.md §1.2): a proposal with the three names that icomm's articles attest.</summary>
    public static SegmentMap Icomm => Find("icomm")!;

    /// <summary>The ten segments of the R package <c>rfm</c>, first match wins, else Others.</summary>
    public static SegmentMap RRfm => Find("r-rfm")!;

    public static ImmutableArray<SegmentMap> Shipped => throw new NotImplementedException();

    /// <summary>Null when no shipped map has that name.</summary>
    public static SegmentMap? Find(string name) => throw new NotImplementedException();
}
