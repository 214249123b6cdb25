using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>The maps that come with the program, read from <c>Rfm/Maps/*.json</c>.</summary>
public static class SegmentMaps
{
    /// <summary>Name of <see cref="Icomm"/>.</summary>
    public const string Default = "icomm";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Fifteen segments, group by recency (facts/icomm.md §1.2): a proposal with the three names that icomm's articles attest.</summary>
    public static SegmentMap Icomm => Find("icomm")!;

    /// <summary>The ten segments of the R package <c>rfm</c>, first match wins, else Others.</summary>
    public static SegmentMap RRfm => Find("r-rfm")!;

    /// <summary>The default first.</summary>
    public static ImmutableArray<SegmentMap> Shipped { get; } = [Read("icomm"), Read("r-rfm")];

    /// <summary>Null when no shipped map has that name. Names are matched exactly, letter case included.</summary>
    public static SegmentMap? Find(string name) => Shipped.FirstOrDefault(map => map.Name == name);

    private static SegmentMap Read(string name)
    {
        using var resource = typeof(SegmentMaps).Assembly.GetManifestResourceStream($"Rfm/Maps/{name}.json")
            ?? throw new InvalidOperationException($"the segment map '{name}' is missing from the program");
        return JsonSerializer.Deserialize<SegmentMap>(resource, Json)!;
    }
}
