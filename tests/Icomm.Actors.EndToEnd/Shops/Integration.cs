using System.Net;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.Testing.Outside.Api;
using Icomm.Actors.Testing.Outside.Oracle;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>A shop connected to a database of a silo, over REST.</summary>
internal sealed class Integration(SiloProcess silo, ServedShop shop, string databaseId, string id, string timeZone)
{
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(5);

    public string Id => id;

    public string DatabaseId => databaseId;

    public ServedShop Shop => shop;

    private string TimeZone => timeZone;

    private string Path => $"/api/v1/integrations/{id}";

    /// <summary>Makes a database of its own and connects the shop to it. The first run starts by itself.</summary>
    public static async Task<Integration> CreateAsync(
        SiloProcess silo, ServedShop shop, string timeZone = "Etc/UTC", string currency = "USD", string? rfm = null, params (string Name, string Value)[] settings)
    {
        silo.Guard(shop.Shop.Password);
        var databaseId = await CreateDatabaseAsync(silo.Api, timeZone, currency, rfm);
        var created = await silo.Api.PostAsync("/api/v1/integrations", Request(databaseId, shop.Settings(settings), shop.StoreType));
        return new Integration(silo, shop, databaseId, created.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!, timeZone);
    }

    /// <summary>Connects another shop to the database that an integration feeds.</summary>
    public static async Task<Integration> UnifyAsync(SiloProcess silo, ServedShop shop, Integration other)
    {
        silo.Guard(shop.Shop.Password);
        var created = await silo.Api.PostAsync("/api/v1/integrations", Request(other.DatabaseId, shop.Settings(), shop.StoreType));
        return new Integration(silo, shop, other.DatabaseId, created.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!, other.TimeZone);
    }

    /// <param name="rfm">Name of both a method and a segment map; null for the defaults.</param>
    public static async Task<string> CreateDatabaseAsync(ApiClient api, string timeZone = "Etc/UTC", string currency = "USD", string? rfm = null)
    {
        // The day's own refresh is not to come while a test refreshes other days.
        var local = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        var request = new Dictionary<string, string> { ["name"] = $"Shop {Guid.NewGuid():N}", ["timeZone"] = timeZone, ["currency"] = currency, ["refreshAt"] = $"{local.AddHours(12):HH:mm}" };
        if (rfm is not null)
            (request["rfmMethod"], request["segmentMap"]) = (rfm, rfm);
        var created = await api.PostAsync("/api/v1/databases", request);
        return created.Expect(HttpStatusCode.Created).GetProperty("id").GetString()!;
    }

    public static object Request(string databaseId, Dictionary<string, string> settings, string storeType = "magento") => new { name = "Shop", storeType, databaseId, settings };

    public async Task<JsonElement> GetAsync() => (await silo.Api.GetAsync(Path)).Expect(HttpStatusCode.OK);

    public async Task<JsonElement> GetRunAsync(string runId) => (await silo.Api.GetAsync($"{Path}/runs/{runId}")).Expect(HttpStatusCode.OK);

    public async Task<IReadOnlyList<JsonElement>> RunsAsync() => [.. (await silo.Api.GetAsync($"{Path}/runs?limit=1000")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    public async Task<IReadOnlyList<JsonElement>> RejectedAsync() =>
        [.. (await silo.Api.GetAsync($"{Path}/rejected-records?limit=1000")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    /// <summary>Starts a run or joins the first one.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartRunAsync() => (await silo.Api.PostAsync($"{Path}/runs")).Expect(HttpStatusCode.Accepted).GetProperty("runId").GetString()!;

    /// <summary>Waits for a run's end, whatever it is.</summary>
    public Task<JsonElement> EndOfAsync(string runId) => Wait.UntilAsync(
        "sync", $"run {runId}", "ended", RunLimit, () => GetRunAsync(runId), run => run.TryGetProperty("endedAt", out _), run => run.GetRawText());

    /// <summary>One run from its start to its end.</summary>
    public async Task<JsonElement> SyncAsync() => await EndOfAsync(await StartRunAsync());

    /// <summary>One run that must succeed.</summary>
    public async Task<JsonElement> SyncWellAsync()
    {
        var run = await SyncAsync();
        Assert.True(run.GetProperty("outcome").GetString() == "succeeded", $"The run should have succeeded: {run.GetRawText()}");
        return run;
    }

    public Task<IReadOnlyList<ObservedProfile>> ProfilesAsync(DateOnly asOf) => ObservedProfile.AllAsync(silo.Api, databaseId, asOf);

    /// <summary>One profile with all that is shown of it alone.</summary>
    public async Task<JsonElement> ProfileAsync(string profileId) => (await silo.Api.GetAsync($"/api/v1/databases/{databaseId}/profiles/{profileId}")).Expect(HttpStatusCode.OK);

    /// <summary>Every indicator of every profile equals brute force over what the shop serves (or over the given orders).</summary>
    public async Task<int> AssertEqualsTruthAsync(IEnumerable<StoreSimulator.Shops.ShopOrder>? orders = null, params DateOnly[] days)
    {
        var truth = ShopTruth.Orders(SimulatedShopView.Of(shop.Data, orders));
        var registered = shop.Data.Customers.Select(customer => customer.Email.Trim().ToLowerInvariant()).ToArray();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var compared = 0;
        foreach (var day in days.Length > 0 ? days : [LastDay(), LastDay().AddDays(-45)])
            compared += ProfileComparison.AssertEqual(await ProfilesAsync(day), truth, registered, day, zone);
        return compared;
    }

    private DateOnly LastDay() => DateOnly.FromDateTime(shop.Data.Orders.Max(order => order.CreatedAt).AddDays(1));
}
