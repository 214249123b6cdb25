using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Modifying, switching off and on, and reading again, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class IntegrationChangeTests(RunningSilo silo)
{
    private const string Token = "a-token-of-thirty-characters-Zq9x";

    [Fact]
    public async Task WhatIsLeftOutStaysAndSecretsAreShownMasked()
    {
        var created = await CreateAsync();
        Assert.Equal("••••Zq9x", created.GetProperty("secretHints").GetProperty("token").GetString());
        var path = PathOf(created);

        var changed = await silo.Http.PatchAsync(path, new { name = "Renamed", intervalMinutes = 60 }, HttpStatusCode.OK);
        Assert.Equal(("Renamed", 60), (changed.GetProperty("name").GetString(), changed.GetProperty("intervalMinutes").GetInt32()));
        Assert.Equal(created.GetProperty("secretHints").GetRawText(), changed.GetProperty("secretHints").GetRawText());
        Assert.Equal(created.GetProperty("settings").GetRawText(), changed.GetProperty("settings").GetRawText());

        var other = await silo.Http.PatchAsync(path, new { settings = new { token = "another-token-of-thirty-chars-77aa" } }, HttpStatusCode.OK);
        Assert.Equal("••••77aa", other.GetProperty("secretHints").GetProperty("token").GetString());
        var none = await silo.Http.PatchAsync(path, new { settings = new { token = "" } }, HttpStatusCode.OK);
        Assert.False(none.GetProperty("secretHints").TryGetProperty("token", out _));
    }

    [Fact]
    public async Task SettingsAreVerifiedBeforeTheyAreSaved()
    {
        var created = await CreateAsync();
        var path = PathOf(created);

        (await silo.Http.PatchAsync(path, new { settings = new { script = "refused" } }, HttpStatusCode.UnprocessableEntity)).AssertProblem(HttpStatusCode.UnprocessableEntity, "credentials_rejected");
        (await silo.Http.PatchAsync(path, new { settings = new { script = "" } }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "setting_missing");
        (await silo.Http.PatchAsync(path, new { settings = new { other = "x" } }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "setting_unknown");
        (await silo.Http.PatchAsync(path, new { window = new { timeZone = "Nowhere", from = "01:00", until = "02:00" } }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "unknown_time_zone");

        Assert.Equal(created.GetProperty("settings").GetRawText(), (await silo.Http.ReadAsync(path)).GetProperty("settings").GetRawText());
    }

    [Fact]
    public async Task SecretsThatWereGivenForOneHostAreNotSentToAnother()
    {
        var path = PathOf(await CreateAsync());
        await silo.Http.PatchAsync(path, new { settings = new { address = "https://shop.example/one", token = Token } }, HttpStatusCode.OK);

        foreach (var elsewhere in (string[])["https://other.example/one", "http://shop.example/one", "https://shop.example:8443/one", ""])
        {
            var refused = await silo.Http.PatchAsync(path, new { settings = new { address = elsewhere } }, HttpStatusCode.UnprocessableEntity);
            refused.AssertProblem(HttpStatusCode.UnprocessableEntity, "secrets_required");
            Assert.Contains("token", refused.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        }

        await silo.Http.PatchAsync(path, new { settings = new { address = "https://shop.example/two" } }, HttpStatusCode.OK);
        await silo.Http.PatchAsync(path, new { settings = new { address = "https://other.example", token = Token } }, HttpStatusCode.OK);
        var none = await silo.Http.PatchAsync(path, new { settings = new { address = "https://third.example", token = "" } }, HttpStatusCode.OK);
        Assert.Equal("https://third.example", none.GetProperty("settings").GetProperty("address").GetString());
    }

    [Fact]
    public async Task ChangesAtOneTimeWithoutAVersionAreAllMade()
    {
        var path = PathOf(await CreateAsync());

        await Task.WhenAll(
            silo.Http.PatchAsync(path, new { intervalMinutes = 77 }, HttpStatusCode.OK),
            silo.Http.PatchAsync(path, new { settings = new { token = "another-token-of-thirty-chars-77aa" } }, HttpStatusCode.OK),
            silo.Http.PatchAsync(path, new { window = new { timeZone = "UTC", from = "01:00", until = "02:00" } }, HttpStatusCode.OK));

        var after = await silo.Http.ReadAsync(path);
        Assert.Equal((77, "••••77aa", "UTC"), (after.GetProperty("intervalMinutes").GetInt32(), after.GetProperty("secretHints").GetProperty("token").GetString(), after.GetProperty("window").GetProperty("timeZone").GetString()));
    }

    [Fact]
    public async Task AChangeFromAnOldVersionIsRefused()
    {
        var path = PathOf(await CreateAsync());

        await silo.Http.PatchAsync(path, new { name = "First" }, HttpStatusCode.OK, ifMatch: "\"1\"");
        (await silo.Http.PatchAsync(path, new { name = "Second" }, HttpStatusCode.PreconditionFailed, ifMatch: "\"1\"")).AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");

        Assert.Equal("First", (await silo.Http.ReadAsync(path)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task AWindowIsSetAndTakenAway()
    {
        var path = PathOf(await CreateAsync());

        var set = await silo.Http.PatchAsync(path, new { window = new { timeZone = "America/Montevideo", from = "22:00:00", until = "06:00:00" } }, HttpStatusCode.OK);
        Assert.Equal("22:00:00", set.GetProperty("window").GetProperty("from").GetString());
        (await silo.Http.PatchAsync(path, new { window = new { timeZone = "UTC", from = "01:00:00", until = "02:00:00" }, isWindowRemoved = true }, HttpStatusCode.BadRequest))
            .AssertProblem(HttpStatusCode.BadRequest, "window_contradicts_itself");
        var removed = await silo.Http.PatchAsync(path, new { isWindowRemoved = true }, HttpStatusCode.OK);
        Assert.False(removed.TryGetProperty("window", out _));
    }

    [Fact]
    public async Task ASwitchedOffIntegrationStartsNothing()
    {
        var path = PathOf(await CreateAsync());

        var paused = await silo.Http.SendAsync($"{path}/pause", null, HttpStatusCode.OK);
        Assert.Equal((false, "requested"), (paused.GetProperty("isActive").GetBoolean(), paused.GetProperty("pause").GetProperty("reason").GetString()));
        Assert.False(paused.TryGetProperty("nextDueAt", out _));
        (await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "integration_paused");
        (await silo.Http.SendAsync($"{path}/backfills", new { from = TimeProvider.System.GetUtcNow().AddDays(-1) }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "integration_paused");

        var resumed = await silo.Http.SendAsync($"{path}/resume", null, HttpStatusCode.OK);
        Assert.True(resumed.GetProperty("isActive").GetBoolean());
        Assert.False(resumed.TryGetProperty("pause", out _));
        await silo.Http.SendAsync($"{path}/runs", null, HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task ABackfillWantsAStretchOfThePast()
    {
        var created = await CreateAsync();
        var path = PathOf(created) + "/backfills";
        var start = created.GetProperty("startsAt").GetDateTimeOffset();

        (await silo.Http.SendAsync(path, new { until = start.AddDays(9) }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "json_invalid");
        (await silo.Http.SendAsync(path, new { from = start.AddDays(10), until = start.AddDays(9) }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "range_invalid");
        (await silo.Http.SendAsync(path, new { from = TimeProvider.System.GetUtcNow().AddDays(1) }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "range_invalid");
        (await silo.Http.SendAsync(path, new { from = start.AddDays(-1) }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "range_before_start");
        Assert.NotEmpty((await silo.Http.SendAsync(path, new { from = TimeProvider.System.GetUtcNow().AddDays(-1) }, HttpStatusCode.Accepted)).GetProperty("runId").GetString()!);
    }

    [Fact]
    public async Task TheCardNamesTheDatabase()
    {
        var created = await CreateAsync();
        var database = await silo.Http.ReadAsync($"/api/v1/databases/{created.GetProperty("databaseId").GetString()}");

        Assert.Equal(database.GetProperty("name").GetString(), created.GetProperty("databaseName").GetString());
        Assert.Empty(created.GetProperty("warnings").EnumerateArray());
        Assert.False(created.TryGetProperty("lastRefreshAt", out _));
    }

    [Fact]
    public async Task TheCardWarnsOfPurchasesInACurrencyWithoutARate()
    {
        var databaseId = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var warning = Assert.Single(await WarningsAsync());
        Assert.Equal("currency_without_rate", warning.GetProperty("code").GetString());
        Assert.Contains(" EUR ", warning.GetProperty("message").GetString(), StringComparison.Ordinal);

        await silo.Http.PatchAsync($"/api/v1/databases/{databaseId}", new { rates = new Dictionary<string, decimal> { ["USD"] = 40m, ["EUR"] = 45m } }, HttpStatusCode.OK);
        Assert.Empty(await WarningsAsync());

        async Task<JsonElement[]> WarningsAsync()
        {
            var card = (await silo.Http.ReadAsync("/api/v1/integrations?limit=1000")).Items().Single(item => item.GetProperty("databaseId").GetString() == databaseId);
            return [.. card.GetProperty("warnings").EnumerateArray()];
        }
    }

    private static string PathOf(JsonElement integration) => $"/api/v1/integrations/{integration.GetProperty("id").GetString()}";

    private async Task<JsonElement> CreateAsync()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var settings = new { script = "well", token = Token };
        return await silo.Http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings, startsAt = "2024-01-01T00:00:00Z" }, HttpStatusCode.Created);
    }
}
