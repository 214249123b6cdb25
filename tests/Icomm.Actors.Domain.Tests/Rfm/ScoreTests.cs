using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>Scores by the cuts of a population: brute force, what always holds, and populations too small for quintiles.</summary>
public sealed class ScoreTests
{
    private static readonly RfmMethod[] Methods = [RfmMethod.Quantile, RfmMethod.RRfm];

    [Fact]
    public void Scores_equal_brute_force() => Prop.ForAll(Population.Arbitrary(), population =>
    {
        foreach (var method in Methods)
        {
            var scorer = new RfmScorer(population.Model(method));
            foreach (var period in RfmPeriods.All)
            {
                var cuts = population.Dimensions(period).Select(values => Population.Cuts(values, method)).ToArray();
                foreach (var values in population.Customers.Select(c => c[(int)period]))
                {
                    var score = scorer.Score(period, values, population.AsOf);
                    Assert.Equal(values.Purchases == 0 ? default : new RfmScore(
                        (byte)Population.Score(population.AsOf - values.LastDay, cuts[0], method, true),
                        (byte)Population.Score(values.Purchases, cuts[1], method, false),
                        (byte)Population.Score(values.Amount / 10_000m, cuts[2], method, false)), score);
                }
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Equal_values_score_equally_and_better_ones_never_worse() => Prop.ForAll(Population.Arbitrary(), population =>
    {
        foreach (var method in Methods)
        {
            var scorer = new RfmScorer(population.Model(method));
            var all = population.Customers.Select(c => c[(int)RfmPeriod.Lifetime]).Where(v => v.IsInPopulation)
                .Select(v => (Values: v, Score: scorer.Score(RfmPeriod.Lifetime, v, population.AsOf))).ToArray();
            foreach (var (a, b) in from a in all from b in all select (a, b))
            {
                Assert.True(a.Values.LastDay < b.Values.LastDay || a.Score.Recency >= b.Score.Recency);
                Assert.True(a.Values.Purchases < b.Values.Purchases || a.Score.Frequency >= b.Score.Frequency);
                Assert.True(a.Values.Amount < b.Values.Amount || a.Score.Monetary >= b.Score.Monetary);
            }

            Assert.All(all, c => Assert.InRange(c.Score.Cell, 0, RfmScore.Cells - 1));
            Assert.All(all.Where(c => c.Values.Purchases == 1), c => Assert.Equal(1, c.Score.Frequency));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Customers by (days, purchases, amount), and the scores both rules give.</summary>
    [Fact]
    public void Small_populations_follow_the_same_rules()
    {
        Assert.Empty(Scores(RfmMethod.Quantile));
        Assert.Equal([511], Scores(RfmMethod.Quantile, (700, 9, 1_000)));
        Assert.Equal([511, 511, 511], Scores(RfmMethod.Quantile, (3, 2, 10), (3, 2, 10), (3, 2, 10)));

        // Two: every cut lies strictly between them.
        Assert.Equal([511, 155], Scores(RfmMethod.Quantile, (1, 1, 10), (9, 4, 20)));

        // Five different ones: the cuts lie between them too, so each has a score of its own.
        Assert.Equal([511, 422, 333, 244, 155], Scores(RfmMethod.Quantile, (1, 1, 10), (2, 2, 20), (3, 3, 30), (4, 4, 40), (5, 5, 50)));

        // Six: cuts are the middle values themselves, which stay below.
        Assert.Equal([511, 511, 422, 333, 244, 155], Scores(RfmMethod.Quantile, (1, 1, 10), (2, 2, 20), (3, 3, 30), (4, 4, 40), (5, 5, 50), (6, 6, 60)));

        // Nearly all bought once: F stays 1 for them, and who bought twice is above every cut.
        Assert.Equal([511, 511, 511, 511, 511, 511, 511, 511, 511, 555], Scores(RfmMethod.Quantile, [.. Enumerable.Repeat((1, 1, 10), 9), (1, 2, 11)]));

        Assert.Empty(Scores(RfmMethod.RRfm));
        Assert.Equal([511], Scores(RfmMethod.RRfm, (700, 9, 1_000)));
        Assert.Equal([511, 511, 511], Scores(RfmMethod.RRfm, (3, 2, 10), (3, 2, 10), (3, 2, 10)));

        // Cuts of 1, 9 days are 3.6, 5.2, 6.8, 8.4; of 1, 4 purchases 2.6, 3.2, 3.8, 4.4; of 10, 20 units 13, 15, 17, 19.
        Assert.Equal([511, 145], Scores(RfmMethod.RRfm, (1, 1, 10), (9, 4, 20)));
    }

    [Fact]
    public void Somebody_outside_the_population_has_no_score_and_is_a_prospect()
    {
        var scorer = new RfmScorer(Population.Of([new RfmValues(Population.Today, 1, 1)]).Model(RfmMethod.Quantile));
        var none = scorer.Score(RfmPeriod.Lifetime, default, Population.Today);
        Assert.False(none.Exists);
        Assert.Equal(("PROSPECTS", "PROSPECTS"), (RfmGroups.Of(none), scorer.SegmentOf(none)));

        // A purchase in a period that nobody had one in when the cuts were made can't be placed.
        Assert.False(scorer.Score(RfmPeriod.Days30, new RfmValues(Population.Today, 1, 1), Population.Today).Exists);
    }

    [Fact]
    public void Who_comes_after_the_cuts_were_made_is_scored_by_them()
    {
        var population = Population.Of(Enumerable.Range(1, 101).Select(i => new RfmValues(Population.Today - i, i, i * 10_000L)));
        var scorer = new RfmScorer(population.Model(RfmMethod.Quantile));
        Assert.Equal(555, scorer.Score(RfmPeriod.Lifetime, new RfmValues(Population.Today + 3, 500, long.MaxValue), Population.Today + 1).Code);
        Assert.Equal(111, scorer.Score(RfmPeriod.Lifetime, new RfmValues(1, 1, long.MinValue), Population.Today).Code);
    }

    [Fact]
    public void Sums_that_stopped_at_the_greatest_number_don_t_overflow_their_cuts()
    {
        var population = Population.Of(Enumerable.Repeat(new RfmValues(Population.Today, 1, long.MaxValue), 6));
        foreach (var method in Methods)
            Assert.Equal(511, new RfmScorer(population.Model(method)).Score(RfmPeriod.Lifetime, population.Customers[0][6], Population.Today).Code);
    }

    private static int[] Scores(RfmMethod method, params (int Days, int Purchases, int Amount)[] customers)
    {
        var population = Population.Of(customers.Select(c => new RfmValues(Population.Today - c.Days, c.Purchases, c.Amount * 10_000L)));
        var scorer = new RfmScorer(population.Model(method));
        return [.. population.Customers.Select(c => scorer.Score(RfmPeriod.Lifetime, c[(int)RfmPeriod.Lifetime], Population.Today).Code)];
    }
}
