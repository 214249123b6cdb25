using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>
/// Customers by what their purchases come to in each period, and the brute force over them: sort, and take the sentences of DESIGN §7 and data/README.md by the word.
/// </summary>
internal sealed record Population(ImmutableArray<RfmValues[]> Customers, int AsOf, int Seed)
{
    public static readonly int Today = new DateOnly(2026, 11, 21).DayNumber;

    /// <summary>Ties, negative amounts, absurd ones, and customers that are missing in some periods.</summary>
    public static Arbitrary<Population> Arbitrary(int maxSize = 60) => Arb.From(
        from size in Gen.Choose(0, maxSize)
        from kind in Gen.Choose(0, 5)
        from customers in Gen.ArrayOf(Customer(kind), size)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select new Population([.. customers], Today, seed), Shrink);

    public static Population Of(IEnumerable<RfmValues> lifetime) =>
        new([.. lifetime.Select(v => new[] { default, default, default, default, default, default, v })], Today, 1);

    public override string ToString() => string.Join("\n", Customers.Select(c => string.Join("  ", c.Select(v => $"{v.LastDay}/{v.Purchases}/{v.Amount}"))));

    /// <summary>The search as a refresh does it: random parts, merged in random order, questions and counts travelling as they do between silos.</summary>
    public RankSearch Search(out int passes)
    {
        var random = new Random(Seed);
        var search = new RankSearch();
        for (passes = 0; search.Next() is { } asked; passes++)
        {
            var question = JsonSerializer.Deserialize<RankQuestion>(JsonSerializer.Serialize(asked))!;
            Assert.Equal(asked, question);
            var parts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => new RankCounts(question)).ToArray();
            foreach (var customer in Customers)
                parts[random.Next(parts.Length)].Add(customer);
            random.Shuffle(parts);
            var merged = parts[0];
            foreach (var part in parts[1..])
                merged.Merge(RankCounts.FromBytes(question, part.ToBytes()));
            Assert.Equal(merged.ToBytes(), RankCounts.FromBytes(question, merged.ToBytes()).ToBytes());
            search.Answer(merged);
        }

        return search;
    }

    public RfmModel Model(RfmMethod method) => new()
    {
        Version = 1,
        AsOf = DateOnly.FromDayNumber(AsOf),
        ComputedAt = new DateTimeOffset(2026, 11, 21, 4, 0, 0, TimeSpan.Zero),
        Method = method,
        Currency = "UYU",
        OlderWindow = OlderWindowPolicy.OlderThan,
        Periods = Search(out _).Cuts(method, AsOf),
        Segments = SegmentMaps.Icomm,
    };

    /// <summary>The period's values that belong to its population: days since the last purchase, purchases, major units.</summary>
    public decimal[][] Dimensions(RfmPeriod period)
    {
        var values = Customers.Select(c => c[(int)period]).Where(v => v.Purchases > 0).ToArray();
        return [[.. values.Select(v => (decimal)(AsOf - v.LastDay))], [.. values.Select(v => (decimal)v.Purchases)], [.. values.Select(v => v.Amount / 10_000m)]];
    }

    /// <summary>Type-7 quantiles at .2, .4, .6, .8, as R's help states them: h = (n - 1) p, between x[⌊h⌋] and x[⌊h⌋ + 1]; plus 1 for the package's rule.</summary>
    public static decimal[] Cuts(decimal[] values, RfmMethod method)
    {
        if (values.Length == 0)
            return [];
        var sorted = values.Order().ToArray();
        return [.. new[] { 0.2m, 0.4m, 0.6m, 0.8m }.Select(p =>
        {
            var h = (sorted.Length - 1) * p;
            var low = (int)Math.Floor(h);
            var cut = sorted[low] + (h - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
            return method == RfmMethod.RRfm ? cut + 1 : cut;
        })];
    }

    public static int Score(decimal value, decimal[] cuts, RfmMethod method, bool isRecency)
    {
        var score = 1 + cuts.Count(cut => method == RfmMethod.RRfm ? value >= cut : cut < value);
        return isRecency ? 6 - score : score;
    }

    private static Gen<RfmValues[]> Customer(int kind) => Gen.ArrayOf(Values(kind), RfmPeriods.Count);

    private static Gen<RfmValues> Values(int kind)
    {
        var days = kind switch
        {
            0 => Gen.Elements(Today, Today - 1, Today - 30),
            1 => Gen.Choose(0, DateOnly.MaxValue.DayNumber),
            _ => Gen.Choose(Today - 4_000, Today),
        };
        var purchases = kind switch
        {
            0 => Gen.Elements(1, 1, 1, 2),
            1 => Gen.Choose(1, int.MaxValue - 1),
            _ => Gen.OneOf(Gen.Constant(1), Gen.Choose(1, 12), Gen.Choose(1, 6_000)),
        };
        var amounts = kind switch
        {
            0 => Gen.Elements(0L, 10_000L, 9_990_000L),
            1 => from high in Gen.Choose(int.MinValue, int.MaxValue - 1) from low in Gen.Choose(int.MinValue, int.MaxValue - 1) select ((long)high << 32) ^ low,
            2 => Gen.Choose(-3_000_000, 3_000_000).Select(cents => cents * 100L),
            3 => Gen.Elements(long.MaxValue, long.MinValue, -1, 0, 1, long.MaxValue - 1),
            _ => Gen.OneOf(Gen.Choose(0, 100_000_000).Select(a => (long)a), Gen.Choose(0, 9).Select(a => 499_990_000L + a), Gen.Constant(499_990_000L)),
        };
        var some = from day in days from count in purchases from amount in amounts select new RfmValues(day, count, amount);
        return Gen.Frequency((5, some), (1, Gen.Constant(default(RfmValues))));
    }

    private static IEnumerable<Population> Shrink(Population population)
    {
        for (var size = population.Customers.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= population.Customers.Length; at += size)
                yield return population with { Customers = population.Customers.RemoveRange(at, size) };
        }
    }
}
