using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Settings of databases and how they change, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class DatabaseTests(RunningSilo silo)
{
    [Fact]
    public async Task ANewDatabaseSaysHowItScoresAndIsScheduled()
    {
        var created = await silo.Http.SendAsync(
            "/api/v1/databases",
            new { name = Name(), timeZone = "America/Montevideo", currency = "UYU", rfmMethod = "r-rfm", segmentMap = "r-rfm", refreshAt = "23:45" },
            HttpStatusCode.Created);
        Assert.Equal("r-rfm", created.GetProperty("rfmMethod").GetString());
        Assert.Equal("r-rfm", created.GetProperty("segmentMap").GetString());
        Assert.Equal("23:45", created.GetProperty("refreshAt").GetString());
        var due = created.GetProperty("refresh").GetProperty("nextDueAt").GetDateTimeOffset();
        Assert.Equal(new TimeOnly(23, 45), TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, TimeZoneInfo.FindSystemTimeZoneById("America/Montevideo")).DateTime));
    }

    [Theory]
    [InlineData("refreshAt", "24:00", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("refreshAt", "4", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("rfmMethod", "rRfm", HttpStatusCode.BadRequest, "json_invalid")]
    [InlineData("segmentMap", "nonsense", HttpStatusCode.UnprocessableEntity, "segment_map_invalid")]
    [InlineData("timeZone", "Nowhere/Land", HttpStatusCode.BadRequest, "unknown_time_zone")]
    [InlineData("currency", "pesos", HttpStatusCode.BadRequest, "validation_failed")]
    public async Task ASettingThatCantBeIsRefused(string setting, string value, HttpStatusCode status, string code)
    {
        var request = new Dictionary<string, string> { ["name"] = Name(), ["timeZone"] = "Etc/UTC", ["currency"] = "UYU", [setting] = value };
        (await silo.Http.SendAsync("/api/v1/databases", request, status)).AssertProblem(status, code);
        var id = await silo.Http.CreateDatabaseAsync();
        (await silo.Http.PatchAsync($"/api/v1/databases/{id}", new Dictionary<string, string> { [setting] = value }, status)).AssertProblem(status, code);
    }

    [Fact]
    public async Task OnlyWhatIsSentIsChanged()
    {
        var id = await silo.Http.CreateDatabaseAsync();
        var path = $"/api/v1/databases/{id}";
        var before = await silo.Http.ReadAsync(path);
        var changed = await silo.Http.PatchAsync(path, new { refreshAt = "13:15", rates = new Dictionary<string, decimal> { ["USD"] = 41.5m }, rfmMethod = "r-rfm" }, HttpStatusCode.OK);
        Assert.Equal(("13:15", 41.5m, "r-rfm"), (changed.GetProperty("refreshAt").GetString(), changed.GetProperty("rates").GetProperty("USD").GetDecimal(), changed.GetProperty("rfmMethod").GetString()));
        foreach (var kept in (string[])["id", "name", "timeZone", "currency", "olderWindow", "segmentMap", "createdAt"])
            Assert.Equal(before.GetProperty(kept).GetString(), changed.GetProperty(kept).GetString());
        Assert.Equal(changed.GetRawText(), (await silo.Http.ReadAsync(path)).GetRawText());

        var name = Name();
        changed = await silo.Http.PatchAsync(path, new { name, timeZone = "America/Santiago", currency = "CLP", olderWindow = "lifetime", segmentMap = "r-rfm" }, HttpStatusCode.OK);
        Assert.Equal(
            (name, "America/Santiago", "CLP", "lifetime", "r-rfm", "13:15"),
            (changed.GetProperty("name").GetString(), changed.GetProperty("timeZone").GetString(), changed.GetProperty("currency").GetString(), changed.GetProperty("olderWindow").GetString(), changed.GetProperty("segmentMap").GetString(), changed.GetProperty("refreshAt").GetString()));
    }

    [Fact]
    public async Task OnlyTheVersionThatWasReadIsChanged()
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}";
        using var read = await silo.Http.GetAsync(path);
        var tag = read.Headers.ETag!.ToString();
        await silo.Http.PatchAsync(path, new { refreshAt = "05:00" }, HttpStatusCode.OK, tag);
        var refused = await silo.Http.PatchAsync(path, new { refreshAt = "06:00" }, HttpStatusCode.PreconditionFailed, tag);
        refused.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        await silo.Http.PatchAsync(path, new { refreshAt = "07:00" }, HttpStatusCode.OK, refused.GetProperty("currentTag").GetString());
        await silo.Http.PatchAsync(path, new { refreshAt = "08:00" }, HttpStatusCode.OK, "*");
        (await silo.Http.PatchAsync(path, new { refreshAt = "09:00" }, HttpStatusCode.BadRequest, "nonsense")).AssertProblem(HttpStatusCode.BadRequest, "if_match_invalid");
        Assert.Equal("08:00", (await silo.Http.ReadAsync(path)).GetProperty("refreshAt").GetString());
    }

    [Fact]
    public async Task ManyChangesAtATimeLoseNone()
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}";
        await Task.WhenAll(
            silo.Http.PatchAsync(path, new { refreshAt = "05:00" }, HttpStatusCode.OK),
            silo.Http.PatchAsync(path, new { currency = "BRL" }, HttpStatusCode.OK),
            silo.Http.PatchAsync(path, new { rfmMethod = "r-rfm" }, HttpStatusCode.OK));
        var after = await silo.Http.ReadAsync(path);
        Assert.Equal(("05:00", "BRL", "r-rfm"), (after.GetProperty("refreshAt").GetString(), after.GetProperty("currency").GetString(), after.GetProperty("rfmMethod").GetString()));
    }

    [Fact]
    public async Task ANameBelongsToOneDatabase()
    {
        var name = (await silo.Http.ReadAsync($"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}")).GetProperty("name").GetString();
        var other = await silo.Http.CreateDatabaseAsync();
        (await silo.Http.PatchAsync($"/api/v1/databases/{other}", new { name }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "database_exists");
        (await silo.Http.PatchAsync("/api/v1/databases/nonsense", new { name }, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "database_not_found");
    }

    [Fact]
    public async Task TheTimeZoneStaysOnceThereAreProfiles()
    {
        var id = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        (await silo.Http.PatchAsync($"/api/v1/databases/{id}", new { timeZone = "America/Lima" }, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "time_zone_in_use");
        await silo.Http.PatchAsync($"/api/v1/databases/{id}", new { timeZone = "Etc/UTC", refreshAt = "01:00" }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task ADatabaseTellsHowManyProfilesItHoldsAndWhatFeedsIt()
    {
        var fed = await silo.Http.SyncedDatabaseAsync(GeneratedShop.Script);
        var other = await silo.Http.CreateDatabaseAsync();
        var second = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Outlet", storeType = "scripted", databaseId = fed, settings = new { script = "well" } }, HttpStatusCode.Created);

        var read = await silo.Http.ReadAsync($"/api/v1/databases/{fed}");
        var profiles = await silo.Http.ReadAllAsync($"/api/v1/databases/{fed}/profiles?limit=1000");
        Assert.NotEmpty(profiles);
        Assert.Equal(profiles.Count, read.GetProperty("profiles").GetInt64());
        var feeding = read.GetProperty("integrations").EnumerateArray().ToDictionary(each => each.GetProperty("name").GetString()!);
        Assert.Equal(["Outlet", "Shop"], feeding.Keys.Order());
        Assert.Equal((second.Id(), "scripted"), (feeding["Outlet"].Id(), feeding["Outlet"].GetProperty("storeType").GetString()));

        var empty = await silo.Http.ReadAsync($"/api/v1/databases/{other}");
        Assert.Equal((0L, 0), (empty.GetProperty("profiles").GetInt64(), empty.GetProperty("integrations").GetArrayLength()));
    }

    [Fact]
    public async Task WhatIsKeptForHowLongIsASetting()
    {
        var path = $"/api/v1/databases/{await silo.Http.CreateDatabaseAsync()}";
        Assert.Equal((null, 400), Retention(await silo.Http.ReadAsync(path)));
        await silo.Http.PatchAsync(path, new { retention = new { inactiveMonths = 36, logDays = 90 } }, HttpStatusCode.OK);
        Assert.Equal((36, 90), Retention(await silo.Http.PatchAsync(path, new { refreshAt = "05:00" }, HttpStatusCode.OK)));
        Assert.Equal((null, 30), Retention(await silo.Http.PatchAsync(path, new { retention = new { logDays = 30 } }, HttpStatusCode.OK)));
        foreach (var wrong in new object[] { new { inactiveMonths = 0 }, new { inactiveMonths = 241 }, new { logDays = 0 }, new { logDays = 3_651 } })
            (await silo.Http.PatchAsync(path, new { retention = wrong }, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");

        static (int?, int) Retention(JsonElement database)
        {
            var retention = database.GetProperty("retention");
            return (retention.TryGetProperty("inactiveMonths", out var months) ? months.GetInt32() : null, retention.GetProperty("logDays").GetInt32());
        }
    }

    private static string Name() => $"Tienda {Guid.NewGuid():N}";
}
