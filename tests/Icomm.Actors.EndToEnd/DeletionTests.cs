using System.Net;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.EndToEnd.Waiting;
using Icomm.Actors.StoreSimulator.Shops;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>An integration that goes leaves what the others brought, also when the process is killed while it goes.</summary>
public sealed class DeletionTests(ITestOutputHelper output)
{
    private const int Kills = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

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

    /// <returns>Profiles gone through; null when the integration is gone.</returns>
    private static async Task<long?> ProgressAsync(SiloProcess silo, string path)
    {
        var card = await silo.Api.GetAsync(path);
        return card.Status == HttpStatusCode.NotFound ? null : card.Expect(HttpStatusCode.OK).GetProperty("deletion").GetProperty("profilesDone").GetInt64();
    }
}
