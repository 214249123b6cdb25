using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>A segment map laid out over the 125 cells, which is also how it is validated.</summary>
public static class SegmentTable
{
    /// <summary>The segment of each <see cref="RfmScore.Cell"/>.</summary>
    /// <exception cref="SegmentMapException">The map leaves a cell out, gives one to two segments, or has a rule that can never match.</exception>
    public static string[] Of(SegmentMap map) => throw new NotImplementedException();

    /// <summary>Every segment that a customer can be in, in the map's order, <see cref="RfmGroups.Prospects"/> last.</summary>
    public static ImmutableArray<string> SegmentsOf(SegmentMap map) => throw new NotImplementedException();

    /// <summary>The rule that gives a cell its segment; null when that is <see cref="SegmentMap.Otherwise"/>.</summary>
    public static SegmentRule? RuleOf(SegmentMap map, RfmScore score) => map.Rules.FirstOrDefault(rule => rule.Matches(score));
}
