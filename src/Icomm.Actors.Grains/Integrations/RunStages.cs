using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>The stages of a run: one for each resource, as far as the run has come. At most one is open.</summary>
internal static class RunStages
{
    /// <summary>Work on a resource begins, or goes on with another stretch of time: then its stage is the same.</summary>
    public static ImmutableArray<StageProgress> Enter(ImmutableArray<StageProgress> stages, string resource, DateTimeOffset now) =>
        stages is [.., { EndedAt: null } open] && open.Stage == resource ? stages : [.. stages.Select(stage => stage.End(now)), StageProgress.Begin(resource, now)];

    /// <summary>A page was applied. A slice that an earlier run had opened has no stage in this one yet.</summary>
    public static ImmutableArray<StageProgress> Advance(ImmutableArray<StageProgress> stages, string resource, DateTimeOffset now, long records, long? left)
    {
        var entered = Enter(stages, resource, now);
        return entered.SetItem(entered.Length - 1, entered[^1].Advance(now, records, left is null ? null : Math.Max(0, left.Value)));
    }
}
