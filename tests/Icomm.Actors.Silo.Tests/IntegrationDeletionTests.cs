using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Deleting integrations over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class IntegrationDeletionTests(RunningSilo silo)
{
    [Fact]
    public async Task ItsOrdersLeaveProfilesAndDashboardAndTheOthersStay()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var alone = await StateOfAsync(databaseId);
        var second = await CreateAsync(databaseId, GeneratedShop.Script);
        await SyncAsync(second);
        var both = await StateOfAsync(databaseId);
        Assert.NotEqual(alone.Dashboard, both.Dashboard);

        var deleting = await silo.Http.DeleteAsync($"{second}?orders=remove", HttpStatusCode.Accepted);
        Assert.Equal(("deleting", "remove", false), (deleting.GetProperty("deletion").GetProperty("state").GetString(), deleting.GetProperty("deletion").GetProperty("orders").GetString(), deleting.GetProperty("isActive").GetBoolean()));
        await silo.Http.GoneAsync(second);

        Assert.Equal(alone, await StateOfAsync(databaseId));
        (await silo.Http.DeleteAsync($"{second}?orders=remove", HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "integration_not_found");
    }

    [Fact]
    public async Task ProfilesOfWhichNothingIsLeftAreGone()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var path = await CreateAsync(databaseId, GeneratedShop.Script);
        await SyncAsync(path);
        Assert.Equal(GeneratedShop.Buyers + GeneratedShop.Prospects, await CountAsync(databaseId));

        await silo.Http.DeleteAsync($"{path}?orders=remove", HttpStatusCode.Accepted);
        await silo.Http.GoneAsync(path);

        Assert.Equal(0, await CountAsync(databaseId));
        var months = (await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/dashboard")).GetProperty("revenueByMonth").GetProperty("months").EnumerateArray();
        Assert.All(months, month => Assert.Equal((0, 0), (month.GetProperty("purchases").GetInt64(), month.GetProperty("newCustomers").GetInt64())));
    }

    [Fact]
    public async Task KeptOrdersStay()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var path = await CreateAsync(databaseId, GeneratedShop.Script);
        await SyncAsync(path);
        var before = await StateOfAsync(databaseId);

        await silo.Http.DeleteAsync($"{path}?orders=keep", HttpStatusCode.Accepted);
        await silo.Http.GoneAsync(path);

        Assert.Equal(before, await StateOfAsync(databaseId));
        Assert.DoesNotContain((await silo.Http.ReadAsync("/api/v1/integrations")).Items(), card => path.EndsWith(card.Id(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheCallerSaysWhatBecomesOfTheOrders()
    {
        var path = await CreateAsync(await silo.Http.CreateDatabaseAsync(), "well");

        (await silo.Http.DeleteAsync(path, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "orders_unspecified");
        (await silo.Http.DeleteAsync($"{path}?orders=all", HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "orders_unspecified");

        Assert.False((await silo.Http.ReadAsync(path)).TryGetProperty("deletion", out _));
    }

    private async Task<string> CreateAsync(string databaseId, string script) =>
        $"/api/v1/integrations/{(await silo.Http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script } }, HttpStatusCode.Created)).Id()}";

    private async Task SyncAsync(string path) =>
        await silo.Http.EndedAsync($"{path}/runs/{(await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}");

    private async Task<long> CountAsync(string databaseId)
    {
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        return (await silo.Http.ReadAllAsync($"/api/v1/databases/{databaseId}/profiles?limit=100")).Count;
    }

    /// <summary>The profiles as of a day, and the sums over them.</summary>
    private async Task<(string Profiles, string Dashboard)> StateOfAsync(string databaseId)
    {
        await silo.Http.RefreshAsync(databaseId, GeneratedShop.Day);
        var profiles = await silo.Http.ReadAllAsync($"/api/v1/databases/{databaseId}/profiles?limit=100");
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/dashboard");
        return (string.Join('\n', profiles.Select(Content).Order(StringComparer.Ordinal)), dashboard.GetProperty("revenueByMonth").GetProperty("months").GetRawText() + dashboard.GetProperty("topBrands").GetProperty("items").GetRawText());
    }

    /// <summary>Without the scores: segments remember what they were before.</summary>
    private static string Content(JsonElement profile)
    {
        var indicators = profile.GetProperty("indicators").EnumerateObject().Where(indicator => !indicator.Name.Contains("_RFM", StringComparison.Ordinal)).Select(indicator => $"{indicator.Name}={indicator.Value.GetRawText()}");
        return $"{profile.Id()} {profile.GetProperty("lifetime").GetRawText()} {string.Join(' ', indicators)}";
    }
}
