using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Scores from one to another, both included: 1 to 5.</summary>
public sealed record ScoreRangeContract
{
    public required int Min { get; init; }

    public required int Max { get; init; }

    internal static ScoreRangeContract From(ScoreRange range) => new() { Min = range.Min, Max = range.Max };

    internal static ScoreRange ToDomain(ScoreRangeContract? range) => range is null ? ScoreRange.Any : new ScoreRange(range.Min, range.Max);
}

/// <summary>The cells of one segment, or some of them. A score that is left out may be any.</summary>
public sealed record SegmentRuleContract
{
    /// <summary>What is published.</summary>
    public required string Segment { get; init; }

    public ScoreRangeContract? Recency { get; init; }

    public ScoreRangeContract? Frequency { get; init; }

    public ScoreRangeContract? Monetary { get; init; }

    internal static SegmentRuleContract From(SegmentRule rule) => new()
    {
        Segment = rule.Segment,
        Recency = ScoreRangeContract.From(rule.Recency),
        Frequency = ScoreRangeContract.From(rule.Frequency),
        Monetary = ScoreRangeContract.From(rule.Monetary),
    };

    internal SegmentRule ToDomain() => new(Segment, ScoreRangeContract.ToDomain(Recency), ScoreRangeContract.ToDomain(Frequency), ScoreRangeContract.ToDomain(Monetary));
}

/// <summary>Which segment each of the 125 cells of the lifetime score belongs to, as rules.</summary>
public sealed record SegmentMapResponse
{
    public required string Name { get; init; }

    /// <summary>unique: rules of different segments never overlap. first: the first rule that matches decides.</summary>
    public required SegmentMatching Matching { get; init; }

    public required ImmutableArray<SegmentRuleContract> Rules { get; init; }

    /// <summary>The segment of every cell that no rule matches; absent when each is matched by one.</summary>
    public string? Otherwise { get; init; }

    /// <summary>Every segment that a customer can be in, PROSPECTS (never purchased) last.</summary>
    public required ImmutableArray<string> Segments { get; init; }

    internal static SegmentMapResponse From(SegmentMap map) => new()
    {
        Name = map.Name,
        Matching = map.Matching,
        Rules = [.. map.Rules.Select(SegmentRuleContract.From)],
        Otherwise = map.Otherwise,
        Segments = SegmentTable.SegmentsOf(map),
    };
}

/// <summary>The segment map of a database, laid out.</summary>
/// <param name="IsOwn">The map is the database's own; otherwise it is one that comes with the program.</param>
/// <param name="Map">The rules.</param>
/// <param name="Cells">The segment of each three-digit score, 111 to 555.</param>
public sealed record DatabaseSegmentMapResponse(bool IsOwn, SegmentMapResponse Map, IReadOnlyDictionary<string, string> Cells)
{
    internal static DatabaseSegmentMapResponse From(DatabaseSettings settings)
    {
        var map = settings.Segments();
        var table = SegmentTable.Of(map);
        return new DatabaseSegmentMapResponse(
            settings.OwnSegmentMap is not null,
            SegmentMapResponse.From(map),
            new OrderedDictionary<string, string>(table.Select((segment, cell) => KeyValuePair.Create(RfmScore.OfCell(cell).ToString(), segment))));
    }
}

/// <summary>The segment map that a database is to have: the name of one that comes with the program and nothing else, or a whole map of one's own.</summary>
public sealed record PutSegmentMapRequest
{
    [Required]
    public required string Name { get; init; }

    /// <summary>unique when left out.</summary>
    public SegmentMatching? Matching { get; init; }

    /// <summary>1 to 125 rules; left out for a map that comes with the program.</summary>
    public ImmutableArray<SegmentRuleContract>? Rules { get; init; }

    /// <summary>The segment of every cell that no rule matches. Without one, the rules must match every cell.</summary>
    public string? Otherwise { get; init; }
}
