using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Writes the history of refreshes that marketers and operators read.</summary>
public sealed class RefreshJournal(IRefreshLog log, TimeProvider time)
{
    public Task BeganAsync(DatabaseKey database, RefreshCheckpoint refresh) =>
        log.SaveAsync(Row(database, refresh, RunOutcome.Running, endedAt: null, RefreshTallies.None, []), CancellationToken.None);

    public Task EndedAsync(DatabaseKey database, RefreshCheckpoint refresh, RefreshEnd end)
    {
        var now = time.GetUtcNow();
        var message = end.ProblemCode is { } code
            ? new RunMessage(now, "Error", code, "The refresh failed; it is tried again by itself. If it goes on failing, the log says why.")
            : new RunMessage(now, "Information", "refresh_succeeded", $"Every profile is as of {refresh.AsOf:yyyy-MM-dd}.");
        return log.SaveAsync(
            Row(database, refresh, end.ProblemCode is null ? RunOutcome.Succeeded : RunOutcome.Failed, now, end.Tallies, [message]), CancellationToken.None);
    }

    private static RefreshRow Row(
        DatabaseKey database, RefreshCheckpoint refresh, RunOutcome outcome, DateTimeOffset? endedAt, RefreshTallies tallies, ImmutableArray<RunMessage> messages) => new()
        {
            Account = database.Account,
            DatabaseId = database.Database,
            RefreshId = refresh.RefreshId,
            Number = refresh.Number,
            AsOf = refresh.AsOf,
            StartedAt = refresh.StartedAt,
            EndedAt = endedAt,
            Outcome = outcome,
            ModelVersion = refresh.ModelVersion,
            Counters = refresh.Counters,
            Segments = tallies.SegmentCounts,
            Transitions = tallies.SegmentTransitions,
            Messages = messages,
        };
}
