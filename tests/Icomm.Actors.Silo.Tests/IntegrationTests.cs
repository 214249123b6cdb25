using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Store types, databases, integrations and their runs, over REST.</summary>
[Collection(SiloCollection.Name)]
public sealed class IntegrationTests(RunningSilo silo)
{
    private const string Secret = "very-secret-8472";

    [Fact]
    public async Task StoreTypesComeWithTheirForms()
    {
        var types = await silo.Http.ReadAsync("/api/v1/store-types");
        Assert.Superset(new HashSet<string> { "magento", "vtex" }, types.EnumerateArray().Select(type => type.GetProperty("storeType").GetString()!).ToHashSet());
        foreach (var field in types.EnumerateArray().SelectMany(type => type.GetProperty("fields").EnumerateArray()))
            Assert.All(["name", "label", "help"], property => Assert.NotEmpty(field.GetProperty(property).GetString()!));
        Assert.Contains(types.EnumerateArray().SelectMany(type => type.GetProperty("fields").EnumerateArray()), field => field.GetProperty("isSecret").GetBoolean());
    }

    [Theory]
    [InlineData("es", "es", "Contraseña")]
    [InlineData("pt-BR, es;q=0.5", "pt", "Senha")]
    [InlineData("fr, es-UY;q=0.8, pt;q=0.2", "es", "Contraseña")]
    [InlineData("fr", "en", "Password")]
    [InlineData(null, "en", "Password")]
    public async Task FormsComeInTheLanguageThatIsWanted(string? wanted, string language, string label)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/store-types");
        if (wanted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", wanted);
        using var answer = await silo.Http.SendAsync(request);
        using var types = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var magento = types.RootElement.EnumerateArray().Single(type => type.GetProperty("storeType").GetString() == "magento");
        Assert.Equal([language], answer.Content.Headers.ContentLanguage);
        Assert.Equal(label, magento.GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("name").GetString() == "password").GetProperty("label").GetString());
    }

    [Fact]
    public async Task ADatabaseIsCreatedListedAndGot()
    {
        var name = $"Tienda {Guid.NewGuid():N}";
        var created = await silo.Http.SendAsync(
            "/api/v1/databases", new { name, timeZone = "America/Montevideo", currency = "UYU", rates = new Dictionary<string, decimal> { ["USD"] = 40.25m }, olderWindow = "lifetime" }, HttpStatusCode.Created);
        var id = created.GetProperty("id").GetString();
        var got = await silo.Http.ReadAsync($"/api/v1/databases/{id}");
        Assert.Equal(created.GetRawText(), got.GetRawText());
        Assert.Equal((name, "lifetime", 40.25m), (got.GetProperty("name").GetString(), got.GetProperty("olderWindow").GetString(), got.GetProperty("rates").GetProperty("USD").GetDecimal()));
        Assert.Contains((await silo.Http.ReadAsync("/api/v1/databases")).GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task SecretsAreEncryptedAtRestAndNeverReturned()
    {
        var created = await CreateAsync("well", Secret);
        var id = created.GetProperty("id").GetString();
        await EndOfRunAsync(id!);
        Assert.DoesNotContain(Secret, created.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await silo.Http.ReadAsync($"/api/v1/integrations/{id}")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await silo.Http.ReadAsync("/api/v1/integrations")).GetRawText(), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(silo.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0, $"{Path.GetFileName(file)} holds a secret in the clear.");
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \"")]
    public async Task ASettingWithoutAValueIsNone(string value)
    {
        var database = await silo.Http.CreateDatabaseAsync();
        var created = await silo.Http.SendAsync(
            "/api/v1/integrations", JsonNode.Parse($$$"""{"name": "Shop", "storeType": "scripted", "databaseId": "{{{database}}}", "settings": {"script": "well", "token": {{{value}}}, "address": {{{value}}}}}"""), HttpStatusCode.Created);

        Assert.False(created.GetProperty("secretHints").TryGetProperty("token", out _));
        Assert.False(created.GetProperty("settings").TryGetProperty("address", out _));
    }

    [Fact]
    public async Task AnIntegrationShowsItsRunsAndTheCardSaysHowItIs()
    {
        var created = await CreateAsync("well");
        var id = created.GetProperty("id").GetString()!;
        Assert.Equal(240, created.GetProperty("intervalMinutes").GetInt32());
        var run = await EndOfRunAsync(id);
        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        var card = await silo.Http.ReadAsync($"/api/v1/integrations/{id}");
        Assert.Equal("success", card.GetProperty("health").GetString());
        Assert.True(card.TryGetProperty("nextDueAt", out _));
        var listed = (await silo.Http.ReadAsync($"/api/v1/integrations/{id}/runs")).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == run.GetProperty("id").GetString());
        Assert.Equal(run.GetRawText(), listed.GetRawText());
        Assert.Contains((await silo.Http.ReadAsync("/api/v1/integrations")).GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task AWindowIsGivenWhole()
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        foreach (var window in (object[])[new { timeZone = "Etc/UTC" }, new { timeZone = "Etc/UTC", from = "22:00" }, new { timeZone = "Etc/UTC", until = "06:00" }, new { from = "22:00", until = "06:00" }])
        {
            var body = new { name = "Shop", storeType = "scripted", databaseId, settings = new { script = "well" }, window };
            (await silo.Http.SendAsync("/api/v1/integrations", body, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, "json_invalid");
        }
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", false)]
    [InlineData("1989-12-31T23:59:59Z", false)]
    [InlineData("1990-01-01T00:00:00+00:01", false)]
    [InlineData("1990-01-01T00:00:00Z", true)]
    [InlineData("9999-12-31T23:59:59.9999999Z", true)]
    public async Task AnIntegrationStartsWhenThereWereShops(string startsAt, bool may)
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var created = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script = "well" }, startsAt }, may ? HttpStatusCode.Created : HttpStatusCode.BadRequest);
        if (!may)
            created.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        var path = $"/api/v1/integrations/{(may ? created : await CreateAsync("well")).Id()}";
        var changed = await silo.Http.PatchAsync(path, new { startsAt }, may ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        if (!may)
            changed.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task RejectedRecordsAndRunsArePaged()
    {
        var id = (await CreateAsync("unreadable")).GetProperty("id").GetString()!;
        await EndOfRunAsync(id);
        var seen = new List<string>();
        var path = $"/api/v1/integrations/{id}/rejected-records?limit=2";
        for (var next = path; next is not null;)
        {
            var page = await silo.Http.ReadAsync(next);
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 0, 2);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("recordId").GetString()!));
            next = page.TryGetProperty("nextCursor", out var cursor) ? $"{path}&cursor={cursor.GetString()}" : null;
        }

        Assert.Equal(["4", "3", "2", "1", "0"], seen);
        Assert.Equal(5, (await silo.Http.ReadAsync($"/api/v1/integrations/{id}/rejected-records?resolved=false")).Items().Length);
        Assert.Empty((await silo.Http.ReadAsync($"/api/v1/integrations/{id}/rejected-records?resolved=true")).Items());

        await silo.Http.SendAsync($"/api/v1/integrations/{id}/runs", null, HttpStatusCode.Accepted);
        var newest = await EndOfRunAsync(id);
        var first = await silo.Http.ReadAsync($"/api/v1/integrations/{id}/runs?limit=1");
        var second = await silo.Http.ReadAsync($"/api/v1/integrations/{id}/runs?limit=1&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.True(string.CompareOrdinal(first.GetProperty("items")[0].GetProperty("id").GetString(), second.GetProperty("items")[0].GetProperty("id").GetString()) > 0);
        Assert.NotEqual(default, newest);
    }

    [Fact]
    public async Task NoRunCanBeStoppedWhereNoneIsUnderWay()
    {
        var id = (await CreateAsync("well")).GetProperty("id").GetString()!;
        await EndOfRunAsync(id);
        (await silo.Http.SendAsync($"/api/v1/integrations/{id}/runs/current/stop", null, HttpStatusCode.Conflict)).AssertProblem(HttpStatusCode.Conflict, "no_run");
    }

    private async Task<JsonElement> CreateAsync(string script, string? token = null)
    {
        var settings = new Dictionary<string, string> { ["script"] = script };
        if (token is not null)
            settings["token"] = token;
        var databaseId = await silo.Http.CreateDatabaseAsync();
        return await silo.Http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings }, HttpStatusCode.Created);
    }

    /// <summary>Starts or joins a run and waits for its end.</summary>
    private async Task<JsonElement> EndOfRunAsync(string id)
    {
        var runId = (await silo.Http.SendAsync($"/api/v1/integrations/{id}/runs", null, HttpStatusCode.Accepted)).GetProperty("runId").GetString();
        return await silo.Http.EndedAsync($"/api/v1/integrations/{id}/runs/{runId}");
    }
}
