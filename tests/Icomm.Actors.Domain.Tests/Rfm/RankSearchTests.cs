using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Domain.Rfm.Ranks;
using Xunit.Abstractions;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>Cuts found in a few passes over parts are those of the sorted population, exactly, in bounded memory.</summary>
public sealed class RankSearchTests(ITestOutputHelper output)
{
    [Fact]
    public void Cuts_equal_brute_force() => Prop.ForAll(Population.Arbitrary(), AssertExact).Check(Config.QuickThrowOnFailure.WithMaxTest(800));

    /// <summary>Values that the buckets can't tell apart, and more different ones than are taken one by one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cuts_of_populations_made_to_be_hard_equal_brute_force(int kind)
    {
        var random = new Random(kind);
        var population = Population.Of(Enumerable.Range(0, 30_000).Select(i => kind switch
        {
            0 => new RfmValues(Population.Today - i, 1 + i, random.NextInt64(long.MinValue, long.MaxValue)),
            1 => new RfmValues(i * 100, int.MaxValue - i, long.MaxValue - random.NextInt64(1L << 40)),
            2 => new RfmValues(1 + random.Next(3), 1 << 30 | random.Next(1 << 18), long.MinValue + random.NextInt64(1L << 50)),
            3 => new RfmValues(Population.Today - random.Next(3_000_000) % Population.Today, 1, random.Next(2) == 0 ? 77_770_000 : (1L << 60) + random.Next(30_000)),
            _ => new RfmValues(Population.Today, 1, (1L << 61) + (1L << random.Next(60))),
        }));

        AssertExact(population, out var passes);

        output.WriteLine($"{passes} passes");
        Assert.InRange(passes, 2, 7);
    }

    /// <summary>Amounts of a shop: prices ending in .99 or .00, most customers with one purchase.</summary>
    [Fact]
    public void Two_passes_do_for_a_usual_database()
    {
        var random = new Random(7);
        var population = Population.Of(Enumerable.Range(0, 60_000).Select(_ =>
        {
            var purchases = 1 + (int)(-Math.Log(1 - random.NextDouble()) * 2);
            var amount = (long)(Math.Exp(5 + 2 * random.NextDouble()) * purchases) * 10_000 + 9_900;
            return new RfmValues(Population.Today - (int)(900 * Math.Pow(random.NextDouble(), 2)), purchases, amount);
        }));

        AssertExact(population, out var passes);

        Assert.Equal(2, passes);
    }

    [Fact]
    public void Memory_stays_bounded_whatever_the_values()
    {
        // Two million different values of every kind, spread over as many buckets as there are; then in as many ranges as can be asked for, with too many values and with
        // just not too many.
        Assert.InRange(Fill(RankQuestion.First, 100_000), 1, RankCounts.MaxBytes);
        var ranges = Enumerable.Range(0, RankLists.Count).SelectMany(list => Enumerable.Range(0, 8).Select(i => new RankRange(list, i * 1_000_000L, i * 1_000_000L + 999_999)));
        var later = new RankQuestion { Pass = 2, Ranges = [.. ranges] };
        Assert.InRange(Fill(later, 100_000, 1_000_000), 1, RankCounts.MaxBytes);
        Assert.InRange(Fill(later, 100_000, RangeCounts.MaxValues), 1, RankCounts.MaxBytes);
    }

    [Fact]
    public void A_search_asks_before_it_knows_anything_and_tells_when_it_is_done()
    {
        var search = new RankSearch();
        Assert.Same(RankQuestion.First, search.Next());
        Assert.Throws<InvalidOperationException>(() => search.Cuts(RfmMethod.Quantile, Population.Today));
        search.Answer(new RankCounts(RankQuestion.First));
        Assert.Null(search.Next());
        Assert.All(search.Cuts(RfmMethod.Quantile, Population.Today), cuts => Assert.Equal(RfmCuts.None, cuts));
        Assert.Throws<ArgumentException>(() => search.Answer(new RankCounts(RankQuestion.First)));
    }

    [Fact]
    public void Another_population_in_a_later_pass_is_noticed()
    {
        var population = Population.Of(Enumerable.Range(0, 100).Select(i => new RfmValues(Population.Today, 1, 1_000_000_000_000 + i)));
        foreach (var other in new[] { population.Customers.RemoveAt(3), population.Customers.SetItem(3, [.. population.Customers[3].Select(v => v with { Amount = 1 })]), [] })
        {
            var search = new RankSearch();
            search.Answer(Count(RankQuestion.First, population.Customers));
            Assert.Equal("rfm_population_changed", Assert.Throws<PopulationChangedException>(() => search.Answer(Count(search.Next()!, other))).Code);
        }
    }

