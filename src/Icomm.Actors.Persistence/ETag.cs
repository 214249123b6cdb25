using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Persistence;

/// <summary>A record's version as the actor engine carries it: its number as text, nothing for a record that isn't stored.</summary>
internal static class ETag
{
    public static string? Of(long version) => version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);

    /// <summary>0 for none. A tag that no store gave out matches no version.</summary>
    public static long VersionOf(string? etag) => string.IsNullOrEmpty(etag) ? 0
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    public static InconsistentStateException Conflict(GrainId grain, string? current, VersionedWrite write) =>
        new($"{grain} was changed by another activation.", Of(write.Version) ?? "none", current ?? "none");
}
