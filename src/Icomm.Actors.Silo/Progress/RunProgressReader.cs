using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Requests;

namespace Icomm.Actors.Silo.Progress;

/// <summary>How far a sync run has come: from its grain's memory while it is under way, from the run log once it has ended.</summary>
internal sealed class RunProgressReader(IGrainFactory grains, IRunLog log, TimeProvider time)
{
    private const string Ended = "ended";

    /// <returns>Null when there is no such run.</returns>
    public async Task<ProgressSnapshot?> ReadAsync(Caller caller, string integrationId, string runId, CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return null;
        var now = time.GetUtcNow();
        if (found.Status.CurrentRun is { } run && run.RunId == runId)
        {
            return new ProgressSnapshot(
                $"{run.Pages}.{run.Stages.Length}",
                new ProgressResponse(runId, RunOutcome.Running, run.StartedAt, EndedAt: null, [.. run.Stages.Select(stage => StageProgressResponse.From(stage, now))]));
        }

        return await log.FindAsync(caller.Account, found.Status.IntegrationId, runId, cancellationToken) is { } row
            ? new ProgressSnapshot(
                row.EndedAt is null ? RunOutcome.Running.ToString() : Ended,
                new ProgressResponse(runId, row.Outcome, row.StartedAt, row.EndedAt, [.. row.Stages.Select(stage => StageProgressResponse.From(stage, now))]))
            : null;
    }
}
