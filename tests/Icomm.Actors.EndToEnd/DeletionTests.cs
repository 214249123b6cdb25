using System.Net;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.EndToEnd.Store;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>What goes is gone: an integration, also when the process is killed while it goes, and a person, also when a store still has them.</summary>
public sealed class DeletionTests(ITestOutputHelper output)
{
    private const int Kills = 3;
    private static readonly DateOnly AsOf = new(2026, 1, 2);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task KillsInTheMiddleOfADeletionLeaveWhatTheOtherShopSold()
    {
        var source = new GeneratedSource { Seed = 17, Customers = 2_500, Orders = 6_000, Products = 80, Days = 500, End = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        using var folder = new TestFolder();
        await using var firstShop = await ServedShop.StartAsync(source);
        await using var secondShop = await ServedShop.StartAsync(source with { Seed = 18 });
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var first = await Integration.CreateAsync(silo, firstShop, settings: ("pageSize", "100"));
        await first.SyncWellAsync();
        var second = await Integration.UnifyAsync(silo, secondShop, first);
        await second.SyncWellAsync();
        var path = $"/api/v1/integrations/{second.Id}";

        (await silo.Api.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"{path}?orders=remove"))).Expect(HttpStatusCode.Accepted);
        for (var kill = 1; kill <= Kills; kill++)
        {
            var done = await ProgressAsync(silo, path);
            await silo.KillAsync();
            output.WriteLine(done is null ? "killed when it was done" : $"killed after {done} profiles");
            await silo.StartAsync();
        }

        await Wait.UntilAsync("deletion", path, "gone", Limit, () => silo.Api.GetAsync(path), answer => answer.Status == HttpStatusCode.NotFound, answer => answer.Text);
        Assert.True(await first.AssertEqualsTruthAsync() > 0);
        Assert.Equal("succeeded", (await first.SyncAsync()).GetProperty("outcome").GetString());
        silo.AssertLogsAreClean();
    }

    [Fact]
    public async Task AnErasedCustomerDoesNotComeBackFromAStoreThatStillHasThem()
    {
        var source = new GeneratedSource { Seed = 19, Customers = 60, Orders = 400, Products = 30, Days = 300, End = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(source);
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var integration = await Integration.CreateAsync(silo, shop);
        await integration.SyncWellAsync();
        var before = await PurchasesAsync(silo, integration);
        var profile = (await integration.ProfilesAsync(AsOf)).MaxBy(each => each.Orders)!;

        var erasure = (await silo.Api.PostAsync($"/api/v1/databases/{integration.DatabaseId}/erasures", new { email = profile.Email })).Expect(HttpStatusCode.Created);
        Assert.Equal(profile.Orders, erasure.GetProperty("orders").GetInt32());

        // Everything once more by another integration of the same shop, which the store tells all that it has.
        var again = await Integration.UnifyAsync(silo, shop, integration);
        var counters = (await again.SyncWellAsync()).GetProperty("counters");
        Assert.True(counters.GetProperty("suppressed").GetInt64() >= profile.Orders);
        Assert.DoesNotContain(await integration.ProfilesAsync(AsOf), each => each.Email == profile.Email);
        Assert.Equal(2 * (before - profile.Lifetime.GetProperty("purchases").GetInt64()), await PurchasesAsync(silo, integration));

        Assert.Equal(0, await silo.StopAsync());
        Assert.DoesNotContain(StoredProfiles.Read(folder.Path).Values, row => row.Email == profile.Email);
        Assert.DoesNotContain(profile.Email, silo.Output, StringComparison.OrdinalIgnoreCase);
        silo.AssertLogsAreClean();
    }

    private static async Task<long> PurchasesAsync(SiloProcess silo, Integration integration) =>
        (await silo.Api.GetAsync($"/api/v1/databases/{integration.DatabaseId}/dashboard")).Expect(HttpStatusCode.OK)
            .GetProperty("revenueByMonth").GetProperty("months").EnumerateArray().Sum(month => month.GetProperty("purchases").GetInt64());

    /// <returns>Profiles gone through; null when the integration is gone.</returns>
    private static async Task<long?> ProgressAsync(SiloProcess silo, string path)
    {
        var card = await silo.Api.GetAsync(path);
        return card.Status == HttpStatusCode.NotFound ? null : card.Expect(HttpStatusCode.OK).GetProperty("deletion").GetProperty("profilesDone").GetInt64();
    }
}
