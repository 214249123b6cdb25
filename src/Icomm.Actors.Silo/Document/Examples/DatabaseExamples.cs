using System.Collections.Immutable;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

internal static class DatabaseExamples
{
    private static readonly SegmentMap OwnMap = new()
    {
        Name = "three",
        Matching = SegmentMatching.First,
        Rules = [new SegmentRule("GOLD", ScoreRange.Any, new ScoreRange(4, 5), new ScoreRange(4, 5)), new SegmentRule("SILVER", new ScoreRange(3, 5), ScoreRange.Any, ScoreRange.Any)],
        Otherwise = "BRONZE",
    };

    private static readonly AsOfResponse OfRefresh = new(AsOfKind.Refresh, Shop.At(31, 7, 6), Shop.Today);
    private static readonly AsOfResponse Live = new(AsOfKind.Live, Shop.At(31, 7, 4), Shop.Today);

    private static readonly ImmutableArray<SegmentCount> Segments =
        [new("LOYAL_CHAMPIONS", 212, 1_904, 5_206_400.5m), new("BEGINNERS_NEW", 340, 340, 612_030m), new("PROSPECTS", 1_280, 0, 0)];

    private static readonly ImmutableArray<SegmentTransition> Transitions = [new("FREQUENT_CHAMPIONS", "LOYAL_CHAMPIONS", 14), new("PROSPECTS", "BEGINNERS_NEW", 37)];

    public static IEnumerable<Example> All =>
    [
        new(new CreateDatabaseRequest { Name = "Customers", TimeZone = Shop.TimeZone, Currency = Shop.Currency, Rates = new() { ["USD"] = 39.5m } }),
        new(new UpdateDatabaseRequest { Rates = new() { ["USD"] = 40.2m }, RefreshAt = "05:30" }),
        new(new DatabaseResponse
        {
            Id = Shop.Database,
            Name = "Customers",
            TimeZone = Shop.TimeZone,
            Currency = Shop.Currency,
            Rates = new Dictionary<string, decimal> { ["USD"] = 39.5m },
            OlderWindow = OlderWindowPolicy.OlderThan,
            RfmMethod = RfmMethodName.Quantile,
            SegmentMap = SegmentMaps.Default,
            RefreshAt = "04:00",
            Retention = new RetentionContract { InactiveMonths = 60 },
            CreatedAt = Shop.Begin,
            Profiles = 1_832,
            Integrations = [new FeedingIntegrationResponse(Shop.Integration, "Tienda Sur", "magento")],
            Refresh = new DatabaseRefreshResponse(Shop.At(31, 7).AddDays(1), ProblemCode: null, new CompletedRefreshResponse(Shop.Refresh, Shop.Today, Shop.At(31, 7, 6), ModelVersion: 28), Current: null),
        }),
        new(new PutSegmentMapRequest { Name = "r-rfm" }, "shipped"),
        new(
            new PutSegmentMapRequest { Name = OwnMap.Name, Matching = OwnMap.Matching, Rules = [.. OwnMap.Rules.Select(SegmentRuleContract.From)], Otherwise = OwnMap.Otherwise },
            "own"),
        new(SegmentMapResponse.From(OwnMap)),
        new(DatabaseSegmentMapResponse.From(new DatabaseSettings { TimeZone = Shop.TimeZone, Currency = Shop.Currency, OwnSegmentMap = OwnMap })),
        new(new StartRefreshRequest { AsOf = Shop.Today, Publish = true }),
        new(new RefreshStartedResponse(Shop.Refresh)),
        new(new RefreshResponse
        {
            Id = Shop.Refresh,
            Number = 30,
            AsOf = Shop.Today,
            StartedAt = Shop.At(31, 7, 5),
            EndedAt = Shop.At(31, 7, 6),
            Outcome = RunOutcome.Succeeded,
            Counters = new RefreshCountersResponse(Profiles: 1_832, Evaluated: 412, Rescored: 88, Unanswerable: 0),
            ModelVersion = 28,
            Segments = Segments,
            Transitions = Transitions,
            Messages = [new RunMessageResponse(Shop.At(31, 7, 6), "Information", "refresh_succeeded", "412 profiles were evaluated, 88 rescored.")],
        }),
        new(new RfmModelResponse
        {
            Version = 28,
            AsOf = Shop.Today,
            ComputedAt = Shop.At(31, 7, 5),
            Method = RfmMethodName.Quantile,
            Currency = Shop.Currency,
            OlderWindow = OlderWindowPolicy.OlderThan,
            SegmentMap = SegmentMaps.Default,
            Periods =
            [
                new RfmPeriodResponse("30", new RfmCutsResponse(214, [4, 10, 17, 24], [1, 1, 2, 3], [800, 1_450, 2_600, 5_200])),
                new RfmPeriodResponse("lifetime", new RfmCutsResponse(552, [21, 64, 140, 301], [1, 2, 3, 6], [1_200, 2_900, 6_100, 14_800])),
            ],
        }),
        new(new SegmentSnapshotResponse(
            Shop.Refresh, Shop.Today, Shop.At(31, 7, 6), [.. Segments.Select(size => new SegmentSizeResponse(size.Segment, size.Customers, size.Purchases, size.Amount))])),
        new(new SegmentTransitionsResponse(Shop.Refresh, Shop.Today, Shop.At(31, 7, 6), Transitions)),
        new(Dashboard),
    ];

    private static DashboardResponse Dashboard => new()
    {
        Window = "30",
        Currency = Shop.Currency,
        Summary = new SummaryResponse
        {
            AsOf = OfRefresh,
            Customers = 214,
            NewCustomers = 61,
            ReturningCustomers = 153,
            Prospects = 1_280,
            Purchases = 262,
            PurchasesSetAside = 0,
            Revenue = 702_160,
            AverageTicket = 2_680,
            Items = 611,
        },
        RevenueByMonth = new MonthlyRevenueResponse(Live, [new MonthResponse("2026-03", 268, 719_400, new Dictionary<string, decimal> { ["BRL"] = 250 }, 64)]),
        TopProducts = new TopTermsResponse(Live, [new TermResponse(Shop.Integration, "1042", "Remera básica", 58)]),
        TopCategories = new TopTermsResponse(Live, [new TermResponse(Shop.Integration, "12", "Remeras", 97)]),
        TopBrands = new TopTermsResponse(Live, [new TermResponse(IntegrationId: null, "sur", "Sur", 101)]),
        Matrix = new MatrixResponse(OfRefresh, [new MatrixCellResponse(R: 5, F: 5, Customers: 18, Purchases: 61, Revenue: 188_000)]),
        Segments = new SegmentSizesResponse(OfRefresh, [.. Segments.Select(size => new SegmentSizeResponse(size.Segment, size.Customers, size.Purchases, size.Amount))]),
    };
}
