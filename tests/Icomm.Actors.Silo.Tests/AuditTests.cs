using System.Net;
using System.Text.Json;
using Icomm.Actors.Silo.Tests.Access;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Who changed what, and when.</summary>
[Collection(SiloCollection.Name)]
public sealed class AuditTests(RunningSilo silo)
{
    [Fact]
    public async Task AChangeIsKeptWithWhoMadeItAndTheFieldsThatWereChanged()
    {
        var key = await silo.CreateKeyAsync(await silo.CreateAccountAsync(), "read", "write");
        using var http = silo.Client(key.GetProperty("key").GetString());
        var databaseId = await http.CreateDatabaseAsync();
        var integration = (await http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script = "well", token = "first-secret-9999" } }, HttpStatusCode.Created)).Id();
        var path = $"/api/v1/integrations/{integration}";
        await http.PatchAsync(
            path,
            new { name = "Tienda", intervalMinutes = 60, window = new { timeZone = "Etc/UTC", from = "01:00:00", until = "02:00:00" }, settings = new { token = "other-secret-9999" } },
            HttpStatusCode.OK);
        await http.SendAsync($"{path}/pause", null, HttpStatusCode.OK);
        await http.PatchAsync($"/api/v1/databases/{databaseId}", new { rates = new Dictionary<string, decimal> { ["USD"] = 41.5m } }, HttpStatusCode.OK);
        await http.DeleteAsync($"{path}?orders=keep", HttpStatusCode.Accepted);
        await http.GoneAsync(path);

        var entries = (await http.ReadAsync("/api/v1/audit-entries")).Items();
        Assert.Equal(
            [
                ("deleteIntegration", path), ("updateDatabase", $"/api/v1/databases/{databaseId}"), ("pauseIntegration", $"{path}/pause"), ("updateIntegration", path),
                ("createIntegration", path), ("createDatabase", $"/api/v1/databases/{databaseId}"),
            ],
            entries.Select(entry => (entry.GetProperty("action").GetString(), entry.GetProperty("resource").GetString())).SkipLast(1));
        Assert.Equal("createApiKey", entries[^1].GetProperty("action").GetString());
        Assert.True(entries[^1].GetProperty("key").GetProperty("isOperators").GetBoolean());
        Assert.All(entries, entry => Assert.Equal("done", entry.GetProperty("outcome").GetString()));
        Assert.All(entries[..^1], entry => Assert.Equal((key.Id(), "Key", false), Who(entry)));
        Assert.Equal(
            [
                ("intervalMinutes", "240", "60"), ("name", "Shop", "Tienda"), ("window.from", null, "01:00:00"), ("window.timeZone", null, "Etc/UTC"), ("window.until", null, "02:00:00"),
                ("secrets.token", "••••9999", "••••9999"),
            ],
            Changes(entries[3]));
        Assert.Equal([("rates.USD", null, "41.5")], Changes(entries[1]));
        Assert.Contains(("databaseId", null, databaseId), Changes(entries[4]));
        Assert.DoesNotContain("secret-9999", JsonSerializer.Serialize(entries), StringComparison.Ordinal);

        var ofIntegration = (await http.ReadAllAsync($"/api/v1/audit-entries?integrationId={integration}&limit=1")).Select(entry => entry.Id());
        Assert.Equal(entries.Where(entry => entry.TryGetProperty("integrationId", out var id) && id.GetString() == integration).Select(entry => entry.Id()), ofIntegration);
        Assert.Equal(entries[2].Id(), Assert.Single((await http.ReadAsync("/api/v1/audit-entries?action=pauseIntegration")).Items()).Id());

        using var csv = await http.GetAsync($"/api/v1/audit-entries/export?keyId={key.Id()}");
        var rows = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,at,keyId,keyName,action,resource,integrationId,databaseId,outcome,changes", rows[0]);
        Assert.Equal(entries[..^1].Select(entry => entry.Id()), rows[1..].Select(row => row.Split(',')[0]));
        using var lines = await http.GetAsync("/api/v1/audit-entries/export?format=ndjson");
        Assert.Equal(
            entries.Select(entry => entry.GetRawText()),
            (await lines.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetRawText()));
    }

    [Fact]
    public async Task WhatWasRefusedOrOnlyReadIsNotInItAndADownloadOfPersonalDataIs()
    {
        using var http = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
        var databaseId = await http.SyncedDatabaseAsync(GeneratedShop.Script);
        var before = (await http.ReadAsync("/api/v1/audit-entries")).Items();

        await http.PatchAsync($"/api/v1/databases/{databaseId}", new { timeZone = "America/Montevideo" }, HttpStatusCode.Conflict);
        await http.PatchAsync($"/api/v1/databases/{databaseId}", new { currency = "guaraní" }, HttpStatusCode.BadRequest);
        await http.PatchAsync($"/api/v1/databases/{databaseId}", "no object", HttpStatusCode.BadRequest);
        await http.PatchAsync("/api/v1/databases/none", new { currency = "USD" }, HttpStatusCode.NotFound);
        await http.SendAsync("/api/v1/store-types/scripted/verifications", new { settings = new { script = "well" } }, HttpStatusCode.OK);
        var profile = (await http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?limit=1")).Items()[0].Id();
        Assert.Equal(before.Select(entry => entry.Id()), (await http.ReadAsync("/api/v1/audit-entries")).Items().Select(entry => entry.Id()));

        await http.ReadAsync($"/api/v1/databases/{databaseId}/profiles/{profile}/export");
        var export = (await http.ReadAsync("/api/v1/audit-entries")).Items()[0];
        Assert.Equal(("exportPerson", databaseId), (export.GetProperty("action").GetString(), export.GetProperty("databaseId").GetString()));
    }

    [Fact]
    public async Task TheProgramSaysWhatItDidByItself()
    {
        using var http = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
        var path = $"/api/v1/integrations/{(await http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId = await http.CreateDatabaseAsync(), settings = new { script = ScriptedConnector.FailingScript } }, HttpStatusCode.Created)).Id()}";
        while ((await http.ReadAsync(path)).GetProperty("isActive").GetBoolean())
        {
            using var started = await http.PostAsync($"{path}/runs", content: null);
            if (started.StatusCode == HttpStatusCode.Accepted)
                await http.EndedAsync($"{path}/runs/{JsonDocument.Parse(await started.Content.ReadAsStringAsync()).RootElement.GetProperty("runId").GetString()}");
        }

        var pause = Assert.Single((await http.ReadAsync("/api/v1/audit-entries?action=pauseIntegration")).Items());
        Assert.False(pause.TryGetProperty("key", out _));
        Assert.Equal([("isActive", "true", "false"), ("pause.reason", null, "failures")], Changes(pause));
    }

    private static (string?, string?, bool) Who(JsonElement entry)
    {
        var key = entry.GetProperty("key");
        return (key.Id(), key.GetProperty("name").GetString(), key.GetProperty("isOperators").GetBoolean());
    }

    private static (string?, string?, string?)[] Changes(JsonElement entry) =>
        [.. from change in entry.GetProperty("changes").EnumerateArray() select (Text(change, "field"), Text(change, "before"), Text(change, "after"))];

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var text) ? text.GetString() : null;
}