    [Fact]
    public void Counts_of_another_question_are_refused()
    {
        var later = new RankQuestion { Pass = 2, Ranges = [new RankRange(2, 5, 9)] };
        Assert.Throws<ArgumentException>(() => new RankCounts(RankQuestion.First).Merge(new RankCounts(later)));
        Assert.Throws<ArgumentException>(() => new RankSearch().Answer(new RankCounts(later)));
        Assert.Throws<InvalidDataException>(() => RankCounts.FromBytes(RankQuestion.First, new RankCounts(later).ToBytes()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RankCounts(later).Add(new RfmValues[RfmPeriods.Count - 1]));
    }

    [Fact]
    public void Damaged_counts_are_refused_or_counted_but_never_fail_otherwise()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 500).Select(_ => new RfmValues(random.Next(800_000), random.Next(5_000), random.NextInt64(1L << 40)));
        var first = Count(RankQuestion.First, values.Select(v => Enumerable.Repeat(v, RfmPeriods.Count).ToArray()));
        var search = new RankSearch();
        search.Answer(first);
        foreach (var (question, bytes) in new[] { (RankQuestion.First, first.ToBytes()), (search.Next()!, new RankCounts(search.Next()!).ToBytes()) })
        {
            for (var n = 0; n < 1_000; n++)
            {
                byte[] damaged = random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : [.. bytes];
                for (var flips = random.Next(1, 4); flips > 0 && damaged.Length > 0; flips--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                try
                {
                    RankCounts.FromBytes(question, damaged).ToBytes();
                }
                catch (InvalidDataException)
                {
                }
            }
        }
    }

    [Fact]
    public void Buckets_are_in_order_without_gaps()
    {
        Assert.Equal((-LogBuckets.HalfCount, LogBuckets.HalfCount - 1), (LogBuckets.Of(long.MinValue), LogBuckets.Of(long.MaxValue)));
        var next = long.MinValue;
        for (var bucket = -LogBuckets.HalfCount; bucket < LogBuckets.HalfCount; bucket++)
        {
            var (from, to) = LogBuckets.RangeOf(bucket);
            Assert.Equal(next, from);
            Assert.Equal((bucket, bucket), (LogBuckets.Of(from), LogBuckets.Of(to)));
            Assert.True(to >= from && (from is < -2_048 or >= 2_048 || from == to));
            next = unchecked(to + 1);
        }
    }

    private static void AssertExact(Population population) => AssertExact(population, out _);

    private static void AssertExact(Population population, out int passes)
    {
        var search = population.Search(out passes);
        foreach (var method in new[] { RfmMethod.Quantile, RfmMethod.RRfm })
        {
            var cuts = search.Cuts(method, population.AsOf);
            foreach (var period in RfmPeriods.All)
            {
                var (of, dimensions) = (cuts[(int)period], population.Dimensions(period));
                Assert.Equal(dimensions[0].Length, of.Population);
                Assert.Equal<decimal>(Population.Cuts(dimensions[0], method), of.Recency);
                Assert.Equal<decimal>(Population.Cuts(dimensions[1], method), of.Frequency);
                Assert.Equal<decimal>(Population.Cuts(dimensions[2], method), of.Monetary);
            }
        }
    }

    private static RankCounts Count(RankQuestion question, IEnumerable<RfmValues[]> customers)
    {
        var counts = new RankCounts(question);
        foreach (var customer in customers)
            counts.Add(customer);
        return counts;
    }

    /// <summary>Bytes allocated by counting 7 × <paramref name="customers"/> different values in each dimension, or the bytes they travel as, if that is more.</summary>
    private long Fill(RankQuestion question, int customers, int valuesOfRange = 0)
    {
        var random = new Random(1);
        var values = new RfmValues[RfmPeriods.Count];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var counts = new RankCounts(question);
        for (var i = 0; i < customers; i++)
        {
            for (var period = 0; period < values.Length; period++)
            {
                var sign = random.Next(2) == 0 ? 1 : -1;
                values[period] = question.Pass == 1
                    ? new RfmValues(
                        (int)(Math.Pow(random.NextDouble(), 8) * sign * 700_000) + RankLists.FirstDay, 1 + (random.Next() >> random.Next(30)), sign * (random.NextInt64() >> random.Next(62)))
                    : new RfmValues(RankLists.FirstDay + Value(), 1 + Value(), Value());
            }

            counts.Add(values);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var bytes = counts.ToBytes().Length;
        output.WriteLine($"pass {question.Pass}, {question.Ranges.Length} ranges: {allocated} bytes allocated in all, {bytes} as bytes");
        return Math.Max(bytes, question.Pass == 1 ? allocated : allocated / 2); // growing tables leaves as much behind as it ends with

        int Value() => random.Next(8) * 1_000_000 + random.Next(valuesOfRange);
    }
}
