using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Silo.Document.Examples;

internal static class ProfileExamples
{
    private static readonly RfmScoreResponse Score = new(Code: 545, R: 5, F: 4, M: 5);

    private static readonly PurchaseResponse Purchase = new()
    {
        IntegrationId = Shop.Integration,
        OrderId = "730",
        Number = "000000730",
        PlacedAt = Shop.At(29, 22, 15),
        Date = new DateOnly(2026, 3, 29),
        Net = 3_180,
        Currency = Shop.Currency,
        Converted = 3_180,
        Items = 2,
        Purchases = 1,
        IsFolded = false,
        Products = ["Remera básica", "Jean recto"],
        Categories = ["Remeras", "Jeans"],
        Brands = ["Sur"],
        Coupons = ["OTOÑO10"],
    };

    public static IEnumerable<Example> All =>
    [
        new(new ProfileFieldResponse("ICOMMKT_Purchases_90_Days", ProfileFieldType.Integer, ["=", "!=", ">=", "<=", ">", "<"], "Purchases of the window 90 Days.")),
        new(Profile),
        new(new ProfilePageResponse([Profile with { Sources = null }], Shop.Profile, Shop.Today, Total: 552)),
        new(new ExplanationResponse
        {
            ProfileId = Shop.Profile,
            Indicator = "ICOMMKT_Amount_30_Days",
            AsOf = Shop.Today,
            Value = 3_180m,
            Purchases = [Purchase],
        }),
        new(new PersonExportResponse
        {
            ExportedAt = Shop.Now,
            Profile = Profile,
            Orders =
            [
                new PersonOrderResponse(
                    Shop.Integration,
                    "730",
                    "000000730",
                    Shop.At(29, 22, 15),
                    Shop.At(30, 13),
                    OrderStatus.Purchase,
                    IsPurchase: true,
                    Shop.Currency,
                    Amount: 3_180,
                    Items: 2,
                    [new ProfileTerm("product", "1042", "Remera básica"), new ProfileTerm("coupon", "OTOÑO10", "OTOÑO10")]),
            ],
            FoldedPurchases = [],
            Publications = [new PersonPublicationResponse(Shop.Publication, "ICOMMKT", "icommkt", new DateOnly(2026, 3, 30), Refusal: null)],
            RejectedRecords = AsyncEnumerable.Empty<RejectedRecordResponse>(),
        }),
        new(new EraseRequest { Email = "ana@example.com" }, "email"),
        new(new EraseRequest { Document = "12345678" }, "document"),
        new(new EraseRequest { IntegrationId = Shop.Integration, StoreCustomerId = "4711" }, "storeCustomer"),
        new(new ErasureResponse
        {
            Id = Shop.Erasure,
            At = Shop.Now,
            Digest = "5c1f0f6f3d7a4b0e9c2d8a1b6e4f7053",
            IsComplete = true,
            Profiles = 1,
            Orders = 9,
            FoldedOrders = 0,
            RejectedRecords = 0,
            Publications = [new ErasedPublicationResponse(Shop.Publication, "ICOMMKT", "icommkt")],
            Files = [],
        }),
    ];

    private static ProfileResponse Profile => new()
    {
        Id = Shop.Profile,
        Email = "ana@example.com",
        FirstName = "Ana",
        LastName = "Pereira",
        Orders = 9,
        AsOf = Shop.Today,
        Currency = Shop.Currency,
        Lifetime = new LifetimeResponse(Purchases: 8, Items: 19, Amount: 24_650),
        Indicators = new OrderedDictionary<string, object?>
        {
            ["ICOMMKT_Products_30_Days"] = new[] { "Remera básica", "Jean recto" },
            ["ICOMMKT_Purchases_30_Days"] = 1,
            ["ICOMMKT_Amount_30_Days"] = 3_180,
            ["ICOMMKT_RFM_30_Days"] = 535,
            ["ICOMMKT_Last_Purchase_Date"] = new DateOnly(2026, 3, 29),
            ["ICOMMKT_RFM_Segment"] = "LOYAL_CHAMPIONS",
        },
        Rfm = new ProfileRfmResponse
        {
            ModelVersion = 28,
            ModelAsOf = Shop.Today,
            Scores = new OrderedDictionary<string, RfmScoreResponse> { ["30"] = new RfmScoreResponse(Code: 535, R: 5, F: 3, M: 5), ["lifetime"] = Score },
            Group = "LOYAL",
            Segment = "LOYAL_CHAMPIONS",
            PreviousSegment = "LOYAL_PROMISING",
            SegmentChangedOn = new DateOnly(2026, 3, 30),
        },
        SetAside = new Dictionary<string, decimal>(),
        Sources =
        [
            new ProfileSourceResponse(
                Shop.Integration, ["4711"], "ana@example.com", "12345678", "Ana", "Pereira", ImmutableSortedDictionary<string, string>.Empty.Add("dob", "1990-05-17")),
        ],
    };
}
