using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>Turns an integration's record into what its card shows; the same for one read from its grain and for a list read from rows.</summary>
public static class IntegrationStatuses
{
    /// <exception cref="InvalidOperationException">The integration has not been created.</exception>
    public static IntegrationStatus From(string integrationId, IntegrationRecord record) => new()
    {
        IntegrationId = integrationId,
        Definition = record.Definition ?? throw new InvalidOperationException($"Integration {integrationId} has no definition."),
        CreatedAt = record.CreatedAt,
        Health = record switch
        {
            { LastProblemCode: not null } => IntegrationHealth.Error,
            { LastSuccessAt: not null } => IntegrationHealth.Success,
            _ => IntegrationHealth.New,
        },
        ProblemCode = record.LastProblemCode,
        LastSuccessAt = record.LastSuccessAt,
        NextDueAt = record.Deletion is null ? record.NextDueAt : null,
        DefinitionVersion = Math.Max(1, record.DefinitionVersion),
        Pause = record.Pause,
        ConsecutiveFailures = record.ConsecutiveFailures,
        ProblemText = record.LastProblemText,
        Problem = record.LastProblem,
        CurrentRun = record.CurrentRun is { } run ? Progress(run, record.OpenSlice) : null,
        Deletion = record.Deletion is { } deletion
            ? new IntegrationDeletion { RequestedAt = deletion.RequestedAt, RemovesOrders = deletion.RemovesOrders, ProfilesDone = deletion.ProfilesDone, ProfilesTotal = deletion.ProfilesTotal }
            : null,
    };

    private static RunProgress Progress(RunCheckpoint run, SliceCheckpoint? slice) => new()
    {
        RunId = run.RunId,
        StartedAt = run.StartedAt,
        Stage = slice?.Resource,
        StageDone = slice?.Read ?? 0,
        StageTotal = slice?.Total,
        Read = run.Counters.Read,
        New = run.Counters.New,
        Changed = run.Counters.Changed,
        Unchanged = run.Counters.Unchanged,
        Rejected = run.Counters.Rejected,
        Pages = run.Counters.Pages,
        Stages = run.Stages ?? [],
        Suppressed = run.Counters.Suppressed,
    };
}
