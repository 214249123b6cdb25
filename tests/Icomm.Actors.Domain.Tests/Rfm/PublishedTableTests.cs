using System.Globalization;
using System.IO.Compression;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Testing;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Rfm;

/// <summary>
/// The R package <c>rfm</c>'s own data through profiles, the search and the scorer: its published thresholds, rows and segments (data/README.md), to the last customer.
/// </summary>
public sealed class PublishedTableTests
{
    private static readonly DateOnly AsOf = new(2006, 12, 31);

    private static readonly DatabaseSettings Settings = new() { TimeZone = "UTC", Currency = "USD", RfmMethod = RfmMethod.RRfm, SegmentMapName = "r-rfm" };

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void The_published_thresholds_scores_and_segments_come_out()
    {
        var profiles = Profiles();
        var model = Model(profiles.Values);
        var cuts = model[RfmPeriod.Lifetime];

        Assert.Equal(995, cuts.Population);
        Assert.Equal<decimal>([115m, 181m, 297.4m, 482m], cuts.Recency);
        Assert.Equal<decimal>([4m, 5m, 6m, 8m], cuts.Frequency);
        Assert.Equal<decimal>([255.8m, 382m, 506.4m, 666m], cuts.Monetary);

        var scorer = new RfmScorer(model);
        var values = new RfmValues[RfmPeriods.Count];
        var scored = profiles.ToDictionary(p => p.Key, p =>
        {
            RfmValues.Fill(p.Value, values);
            return scorer.Score(RfmPeriod.Lifetime, values[(int)RfmPeriod.Lifetime], AsOf.DayNumber);
        });
        AssertRow("Abbey O'Reilly", 205, 6, 472, 343);
        AssertRow("Add Senger", 140, 3, 340, 412);
        AssertRow("Aden Lesch", 194, 4, 405, 323);
        AssertRow("Aden Murphy", 98, 7, 596, 544);
        AssertRow("Admiral Senger", 132, 5, 448, 433);

        var summary = scored.GroupBy(s => scorer.SegmentOf(s.Value)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            (g.Key, g.Count(), g.Sum(s => profiles[s.Key].Lifetime.Purchases), g.Sum(s => profiles[s.Key].Lifetime.Amount.ToDecimal())));
        Assert.Equal(
            [
                ("About To Sleep", 102, 283, 23_449m), ("At Risk", 28, 216, 22_227m), ("Can't Lose Them", 47, 274, 32_446m), ("Champions", 35, 316, 31_646m),
                ("Lost", 148, 393, 35_324m), ("Loyal Customers", 170, 799, 76_562m), ("Need Attention", 10, 57, 4_562m), ("New Customers", 104, 329, 28_837m),
                ("Potential Loyalist", 342, 2_211, 204_856m), ("Promising", 9, 28, 4_249m),
            ],
            summary);

        void AssertRow(string name, int days, int purchases, decimal amount, int code)
        {
            var profile = profiles[name];
            Assert.Equal((days, purchases, amount, code), (profile.DaysSinceLastPurchase, profile.Lifetime.Purchases, profile.Lifetime.Amount.ToDecimal(), scored[name].Code));
        }
    }

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void The_reference_table_of_windows_comes_out()
    {
        var profiles = Profiles().Values;
        var windows = Windows.All.Select(w => (
            profiles.Sum(p => p[w].Totals.Purchases), profiles.Sum(p => p[w].Totals.Amount.ToDecimal()), profiles.Count(p => p[w].Totals.Purchases > 0)));
        Assert.Equal([(36, 3_346m, 36), (82, 7_908m, 81), (150, 13_806m, 141), (490, 45_192m, 399), (1_046, 98_870m, 650), (3_860, 365_288m, 982)], windows);
        Assert.Equal((4_906, 464_158m, 995), (profiles.Sum(p => p.Lifetime.Purchases), profiles.Sum(p => p.Lifetime.Amount.ToDecimal()), profiles.Count));
    }

    private static RfmModel Model(IEnumerable<ProfileIndicators> profiles)
    {
        var search = new RankSearch();
        var values = new RfmValues[RfmPeriods.Count];
        while (search.Next() is { } question)
        {
            var counts = new RankCounts(question);
            foreach (var profile in profiles)
            {
                RfmValues.Fill(profile, values);
                counts.Add(values);
            }

            search.Answer(counts);
        }

        return new RfmModel
        {
            Version = 1,
            AsOf = AsOf,
            ComputedAt = new DateTimeOffset(AsOf, TimeOnly.MinValue, TimeSpan.Zero),
            Method = Settings.RfmMethod,
            Currency = Settings.Currency,
            OlderWindow = Settings.OlderWindow,
            Periods = search.Cuts(Settings.RfmMethod, AsOf.DayNumber),
            Segments = Settings.Segments(),
        };
    }

    /// <summary>Columns: customer_id, order_date, revenue, first and last name, e-mail; no quotes.</summary>
    private static Dictionary<string, ProfileIndicators> Profiles()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.RfmOrders), CompressionMode.Decompress));
        reader.ReadLine();
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            rows.Add(line.Split(','));
        return rows.Index().GroupBy(row => row.Item[0]).ToDictionary(group => group.Key, group =>
        {
            var orders = group.Select(row => Order($"{row.Index}", Noon(row.Item[1]), decimal.Parse(row.Item[2], CultureInfo.InvariantCulture)));
            return ProfileState.Empty.Apply("shop", [.. orders], [], Noon("2006-12-31")).State.Evaluate(AsOf, Settings);
        });

        static DateTimeOffset Noon(string date) => new(DateOnly.Parse(date, CultureInfo.InvariantCulture), new TimeOnly(12, 0), TimeSpan.Zero);
    }
}
