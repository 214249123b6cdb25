using System.Net;
using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Api;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>What the R package rfm publishes of its own data comes out of orders that were synced through a store and refreshed (data/README.md).</summary>
public sealed class RPackageTests(ITestOutputHelper output)
{
    private static readonly DateOnly AsOf = new(2006, 12, 31);

    private static readonly (string Name, int Days, int Purchases, decimal Amount, int Code)[] Rows =
    [
        ("Abbey O'Reilly", 205, 6, 472, 343), ("Add Senger", 140, 3, 340, 412), ("Aden Lesch", 194, 4, 405, 323), ("Aden Murphy", 98, 7, 596, 544), ("Admiral Senger", 132, 5, 448, 433),
    ];

    private static readonly string[] Segments =
    [
        "About To Sleep 102/283/23449", "At Risk 28/216/22227", "Can't Lose Them 47/274/32446", "Champions 35/316/31646", "Lost 148/393/35324",
        "Loyal Customers 170/799/76562", "Need Attention 10/57/4562", "New Customers 104/329/28837", "Potential Loyalist 342/2211/204856", "Promising 9/28/4249",
    ];

    [SharedDataFact(SharedData.RfmOrdersName)]
    public async Task ThePublishedTablesComeOut()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new RfmOrdersSource(SharedData.RfmOrders));
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var integration = await Integration.CreateAsync(silo, shop, rfm: "r-rfm");
        await integration.SyncWellAsync();
        var driver = new RefreshDriver(silo, integration.DatabaseId);
        var refresh = await driver.RefreshAsync(AsOf);
        output.WriteLine(refresh.GetRawText());

        var model = await driver.CurrentModelAsync();
        Assert.Equal("r-rfm", model.GetProperty("method").GetString());
        var cuts = model.GetProperty("periods").EnumerateArray().Single(period => period.GetProperty("period").GetString() == "lifetime").GetProperty("cuts");
        Assert.Equal(995, cuts.GetProperty("population").GetInt32());
        Assert.Equal([115m, 181m, 297.4m, 482m], cuts.GetProperty("recency").EnumerateArray().Select(cut => cut.GetDecimal()));
        Assert.Equal([4m, 5m, 6m, 8m], cuts.GetProperty("frequency").EnumerateArray().Select(cut => cut.GetDecimal()));
        Assert.Equal([255.8m, 382m, 506.4m, 666m], cuts.GetProperty("monetary").EnumerateArray().Select(cut => cut.GetDecimal()));

        var segments = refresh.GetProperty("segments").EnumerateArray().Select(
            segment => $"{segment.GetProperty("segment").GetString()} {segment.GetProperty("customers")}/{segment.GetProperty("purchases")}/{segment.GetProperty("amount").GetDecimal():0.####}");
        Assert.Equal(Segments, segments.Order(StringComparer.Ordinal));

        var profiles = await driver.ProfilesAsync(AsOf);
        foreach (var (name, days, purchases, amount, code) in Rows)
        {
            AssertRow(profiles.Single(profile => profile.Email == RfmOrdersFile.EmailOf(name)));
            var path = $"/api/v1/databases/{integration.DatabaseId}/profiles?asOf=2006-12-31&email={Uri.EscapeDataString(RfmOrdersFile.EmailOf(name))}";
            AssertRow(ObservedProfile.Read(Assert.Single((await silo.Api.GetAsync(path)).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray())));

            void AssertRow(ObservedProfile profile)
            {
                Assert.Equal(
                    (days, purchases, amount, code),
                    ((int)profile.Number("ICOMMKT_Days_Since_Last_Purchase"), profile.Lifetime.GetProperty("purchases").GetInt32(), profile.Lifetime.GetProperty("amount").GetDecimal(), (int)profile.Number("ICOMMKT_RFM")));
            }
        }

        // And everybody else, in every window.
        var oracle = new RfmOracle(RfmOrdersFile.Read(SharedData.RfmOrders), [], TimeZoneInfo.Utc);
        RefreshComparison.AssertModel(model, AsOf, oracle, RfmRule.RPackage);
        var compared = RfmComparison.AssertEqual("refreshed", profiles, oracle.Score(AsOf, RfmRule.RPackage));
        output.WriteLine($"{compared:N0} values of {profiles.Count:N0} profiles are equal");
        silo.AssertLogsAreClean();
    }
}
