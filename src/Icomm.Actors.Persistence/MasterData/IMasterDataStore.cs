using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;

namespace Icomm.Actors.Persistence.MasterData;

/// <summary>
/// The rows that a refresh writes and queries read. Everything goes by ranges of keys, each of which one caller works through in the order of keys; a batch is one transaction, and doing a batch
/// again changes nothing, so that a refresh may be taken up anywhere.
/// </summary>
public interface IMasterDataStore
{
    /// <summary>Cuts the keys of a database's profiles into ranges of about <paramref name="profilesPerRange"/>; none for an empty database. The last one is open, so that profiles that come meanwhile are in it.</summary>
    Task<ImmutableArray<ProfileRange>> PlanRangesAsync(string account, string database, int profilesPerRange, CancellationToken cancellationToken);

    /// <summary>Whether a refresh would find any row to evaluate again: a profile changed, a window moves, another day or other settings.</summary>
    Task<bool> HasDueAsync(string account, string database, RefreshPlan plan, CancellationToken cancellationToken);

    /// <summary>
    /// The next rows of a range: those that hold as they are, with their values, and those to be evaluated (changed since, new, gone, evaluated with other settings, or not valid on the plan's day) with the
    /// profile's state. Ends after <paramref name="limit"/> rows or a quarter as many due ones.
    /// </summary>
    Task<MasterDataBatch> ReadDueAsync(string account, string database, ProfileRange range, long after, RefreshPlan plan, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes rows that were evaluated and removes those of profiles that are gone, and takes the profile off the list of changed ones if it still has the version that was read.
    /// A row keeps its scores and segments. Durable when the task completes.
    /// </summary>
    Task SaveAsync(string account, string database, IReadOnlyList<EnrichedProfile> rows, IReadOnlyList<long> gone, CancellationToken cancellationToken);

    /// <summary>The values of all rows of a range, <paramref name="limit"/> at a time: what cuts are counted over.</summary>
    Task<MasterDataValues> ReadValuesAsync(string account, string database, ProfileRange range, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Values and scores of all rows of a range, <paramref name="limit"/> at a time.</summary>
    Task<ImmutableArray<ScoredRow>> ReadScoresAsync(string account, string database, ProfileRange range, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Writes the scores of rows where they differ. Durable when the task completes.</summary>
    Task SaveScoresAsync(string account, string database, IReadOnlyList<RowScores> scores, CancellationToken cancellationToken);
}

/// <param name="AsOf"><see cref="DateOnly.DayNumber"/> to evaluate.</param>
/// <param name="SettingsStamp">Stands for the settings that count: another stamp, and every row is due.</param>
public sealed record RefreshPlan(int AsOf, long SettingsStamp);

/// <param name="Values">Of rows that hold as they are: <see cref="Domain.Rfm.RfmPeriods.Count"/> values each, one row after the other.</param>
/// <param name="Due">To be evaluated, in the order of keys.</param>
/// <param name="Gone">Keys of rows whose profile no longer exists.</param>
/// <param name="Next">Where the next batch begins (<c>after</c>); null at the range's end.</param>
public sealed record MasterDataBatch(Domain.Rfm.RfmValues[] Values, ImmutableArray<DueProfile> Due, ImmutableArray<long> Gone, long? Next);

public sealed record DueProfile(long Key, string ProfileId, long Version, byte[] State);

/// <inheritdoc cref="MasterDataBatch"/>
public sealed record MasterDataValues(Domain.Rfm.RfmValues[] Values, long? Next);

/// <summary>A row as scoring sees it.</summary>
public sealed class ScoredRow
{
    public required long Key { get; init; }

    /// <summary>By period.</summary>
    public required Domain.Rfm.RfmValues[] Values { get; init; }

    public required long ContentHash { get; init; }

    /// <summary>Whether the profile could not be evaluated as of the day: it has no values, and nobody knows its score.</summary>
    public bool HasProblem { get; init; }

    /// <summary>Null before the row's first scoring.</summary>
    public RowScores? Scores { get; init; }
}

/// <summary>What scoring gives a row.</summary>
public sealed record RowScores
{
    public required long Key { get; init; }

    /// <summary>Three-digit codes by period; 0 outside the population.</summary>
    public required ImmutableArray<short> Codes { get; init; }

    public required string Group { get; init; }

    public required string Segment { get; init; }

    public string? PreviousSegment { get; init; }

    /// <summary>Day number; null when the segment never changed.</summary>
    public int? SegmentChangedOn { get; init; }

    /// <summary>Number of the refresh in which the segment changed; null when it never did.</summary>
    public long? SegmentChangedIn { get; init; }

    /// <summary>Hash of everything that is published except the days since a purchase: content, scores and segments. What was published under another must be published again.</summary>
    public required long Fingerprint { get; init; }

    public bool Equals(RowScores? other) => other is not null && Key == other.Key && Codes.AsSpan().SequenceEqual(other.Codes.AsSpan()) && Group == other.Group && Segment == other.Segment
        && PreviousSegment == other.PreviousSegment && SegmentChangedOn == other.SegmentChangedOn && SegmentChangedIn == other.SegmentChangedIn && Fingerprint == other.Fingerprint;

    public override int GetHashCode() => Key.GetHashCode();
}
