using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>A segment map laid out over the 125 cells, which is also how it is validated.</summary>
public static class SegmentTable
{
    /// <summary>Longest name of a map or segment, in UTF-16 units.</summary>
    public const int MaxNameLength = 100;

    /// <summary>More rules than cells can't all match something first.</summary>
    public const int MaxRules = RfmScore.Cells;

    private const int Otherwise = -1;

    private const int CellsToName = 5;

    /// <summary>The segment of each <see cref="RfmScore.Cell"/>.</summary>
    /// <exception cref="SegmentMapException">The map leaves a cell out, gives one to two segments, or has a rule that can never match.</exception>
    public static string[] Of(SegmentMap map) => [.. Layout(map).Select(rule => rule == Otherwise ? map.Otherwise! : map.Rules[rule].Segment)];

    /// <summary>
    /// Every segment that a customer can be in, each once, in the map's order: <see cref="SegmentMap.Otherwise"/> behind the rules, <see cref="RfmGroups.Prospects"/> last.
    /// </summary>
    /// <exception cref="SegmentMapException">As <see cref="Of"/>.</exception>
    public static ImmutableArray<string> SegmentsOf(SegmentMap map)
    {
        var hasRest = Layout(map).Contains(Otherwise);
        var segments = map.Rules.Select(rule => rule.Segment).Concat(hasRest ? [map.Otherwise!] : []);
        return [.. segments.Distinct(StringComparer.Ordinal), RfmGroups.Prospects];
    }

    /// <summary>The rule that gives a cell its segment; null when that is <see cref="SegmentMap.Otherwise"/>.</summary>
    public static SegmentRule? RuleOf(SegmentMap map, RfmScore score) => map.Rules.FirstOrDefault(rule => rule.Matches(score));

    /// <summary>The first rule that matches each cell. Of a valid map with <see cref="SegmentMatching.Unique"/> every other match has the same segment.</summary>
    private static int[] Layout(SegmentMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        CheckParts(map);
        var first = new int[RfmScore.Cells];
        for (var cell = 0; cell < first.Length; cell++)
        {
            first[cell] = Otherwise;
            for (var rule = 0; rule < map.Rules.Length && first[cell] == Otherwise; rule++)
                first[cell] = map.Rules[rule].Matches(RfmScore.OfCell(cell)) ? rule : Otherwise;
        }

        if (map.Matching == SegmentMatching.Unique)
            CheckUnique(map, first);
        for (var rule = 0; rule < map.Rules.Length; rule++)
        {
            if (!first.Contains(rule))
                throw new SegmentMapException(SegmentMapErrors.Unreachable, $"{Name(map, rule)} can never decide: every cell it matches belongs to a rule before it");
        }

        if (map.Otherwise is null && first.Contains(Otherwise))
            throw new SegmentMapException(SegmentMapErrors.Incomplete, $"no rule matches {Cells(first, rule => rule == Otherwise)}, and there is no segment for the rest");
        return first;
    }

    private static void CheckUnique(SegmentMap map, int[] first)
    {
        for (var rule = 1; rule < map.Rules.Length; rule++)
        {
            var segment = map.Rules[rule].Segment;
            for (var cell = 0; cell < first.Length; cell++)
            {
                var earlier = first[cell];
                if (earlier == Otherwise || map.Rules[earlier].Segment == segment || !map.Rules[rule].Matches(RfmScore.OfCell(cell)))
                    continue;
                var cells = Cells(first, (f, c) => f == earlier && map.Rules[rule].Matches(RfmScore.OfCell(c)));
                throw new SegmentMapException(
                    SegmentMapErrors.Ambiguous, $"'{map.Rules[earlier].Segment}' and '{segment}' ({Name(map, earlier)} and {Name(map, rule)}) both match {cells}");
            }
        }
    }

    private static void CheckParts(SegmentMap map)
    {
        CheckName(map.Name, "the map's name");
        if (!Enum.IsDefined(map.Matching))
            throw Invalid($"matching {(int)map.Matching} is not known");
        if (map.Rules.IsDefaultOrEmpty || map.Rules.Length > MaxRules)
            throw Invalid($"a map has 1 to {MaxRules} rules");
        for (var i = 0; i < map.Rules.Length; i++)
        {
            if (map.Rules[i] is not { } rule)
                throw Invalid($"rule {i + 1} is missing");
            CheckSegment(rule.Segment, $"the segment of rule {i + 1}");
            CheckRange(map, i, rule.Recency, "recency");
            CheckRange(map, i, rule.Frequency, "frequency");
            CheckRange(map, i, rule.Monetary, "monetary");
        }

        if (map.Otherwise is not null)
            CheckSegment(map.Otherwise, "the segment for the rest");
    }

    private static void CheckSegment(string? segment, string what)
    {
        CheckName(segment, what);
        if (segment == RfmGroups.Prospects)
            throw Invalid($"{what} can't be {RfmGroups.Prospects}: that is who never purchased, whatever the map");
    }

    private static void CheckName(string? name, string what)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            throw Invalid($"{what} must have 1 to {MaxNameLength} characters, not all blank and no control characters");
    }

    private static void CheckRange(SegmentMap map, int rule, ScoreRange range, string dimension)
    {
        if (range.Min < 1 || range.Max > 5 || range.Min > range.Max)
            throw Invalid($"{Name(map, rule)}: {dimension} from {range.Min} to {range.Max} is not within 1 to 5");
    }

    private static SegmentMapException Invalid(string message) => new(SegmentMapErrors.Invalid, message);

    private static string Name(SegmentMap map, int rule) => $"rule {rule + 1} ('{map.Rules[rule].Segment}')";

    private static string Cells(int[] first, Func<int, bool> isMeant) => Cells(first, (rule, _) => isMeant(rule));

    /// <summary>The first few of the cells that are meant, as <c>R1F2M3</c>.</summary>
    private static string Cells(int[] first, Func<int, int, bool> isMeant)
    {
        var cells = Enumerable.Range(0, first.Length).Where(cell => isMeant(first[cell], cell)).ToArray();
        var names = cells.Take(CellsToName).Select(cell => RfmScore.OfCell(cell)).Select(score => $"R{score.Recency}F{score.Frequency}M{score.Monetary}");
        return string.Join(", ", names) + (cells.Length > CellsToName ? $" and {cells.Length - CellsToName} more cells" : "");
    }
}
