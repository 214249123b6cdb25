using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>The life of a key.</summary>
[Collection(SiloCollection.Name)]
public sealed class ApiKeyTests(RunningSilo silo)
{
    private const string Keys = "/api/v1/api-keys";

    [Fact]
    public async Task AKeyIsShownOnceAndListedWithoutItself()
    {
        using var admin = await AdminAsync();
        var made = await admin.SendAsync(Keys, new { name = " Front end ", scopes = (string[])["write", "read", "read"], expiresAt = "2099-01-01T00:00:00Z" }, HttpStatusCode.Created);
        var text = made.GetProperty("key").GetString()!;
        using (var client = silo.Client(text))
            await client.ReadAsync(Keys);

        var page = await admin.ReadAsync(Keys);
        var listed = page.Items().Single(item => item.Id() == made.Id());
        Assert.Equal(("Front end", text[^4..]), (listed.GetProperty("name").GetString(), listed.GetProperty("hint").GetString()));
        Assert.Equal(["read", "write"], listed.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero), listed.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.True(listed.GetProperty("lastUsedAt").GetDateTimeOffset() >= listed.GetProperty("createdAt").GetDateTimeOffset());
        Assert.DoesNotContain(text, page.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysAreListedNewestFirstPageByPage()
    {
        using var admin = await AdminAsync();
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
            made.Insert(0, (await CreateAsync(admin, "read")).Id());
        var listed = await admin.ReadAllAsync($"{Keys}?limit=2");
        Assert.Equal(made.Order(), listed.Take(5).Select(key => key.Id()).Order());
        Assert.Equal(6, listed.Count);
        Assert.Equal(listed.Select(key => key.GetProperty("createdAt").GetDateTimeOffset()).OrderDescending(), listed.Select(key => key.GetProperty("createdAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task ARevokedKeyOpensNothingAtOnce()
    {
        using var admin = await AdminAsync();
        var made = await CreateAsync(admin, "read");
        using var client = Client(made);
        await client.ReadAsync(Keys);
        using (var revoked = await admin.DeleteAsync($"{Keys}/{made.Id()}"))
            Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await client.RefusedAsync(HttpMethod.Get, Keys, HttpStatusCode.Unauthorized, "key_invalid");
        await admin.RefusedAsync(HttpMethod.Delete, $"{Keys}/{made.Id()}", HttpStatusCode.Conflict, "key_revoked");
        await admin.RefusedAsync(HttpMethod.Post, $"{Keys}/{made.Id()}/rotate", HttpStatusCode.Conflict, "key_revoked");
        Assert.True((await admin.ReadAsync(Keys)).Items().Single(item => item.Id() == made.Id()).TryGetProperty("revokedAt", out _));
    }

    [Fact]
    public async Task AfterARotationBothSecretsAreValidForTheGraceTime()
    {
        using var admin = await AdminAsync();
        var made = await CreateAsync(admin, "read");
        var rotated = await admin.SendAsync($"{Keys}/{made.Id()}/rotate", new { graceHours = 1 }, HttpStatusCode.OK);
        Assert.Equal(made.Id(), rotated.Id());
        Assert.NotEqual(made.GetProperty("key").GetString(), rotated.GetProperty("key").GetString());
        using var former = Client(made);
        using var current = Client(rotated);
        await former.ReadAsync(Keys);
        await current.ReadAsync(Keys);
        Assert.Equal(
            rotated.GetProperty("formerValidUntil").GetDateTimeOffset(),
            (await admin.ReadAsync(Keys)).Items().Single(item => item.Id() == made.Id()).GetProperty("formerValidUntil").GetDateTimeOffset());

        var again = await admin.SendAsync($"{Keys}/{made.Id()}/rotate", new { graceHours = 0 }, HttpStatusCode.OK);
        await former.RefusedAsync(HttpMethod.Get, Keys, HttpStatusCode.Unauthorized, "key_invalid");
        await current.RefusedAsync(HttpMethod.Get, Keys, HttpStatusCode.Unauthorized, "key_invalid");
        using var newest = Client(again);
        await newest.ReadAsync(Keys);
        using (await admin.DeleteAsync($"{Keys}/{made.Id()}"))
            await newest.RefusedAsync(HttpMethod.Get, Keys, HttpStatusCode.Unauthorized, "key_invalid");
    }

    [Fact]
    public async Task NobodyGivesAwayTakesOverOrTakesAwayAScopeThatTheyLack()
    {
        var account = await silo.CreateAccountAsync();
        var operating = await silo.CreateKeyAsync(account, "read", "write", "operate");
        using var admin = await silo.ClientAsync(account, "read", "write");
        var refused = await admin.SendAsync(Keys, new { name = "More", scopes = (string[])["read", "operate"] }, HttpStatusCode.Forbidden);
        refused.AssertProblem(HttpStatusCode.Forbidden, "scope_missing");
        Assert.Equal("operate", refused.GetProperty("scope").GetString());
        await admin.RefusedAsync(HttpMethod.Post, $"{Keys}/{operating.Id()}/rotate", HttpStatusCode.Forbidden, "scope_missing");
        await admin.RefusedAsync(HttpMethod.Delete, $"{Keys}/{operating.Id()}", HttpStatusCode.Forbidden, "scope_missing");
        using var still = Client(operating);
        await still.ReadAsync(Keys);
    }

    [Fact]
    public async Task AKeyThatEndsMakesAndTakesOverNoneThatGoesOn()
    {
        var account = await silo.CreateAccountAsync();
        var lasting = await silo.CreateKeyAsync(account, "read", "write");
        using var owner = Client(lasting);
        var end = TimeProvider.System.GetUtcNow().AddHours(1);
        using var guest = Client(await owner.SendAsync(Keys, new { name = "Guest", scopes = (string[])["read", "write"], expiresAt = end }, HttpStatusCode.Created));

        foreach (var expiresAt in (DateTimeOffset?[])[null, end.AddMinutes(1)])
            (await guest.SendAsync(Keys, new { name = "More", scopes = (string[])["read"], expiresAt }, HttpStatusCode.Forbidden)).AssertProblem(HttpStatusCode.Forbidden, "key_outlives_own");
        await guest.RefusedAsync(HttpMethod.Post, $"{Keys}/{lasting.Id()}/rotate", HttpStatusCode.Forbidden, "key_outlives_own");

        await guest.SendAsync(Keys, new { name = "Shorter", scopes = (string[])["read"], expiresAt = end.AddMinutes(-1) }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task AKeyDoesNotRevokeItself()
    {
        var account = await silo.CreateAccountAsync();
        var made = await silo.CreateKeyAsync(account, "read", "write");
        using var admin = Client(made);
        await admin.RefusedAsync(HttpMethod.Delete, $"{Keys}/{made.Id()}", HttpStatusCode.Conflict, "key_own");
        await admin.ReadAsync(Keys);
    }

    [Fact]
    public async Task AnotherAccountsKeyIsNotFound()
    {
        using var admin = await AdminAsync();
        using var other = await AdminAsync();
        var made = await CreateAsync(admin, "read");
        (await other.SendAsync($"{Keys}/{made.Id()}/rotate", new { }, HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "api_key_not_found");
        using var answer = await other.DeleteAsync($"{Keys}/{made.Id()}");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain((await other.ReadAsync(Keys)).Items(), item => item.Id() == made.Id());
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":[]}""", "validation_failed")]
    [InlineData("""{"name":" ","scopes":["read"]}""", "validation_failed")]
    [InlineData("""{"name":"x","scopes":["everything"]}""", "json_invalid")]
    [InlineData("""{"name":"x","scopes":["read"],"expiresAt":"2020-01-01T00:00:00Z"}""", "expiry_past")]
    public async Task AKeyThatMakesNoSenseIsNotMade(string body, string code) =>
        (await silo.Http.SendAsync(Keys, JsonDocument.Parse(body).RootElement, HttpStatusCode.BadRequest)).AssertProblem(HttpStatusCode.BadRequest, code);

    private static Task<JsonElement> CreateAsync(HttpClient http, params string[] scopes) => http.SendAsync(Keys, new { name = "Key", scopes }, HttpStatusCode.Created);

    private HttpClient Client(JsonElement made) => silo.Client(made.GetProperty("key").GetString());

    private async Task<HttpClient> AdminAsync() => await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
}
