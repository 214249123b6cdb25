using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Turns a refresh's record into what is shown of it.</summary>
internal static class RefreshStatuses
{
    public static RefreshStatus From(RefreshRecord record) => new()
    {
        NextDueAt = record.NextDueAt,
        ProblemCode = record.LastProblemCode,
        LastCompleted = record.LastCompleted is { } last ? new CompletedRefreshStatus(last.RefreshId, last.AsOf, last.EndedAt, last.ModelVersion, last.Currency) : null,
        Current = record.Current is { } current
            ? new RefreshProgress(
                current.RefreshId,
                current.AsOf,
                current.StartedAt,
                current.Stage.ToString(),
                current.Ranges.Count(range => range.IsDone),
                current.Ranges.Length,
                current.Counters.Evaluated,
                current.Counters.Rescored)
            : null,
    };
}
