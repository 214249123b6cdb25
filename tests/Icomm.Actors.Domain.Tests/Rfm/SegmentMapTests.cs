using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>Segment maps over the 125 cells: the two that are shipped, every way a map can be wrong, and random maps against brute force.</summary>
public sealed class SegmentMapTests
{
    private static readonly ScoreRange Any = ScoreRange.Any;

    private static IEnumerable<RfmScore> AllScores =>
        from r in Enumerable.Range(1, 5)
        from f in Enumerable.Range(1, 5)
        from m in Enumerable.Range(1, 5)
        select new RfmScore((byte)r, (byte)f, (byte)m);

    [Fact]
    public void Cells_and_codes_are_the_scores_counted_through()
    {
        Assert.Equal(Enumerable.Range(0, RfmScore.Cells), AllScores.Select(s => s.Cell));
        Assert.All(AllScores, score => Assert.Equal(score, RfmScore.OfCell(score.Cell)));
        Assert.All(AllScores, score => Assert.Equal(score, RfmScore.OfCode(score.Code)));
        Assert.Equal((111, 555, 0), (RfmScore.OfCell(0).Code, RfmScore.OfCell(124).Code, default(RfmScore).Code));
    }

    [Theory]
    [InlineData(1, "BEGINNERS", "NEW")]
    [InlineData(2, "FREQUENT", "CHAMPIONS")]
    [InlineData(3, "FREQUENT", "CHAMPIONS")]
    [InlineData(4, "LOYAL", "CHAMPIONS")]
    [InlineData(5, "LOYAL", "CHAMPIONS")]
    public void The_icomm_map_is_group_by_recency(int frequency, string group, string best)
    {
        string[] states = ["LOSE_IT", "HIBERNATING", "NEEDS_ATTENTION", "PROMISING", best];
        var table = SegmentTable.Of(SegmentMaps.Icomm);
        foreach (var score in AllScores.Where(s => s.Frequency == frequency))
        {
            Assert.Equal(group, RfmGroups.Of(score));
            Assert.Equal($"{group}_{states[score.Recency - 1]}", table[score.Cell]);
            Assert.Equal(table[score.Cell], SegmentTable.RuleOf(SegmentMaps.Icomm, score)!.Segment);
        }
    }

    [Fact]
    public void The_icomm_map_has_fifteen_segments_and_the_three_attested_names()
    {
        var segments = SegmentTable.SegmentsOf(SegmentMaps.Icomm);
        Assert.Equal(16, segments.Length);
        Assert.Equal(16, segments.Distinct().Count());
        Assert.Equal(RfmGroups.Prospects, segments[^1]);
        Assert.Superset(new HashSet<string> { "BEGINNERS_NEEDS_ATTENTION", "BEGINNERS_LOSE_IT", "FREQUENT_HIBERNATING" }, segments.ToHashSet());
        Assert.Equal(RfmGroups.Prospects, RfmGroups.Of(default));
    }

    /// <summary>The package's table written down once more, in its order (data/README.md).</summary>
    [Fact]
    public void The_r_rfm_map_is_the_package_s_table()
    {
        (string Segment, int R1, int R2, int F1, int F2, int M1, int M2)[] rules =
        [
            ("Champions", 5, 5, 5, 5, 5, 5), ("Potential Loyalist", 3, 5, 3, 5, 2, 5), ("Loyal Customers", 2, 4, 2, 4, 2, 4), ("Promising", 3, 4, 1, 3, 3, 5),
            ("New Customers", 4, 5, 1, 3, 1, 5), ("Can't Lose Them", 1, 2, 3, 4, 4, 5), ("At Risk", 1, 2, 2, 5, 4, 5), ("Need Attention", 1, 3, 3, 5, 3, 5),
            ("About To Sleep", 2, 3, 1, 3, 1, 4), ("Lost", 1, 1, 1, 5, 1, 5),
        ];
        var table = SegmentTable.Of(SegmentMaps.RRfm);
        foreach (var score in AllScores)
        {
            var (r, f, m) = (score.Recency, score.Frequency, score.Monetary);
            var rule = rules.FirstOrDefault(x => r >= x.R1 && r <= x.R2 && f >= x.F1 && f <= x.F2 && m >= x.M1 && m <= x.M2);
            Assert.Equal(rule.Segment ?? "Others", table[score.Cell]);
        }

        Assert.Equal<string>([.. rules.Select(x => x.Segment), "Others", "PROSPECTS"], SegmentTable.SegmentsOf(SegmentMaps.RRfm));
    }

