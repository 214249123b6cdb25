using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Orleans.Concurrency;

namespace Icomm.Actors.Abstractions.Refreshes;

/// <summary>
/// Works through one range of a database's profiles, so that silos share a refresh. Keeps nothing: each call is a unit that may be done again with the same outcome.
/// </summary>
[Alias("icomm.refresh-range")]
public interface IRefreshRangeGrain : IGrainWithStringKey
{
    /// <summary>Evaluates the rows that are due and counts all of them for the search of cuts.</summary>
    [Alias("evaluate")]
    Task<RangeEvaluated> EvaluateAsync(EvaluateProfiles order);

    /// <summary>One pass of the search for cuts over the range.</summary>
    /// <returns>Counts in the form that travels.</returns>
    [Alias("count")]
    Task<byte[]> CountAsync(ProfileRange range, RankQuestion question);

    /// <summary>Scores every row by a model.</summary>
    [Alias("score")]
    Task<RangeScored> ScoreAsync(ScoreProfiles order);
}

/// <summary>Profiles with keys above <paramref name="After"/> up to <paramref name="To"/>.</summary>
[GenerateSerializer, Immutable, Alias("icomm.profile-range")]
public readonly record struct ProfileRange([property: Id(0)] long After, [property: Id(1)] long To);

/// <param name="SettingsStamp">For silos of a former version, who note it in their rows instead of one of their own: 0, so that this version evaluates those again.</param>
/// <param name="Question">The first pass of the search for cuts.</param>
[GenerateSerializer, Immutable, Alias("icomm.evaluate-profiles")]
public sealed record EvaluateProfiles(
    [property: Id(0)] ProfileRange Range,
    [property: Id(1)] DateOnly AsOf,
    [property: Id(2)] DatabaseSettings Settings,
    [property: Id(3)] long SettingsStamp,
    [property: Id(4)] RankQuestion Question);

/// <param name="Profiles">Rows of the range.</param>
/// <param name="Evaluated">Rows that were evaluated again.</param>
/// <param name="Unanswerable">Rows that folding makes unanswerable as of the day, of those evaluated.</param>
/// <param name="Counts">Of the first pass, in the form that travels.</param>
[GenerateSerializer, Immutable, Alias("icomm.range-evaluated")]
public sealed record RangeEvaluated(
    [property: Id(0)] long Profiles, [property: Id(1)] long Evaluated, [property: Id(2)] long Unanswerable, [property: Id(3)] byte[] Counts);

/// <param name="Number">Of the refresh.</param>
[GenerateSerializer, Immutable, Alias("icomm.score-profiles")]
public sealed record ScoreProfiles(
    [property: Id(0)] ProfileRange Range, [property: Id(1)] DateOnly AsOf, [property: Id(2)] long Number, [property: Id(3)] long ModelVersion);

/// <param name="Rescored">Rows whose scores or segment changed.</param>
[GenerateSerializer, Immutable, Alias("icomm.range-scored")]
public sealed record RangeScored(
    [property: Id(0)] long Rescored, [property: Id(1)] ImmutableArray<SegmentTally> Segments, [property: Id(2)] ImmutableArray<TransitionTally> Transitions);

/// <param name="Amount">Lifetime revenue, major units of the database's currency.</param>
[GenerateSerializer, Immutable, Alias("icomm.segment-tally")]
public readonly record struct SegmentTally(
    [property: Id(0)] string Segment, [property: Id(1)] long Customers, [property: Id(2)] long Purchases, [property: Id(3)] decimal Amount);

/// <summary>Customers who went from one segment to another in this refresh.</summary>
[GenerateSerializer, Immutable, Alias("icomm.transition-tally")]
public readonly record struct TransitionTally([property: Id(0)] string From, [property: Id(1)] string To, [property: Id(2)] long Customers);
