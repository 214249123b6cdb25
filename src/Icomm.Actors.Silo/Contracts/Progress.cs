using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>How far a piece of work has come, stage by stage.</summary>
/// <param name="EndedAt">Absent while it is under way.</param>
/// <param name="Stages">In the order in which they began.</param>
public sealed record ProgressResponse(string Id, RunOutcome Outcome, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ImmutableArray<StageProgressResponse> Stages);

/// <param name="Stage">What is being read: <c>Catalogue</c>, <c>Customers</c> or <c>Orders</c>.</param>
/// <param name="EndedAt">Absent while the stage is open.</param>
/// <param name="Done">Records dealt with.</param>
/// <param name="Total">Records that there will be; absent where the store does not say.</param>
/// <param name="RecordsPerSecond">Over the recent past; of a stage that has ended, over all of it. Absent before there is a time to measure over.</param>
/// <param name="SecondsLeft">By that rate; absent where the total is unknown, nothing moves, or the stage has ended.</param>
public sealed record StageProgressResponse(string Stage, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long Done, long? Total, double? RecordsPerSecond, long? SecondsLeft)
{
    internal static StageProgressResponse From(StageProgress stage, DateTimeOffset now) => new(
        stage.Stage,
        stage.StartedAt,
        stage.EndedAt,
        stage.Done,
        stage.Total,
        stage.RateAt(now) is { } rate ? Math.Round(rate, 1) : null,
        stage.TimeLeftAt(now) is { } left ? (long)Math.Ceiling(left.TotalSeconds) : null);
}