    [Fact]
    public void Shipped_maps_are_found_by_name_and_no_others()
    {
        Assert.Equal<string>(["icomm", "r-rfm"], SegmentMaps.Shipped.Select(m => m.Name));
        Assert.All(SegmentMaps.Shipped, map => Assert.Same(map, SegmentMaps.Find(map.Name)));
        Assert.Null(SegmentMaps.Find("ICOMM"));
        Assert.Null(SegmentMaps.Find(""));
    }

    [Fact]
    public void A_cell_without_a_segment_is_named()
    {
        var map = Map([new SegmentRule("A", new(1, 4), Any, Any), new SegmentRule("B", new(5, 5), new(2, 5), Any)]);
        var e = Refused(SegmentMapErrors.Incomplete, map);
        Assert.Contains("R5F1M1, R5F1M2, R5F1M3, R5F1M4, R5F1M5", e.Message);
        Assert.DoesNotContain("more cells", e.Message);
        Assert.Equal("Rest", SegmentTable.Of(map with { Otherwise = "Rest" })[new RfmScore(5, 1, 3).Cell]);
    }

    [Fact]
    public void Two_segments_of_one_cell_are_named_with_the_cells()
    {
        var map = Map([new SegmentRule("A", new(1, 4), Any, Any), new SegmentRule("B", new(4, 5), Any, new(2, 5)), new SegmentRule("C", new(5, 5), Any, new(1, 1))]);
        var e = Refused(SegmentMapErrors.Ambiguous, map);
        Assert.Contains("'A' and 'B'", e.Message);
        Assert.Contains("R4F1M2, R4F1M3", e.Message);
        Assert.Contains("15 more cells", e.Message);

        // The same rules in order of precedence are fine, and so is an overlap within one segment.
        Assert.Equal("A", SegmentTable.Of(map with { Matching = SegmentMatching.First })[new RfmScore(4, 1, 5).Cell]);
        Assert.Equal("A", SegmentTable.Of(Map([new SegmentRule("A", new(1, 4), Any, Any), new SegmentRule("A", new(4, 5), Any, Any)]))[124]);
    }

    [Theory]
    [InlineData(SegmentMatching.First, "B")]
    [InlineData(SegmentMatching.First, "A")]
    [InlineData(SegmentMatching.Unique, "A")]
    public void A_rule_that_can_never_decide_is_refused(SegmentMatching matching, string segment)
    {
        // Shadowed by two earlier ones together.
        var map = Map([new SegmentRule("A", new(1, 3), Any, Any), new SegmentRule("A", new(4, 5), Any, Any), new SegmentRule(segment, new(3, 4), new(2, 3), Any)]);
        map = map with { Matching = matching };
        Assert.Contains($"rule 3 ('{segment}')", Refused(SegmentMapErrors.Unreachable, map).Message);
    }

    [Fact]
    public void Parts_out_of_bounds_are_refused()
    {
        var good = Map([new SegmentRule("A", Any, Any, Any)]);
        Assert.Equal<string>(["A", "PROSPECTS"], SegmentTable.SegmentsOf(good with { Otherwise = "never needed" }));
        var cells = AllScores.Select(s => new SegmentRule($"{s}", new(s.Recency, s.Recency), new(s.Frequency, s.Frequency), new(s.Monetary, s.Monetary)));
        Assert.Equal(125, SegmentTable.Of(Map([.. cells])).Distinct().Count());
        SegmentTable.Of(Map([new SegmentRule(new string('x', 100), Any, Any, Any)]) with { Name = new string('x', 100) });

        foreach (var name in new[] { null, "", "  ", "a\nb", "\0", new string('x', 101) })
        {
            Refused(SegmentMapErrors.Invalid, good with { Name = name! });
            Refused(SegmentMapErrors.Invalid, Map([new SegmentRule(name!, Any, Any, Any)]));
            if (name is not null)
                Refused(SegmentMapErrors.Invalid, good with { Otherwise = name });
        }

        foreach (var range in new ScoreRange[] { default, new(0, 5), new(1, 6), new(4, 3), new(-1, -1) })
        {
            Refused(SegmentMapErrors.Invalid, Map([new SegmentRule("A", range, Any, Any)]));
            Refused(SegmentMapErrors.Invalid, Map([new SegmentRule("A", Any, range, Any)]));
            Refused(SegmentMapErrors.Invalid, Map([new SegmentRule("A", Any, Any, range)]));
        }

        Refused(SegmentMapErrors.Invalid, Map([]));
        Refused(SegmentMapErrors.Invalid, good with { Rules = default });
        Refused(SegmentMapErrors.Invalid, good with { Rules = [null!] });
        Refused(SegmentMapErrors.Invalid, good with { Rules = [.. Enumerable.Repeat(good.Rules[0], 126)] });
        Refused(SegmentMapErrors.Invalid, good with { Matching = (SegmentMatching)2 });
    }

