using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Refreshes;

/// <summary>
/// Refreshes a database once a day: evaluates the profiles whose windows changed, computes the population's cuts, scores everybody and starts the publications. Keyed by <see cref="DatabaseKey"/>.
/// At most one refresh is under way, and it survives the silo it runs on.
/// </summary>
[Alias("icomm.database-refresh")]
public interface IDatabaseRefreshGrain : IGrainWithStringKey
{
    /// <summary>Sets the daily refresh by the database's settings and takes up one that was interrupted. Called when a database is created or changed, and for each when a silo starts.</summary>
    [Alias("schedule")]
    Task ScheduleAsync();

    /// <summary>Starts a refresh, or joins the one under way if it does the same.</summary>
    [Alias("refresh-now")]
    Task<RefreshStart> RefreshNowAsync(RefreshRequest request);

    /// <summary>
    /// Deletes the database with all that is kept in it, in the background; a refresh under way is broken off. Nothing else is done with it from then on. May be asked for again.
    /// </summary>
    /// <returns>When that was asked for first; null when an integration feeds the database, or when there is no such database.</returns>
    [Alias("delete")]
    Task<DateTimeOffset?> DeleteAsync();

    /// <summary>Null when the database has never been scheduled.</summary>
    [AlwaysInterleave]
    [Alias("get-status")]
    Task<RefreshStatus?> GetStatusAsync();
}

/// <param name="AsOf">The day to evaluate, in the database's zone; null for today.</param>
/// <param name="Publish">Whether to publish afterwards; null publishes a refresh of today only: another day's indicators are no news to a receiver.</param>
[GenerateSerializer, Immutable, Alias("icomm.refresh-request")]
public sealed record RefreshRequest([property: Id(0)] DateOnly? AsOf, [property: Id(1)] bool? Publish);

/// <param name="RefreshId">Of the refresh that was started or joined, or that stands in the way; null when there is no such database.</param>
/// <param name="IsOther">Another refresh is under way, as of another day: nothing was started.</param>
[GenerateSerializer, Immutable, Alias("icomm.refresh-start")]
public sealed record RefreshStart([property: Id(0)] string? RefreshId, [property: Id(1)] bool IsOther);

[GenerateSerializer, Immutable, Alias("icomm.refresh-status")]
public sealed record RefreshStatus
{
    [Id(0)]
    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Code of what made the last refresh fail; null when it succeeded.</summary>
    [Id(1)]
    public string? ProblemCode { get; init; }

    /// <summary>The last refresh that succeeded; null before the first.</summary>
    [Id(2)]
    public CompletedRefreshStatus? LastCompleted { get; init; }

    /// <summary>Null between refreshes.</summary>
    [Id(3)]
    public RefreshProgress? Current { get; init; }
}

/// <param name="AsOf">The day, in the database's zone, that every row is of.</param>
/// <param name="ModelVersion">Of the RFM model that scored them.</param>
/// <param name="Currency">Of their amounts: the database's at that time.</param>
[GenerateSerializer, Immutable, Alias("icomm.completed-refresh")]
public sealed record CompletedRefreshStatus(
    [property: Id(0)] string RefreshId, [property: Id(1)] DateOnly AsOf, [property: Id(2)] DateTimeOffset EndedAt, [property: Id(3)] long ModelVersion, [property: Id(4)] string? Currency);

/// <param name="Stage">Evaluating, Cutting, Scoring or Publishing.</param>
/// <param name="RangesDone">Ranges of profiles that the stage is done with.</param>
/// <param name="Evaluated">Rows evaluated again so far.</param>
/// <param name="Rescored">Rows whose scores or segment changed so far.</param>
[GenerateSerializer, Immutable, Alias("icomm.refresh-progress")]
public sealed record RefreshProgress(
    [property: Id(0)] string RefreshId,
    [property: Id(1)] DateOnly AsOf,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] string Stage,
    [property: Id(4)] int RangesDone,
    [property: Id(5)] int Ranges,
    [property: Id(6)] long Evaluated,
    [property: Id(7)] long Rescored);
