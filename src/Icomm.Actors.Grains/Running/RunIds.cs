using System.Globalization;

namespace Icomm.Actors.Grains.Running;

/// <summary>Ids of runs: the instant a run starts, so that they sort by time. One integration never starts two runs in one millisecond.</summary>
internal static class RunIds
{
    public static string New(DateTimeOffset startedAt) => startedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
}
