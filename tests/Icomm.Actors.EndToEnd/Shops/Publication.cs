using System.Net;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.Testing.Outside.Waiting;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>A database's publication to the contacts API that a simulated shop serves beside itself, over REST.</summary>
internal sealed class Publication(SiloProcess silo, string databaseId, string id, ServedShop shop, string profileKey)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Id => id;

    private string Path => $"/api/v1/databases/{databaseId}/publications/{id}";

    /// <summary>In small batches, so that there are many requests to go wrong.</summary>
    public static async Task<Publication> CreateAsync(SiloProcess silo, string databaseId, ServedShop shop, string profileKey)
    {
        var receiver = shop.Shop.Icommkt!.Options;
        silo.Guard(receiver.ApiKey);
        var settings = new Dictionary<string, string>
        {
            ["apiUrl"] = shop.Shop.BaseUrl.AbsoluteUri, ["apiKey"] = receiver.ApiKey, ["profileKey"] = profileKey, ["batchSize"] = "20", ["requestsPerMinute"] = "6000",
        };
        var created = (await silo.Api.PostAsync($"/api/v1/databases/{databaseId}/publications", new { name = "Contacts", type = "icommkt", settings })).Expect(HttpStatusCode.Created);
        Assert.DoesNotContain(receiver.ApiKey, created.GetRawText(), StringComparison.Ordinal);
        return new Publication(silo, databaseId, created.GetProperty("id").GetString()!, shop, profileKey);
    }

    /// <summary>What the receiver has.</summary>
    public IReadOnlyList<IcommktContact> Contacts => shop.Shop.Icommkt!.Contacts(profileKey);

    public async Task<JsonElement> GetAsync() => (await silo.Api.GetAsync(Path)).Expect(HttpStatusCode.OK);

    public async Task<IReadOnlyList<JsonElement>> RejectionsAsync() =>
        [.. (await silo.Api.GetAsync($"{Path}/rejections?limit=1000")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];

    /// <summary>Starts a run.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync() => (await silo.Api.PostAsync($"{Path}/runs")).Expect(HttpStatusCode.Accepted).GetProperty("runId").GetString()!;

    /// <summary>Waits until no run is under way.</summary>
    /// <returns>The last run.</returns>
    public async Task<JsonElement> EndAsync() => (await Wait.UntilAsync(
        "publish", $"publication {id}", "at rest", Limit, GetAsync, answer => !answer.TryGetProperty("currentRun", out _), answer => answer.GetRawText())).GetProperty("lastRun");

    /// <summary>One run that must succeed.</summary>
    public async Task<JsonElement> PublishAsync()
    {
        var runId = await StartAsync();
        var run = await EndAsync();
        Assert.Equal(runId, run.GetProperty("runId").GetString());
        Assert.False(run.TryGetProperty("problemCode", out _), run.GetRawText());
        return run;
    }
}
