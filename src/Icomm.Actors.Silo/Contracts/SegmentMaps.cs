using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Silo.Contracts;

/// <summary>Scores from one to another, both included: 1 to 5.</summary>
public sealed record ScoreRangeContract([property: Required] int? Min, [property: Required] int? Max)
{
    internal static ScoreRangeContract From(ScoreRange range) => new(range.Min, range.Max);
}

/// <summary>The cells of one segment, or some of them.</summary>
/// <param name="Segment">What is published.</param>
/// <param name="Recency">Any score when left out; the same for the others.</param>
public sealed record SegmentRuleContract([property: Required] string Segment, ScoreRangeContract? Recency, ScoreRangeContract? Frequency, ScoreRangeContract? Monetary)
{
    internal static SegmentRuleContract From(SegmentRule rule) => new(
        rule.Segment, ScoreRangeContract.From(rule.Recency), ScoreRangeContract.From(rule.Frequency), ScoreRangeContract.From(rule.Monetary));

    internal SegmentRule ToDomain() => new(Segment, RangeOf(Recency), RangeOf(Frequency), RangeOf(Monetary));

    private static ScoreRange RangeOf(ScoreRangeContract? range) => range is null ? ScoreRange.Any : new ScoreRange(range.Min!.Value, range.Max!.Value);
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