    [Fact]
    public void The_name_of_who_never_purchased_is_reserved()
    {
        Refused(SegmentMapErrors.Invalid, Map([new SegmentRule("PROSPECTS", Any, Any, Any)]));
        Refused(SegmentMapErrors.Invalid, Map([new SegmentRule("A", new(1, 2), Any, Any)]) with { Otherwise = "PROSPECTS" });
    }

    [Fact]
    public void Random_maps_are_accepted_or_refused_as_brute_force_says() => Prop.ForAll(Arb.From(Maps()), map =>
    {
        var matches = AllScores.Select(score => map.Rules.Where(rule => rule.Matches(score)).ToArray()).ToArray();
        var isAmbiguous = map.Matching == SegmentMatching.Unique && matches.Any(m => m.Select(r => r.Segment).Distinct().Count() > 1);
        var isUnreachable = Enumerable.Range(0, map.Rules.Length).Any(i => AllScores.All(s => !map.Rules[i].Matches(s) || map.Rules.Take(i).Any(r => r.Matches(s))));
        var isIncomplete = map.Otherwise is null && matches.Any(m => m.Length == 0);
        try
        {
            var table = SegmentTable.Of(map);
            Assert.False(isAmbiguous || isUnreachable || isIncomplete);
            Assert.Equal(matches.Select(m => m.FirstOrDefault()?.Segment ?? map.Otherwise), table);
            Assert.Equal(table.Append("PROSPECTS").ToHashSet(), SegmentTable.SegmentsOf(map).ToHashSet());
        }
        catch (SegmentMapException e)
        {
            Assert.True(e.Code switch
            {
                SegmentMapErrors.Ambiguous => isAmbiguous,
                SegmentMapErrors.Unreachable => isUnreachable && !isAmbiguous,
                SegmentMapErrors.Incomplete => isIncomplete && !isAmbiguous && !isUnreachable,
                _ => false,
            });
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Gen<SegmentMap> Maps()
    {
        var ranges = from a in Gen.Choose(1, 5) from b in Gen.Choose(1, 5) select new ScoreRange(Math.Min(a, b), Math.Max(a, b));
        var narrow = from a in Gen.Choose(1, 5) select new ScoreRange(a, a);
        var any = Gen.OneOf(ranges, narrow, Gen.Constant(Any), Gen.Constant(Any));
        var rules = from segment in Gen.Elements("A", "B", "C") from r in any from f in any from m in any select new SegmentRule(segment, r, f, m);
        return from count in Gen.Choose(1, 6)
               from list in Gen.ArrayOf(rules, count)
               from matching in Gen.Elements(SegmentMatching.Unique, SegmentMatching.First)
               from otherwise in Gen.Elements(null, "Rest", "A")
               select Map([.. list]) with { Matching = matching, Otherwise = otherwise };
    }

    private static SegmentMap Map(ImmutableArray<SegmentRule> rules) => new() { Name = "test", Rules = rules };

    private static SegmentMapException Refused(string code, SegmentMap map)
    {
        var e = Assert.Throws<SegmentMapException>(() => SegmentTable.Of(map));
        Assert.Equal(code, e.Code);
        Assert.Equal(code, Assert.Throws<SegmentMapException>(() => SegmentTable.SegmentsOf(map)).Code);
        return e;
    }
}
