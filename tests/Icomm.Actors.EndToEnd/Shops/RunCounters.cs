using System.Text.Json;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>What a run says it did.</summary>
internal sealed record RunCounters(long Read, long New, long Changed, long Unchanged, long Rejected)
{
    public static RunCounters Of(JsonElement run)
    {
        var counters = run.GetProperty("counters");
        return new RunCounters(Number("read"), Number("new"), Number("changed"), Number("unchanged"), Number("rejected"));

        long Number(string name) => counters.GetProperty(name).GetInt64();
    }

    /// <summary>Each record read is exactly one of the others.</summary>
    public void AssertAddUp() => Assert.Equal(Read, New + Changed + Unchanged + Rejected);
}
