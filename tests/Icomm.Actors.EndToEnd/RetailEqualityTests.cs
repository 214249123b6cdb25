using System.Net;
using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Oracle;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>The whole UCI file, cancellations and guests included: every indicator of every profile equals brute force over the file.</summary>
public sealed class RetailEqualityTests(ITestOutputHelper output)
{
    private static readonly DateOnly[] Days =
        [new(2010, 12, 24), new(2011, 6, 30), new(2011, 12, 10), new(2012, 3, 1), new(2013, 1, 1)];

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task EveryIndicatorEqualsBruteForceOverTheFile()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new UciSource(SharedData.OnlineRetail));
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var integration = await Integration.CreateAsync(silo, shop, currency: "GBP");
        var counters = RunCounters.Of(await integration.SyncWellAsync());
        output.WriteLine(counters.ToString());
        counters.AssertAddUp();

        var truth = RetailFile.Read(SharedData.OnlineRetail).Orders(withCancellations: true, withGuests: true, shop.Data.Catalogue);
        output.WriteLine($"{truth.Count} orders in the file, {truth.Count(order => order.IsPurchase)} of them purchases of {truth.Where(order => order.IsPurchase).Sum(order => order.Net)} in all");
        foreach (var day in Days)
        {
            var profiles = await integration.ProfilesAsync(day);
            var compared = ProfileComparison.AssertEqual(profiles, truth, registered: [], day, TimeZoneInfo.Utc);
            output.WriteLine($"as of {day:yyyy-MM-dd}: {compared:N0} values of {profiles.Count:N0} profiles are equal");
        }

        await AssertTheSingleProfileIsThatOfTheListAsync(silo, integration);
        shop.AssertOneRequestAtATime();
        silo.AssertLogsAreClean();
    }

    /// <summary>The list evaluates rows, the single profile asks its grain: they must agree.</summary>
    private static async Task AssertTheSingleProfileIsThatOfTheListAsync(SiloProcess silo, Integration integration)
    {
        var profiles = await integration.ProfilesAsync(PublishedTable.AsOf);
        var root = $"/api/v1/databases/{integration.DatabaseId}/profiles";
        foreach (var listed in profiles.Where((_, i) => i % 400 == 0))
        {
            var byId = (await silo.Api.GetAsync($"{root}/{listed.Id}?asOf=2011-12-10")).Expect(HttpStatusCode.OK);
            Assert.Equal(listed.Json.EnumerateObject().Select(property => property.ToString()), byId.EnumerateObject().Where(property => property.Name != "sources").Select(property => property.ToString()));
            var byEmail = (await silo.Api.GetAsync($"{root}?asOf=2011-12-10&email={Uri.EscapeDataString(listed.Email.ToUpperInvariant())}")).Expect(HttpStatusCode.OK);
            Assert.Equal(listed.Json.GetRawText(), Assert.Single(byEmail.GetProperty("items").EnumerateArray()).GetRawText());
            var why = (await silo.Api.GetAsync($"{root}/{listed.Id}/indicators/ICOMMKT_Amount_360_Days?asOf=2011-12-10")).Expect(HttpStatusCode.OK);
            Assert.Equal(listed.Number("ICOMMKT_Amount_360_Days"), why.GetProperty("purchases").EnumerateArray().Sum(purchase => purchase.GetProperty("net").GetDecimal()));
        }
    }
}
