using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Grains.Inbox;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests;

/// <summary>Tokens of stores that push, and what they may send.</summary>
[Collection(SiloCollection.Name)]
public sealed class InboundTests(RunningSilo silo)
{
    private const string Order = """{"id":"1","email":"ana@example.com"}""";

    [Fact]
    public async Task APushedOrderIsAcknowledgedAndBecomesAProfile()
    {
        var (id, databaseId) = await CreateAsync();
        var made = await MakeTokenAsync(id);
        Assert.Equal($"{silo.Http.BaseAddress}api/v1/inbound/{id}", made.GetProperty("url").GetString());

        using var answer = await PushAsync(id, Order, Token(made));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal($$"""{"status":"OK","length":{{Order.Length}}}""", await answer.Content.ReadAsStringAsync());
        var card = await AppliedAsync(id);
        Assert.Equal(("success", 0), (card.GetProperty("health").GetString(), card.GetProperty("backlog").GetInt64()));
        Assert.True(card.GetProperty("lastReceivedAt").GetDateTimeOffset() <= card.GetProperty("lastSuccessAt").GetDateTimeOffset());
        Assert.Single((await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?email=ana@example.com")).Items());
        var dashboard = await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/dashboard");
        Assert.Equal(card.GetProperty("lastSuccessAt").GetDateTimeOffset(), dashboard.GetProperty("revenueByMonth").GetProperty("asOf").GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task TheCardOfAStoreThatOnlyPushesIsNewUntilSomethingIsApplied()
    {
        var (id, _) = await CreateAsync();
        await silo.Http.EndedAsync($"/api/v1/integrations/{id}/runs/{(await silo.Http.SendAsync($"/api/v1/integrations/{id}/runs", null, HttpStatusCode.Accepted)).GetProperty("runId").GetString()}");
        var card = await silo.Http.ReadAsync($"/api/v1/integrations/{id}");
        Assert.Equal(("new", 0), (card.GetProperty("health").GetString(), card.GetProperty("backlog").GetInt64()));
        Assert.All(["lastSuccessAt", "lastReceivedAt", "nextDueAt", "problemCode"], name => Assert.False(card.TryGetProperty(name, out _)));

        // The list is read from rows, and the run's end reaches its row last.
        await Eventually.IsAsync(
            "list", id, card.GetRawText(), async () => (await silo.Http.ReadAsync("/api/v1/integrations?limit=1000")).Items().Single(item => item.Id() == id).GetRawText(), listed => listed == card.GetRawText());
    }

    [Fact]
    public async Task AStoreThatIsOnlyPulledFromHasNoBacklogAndNoToken()
    {
        var pulled = await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "well" } }, HttpStatusCode.Created);
        Assert.False(pulled.TryGetProperty("backlog", out _));
        (await silo.Http.SendAsync(TokenPath(pulled.Id()), null, HttpStatusCode.UnprocessableEntity)).AssertProblem(HttpStatusCode.UnprocessableEntity, "push_not_supported");
        (await silo.Http.ReadAsync(TokenPath(pulled.Id()), HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "inbound_token_not_found");
    }

    [Fact]
    public async Task WhatTheStoreHasToBeToldBesidesComesWithTheToken()
    {
        var (id, _) = await CreateAsync(new() { ["moduleId"] = "hub-17" });
        Assert.Equal("hub-17", (await MakeTokenAsync(id)).GetProperty("passedOn").GetProperty("moduleId").GetString());
        Assert.Equal("hub-17", (await silo.Http.ReadAsync(TokenPath(id))).GetProperty("passedOn").GetProperty("moduleId").GetString());
    }

    [Fact]
    public async Task ATokenIsShownOnceAndOnlyItsHashIsStored()
    {
        var (id, _) = await CreateAsync();
        (await silo.Http.ReadAsync(TokenPath(id), HttpStatusCode.NotFound)).AssertProblem(HttpStatusCode.NotFound, "inbound_token_not_found");
        using var made = await silo.Http.PostAsync(TokenPath(id), null);
        Assert.Equal((HttpStatusCode.Created, true), (made.StatusCode, made.Headers.CacheControl?.NoStore));
        var token = Token(JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement);
        Assert.Matches("^icin_[A-Za-z0-9_-]{43}$", token);

        var shown = await silo.Http.ReadAsync(TokenPath(id));
        Assert.Equal(token[^4..], shown.GetProperty("hint").GetString());
        Assert.DoesNotContain(token, shown.GetRawText(), StringComparison.Ordinal);
        Assert.All(["lastUsedAt", "former"], name => Assert.False(shown.TryGetProperty(name, out _)));
        foreach (var file in Directory.EnumerateFiles(silo.DataFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            Assert.True(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(token)) < 0, $"{Path.GetFileName(file)} holds a token in the clear.");
        }
    }

    [Fact]
    public async Task ARotatedTokenIsValidForItsGraceTimeAndARevokedOneNoMore()
    {
        var (id, _) = await CreateAsync();
        var first = Token(await MakeTokenAsync(id));
        var second = Token(await MakeTokenAsync(id));
        await PushedAsync(id, "1", first);
        await PushedAsync(id, "2", second);
        var shown = await silo.Http.ReadAsync(TokenPath(id));
        var former = shown.GetProperty("former");
        Assert.Equal((second[^4..], first[^4..]), (shown.GetProperty("hint").GetString(), former.GetProperty("hint").GetString()));
        Assert.Equal(TimeSpan.FromHours(24), former.GetProperty("validUntil").GetDateTimeOffset() - shown.GetProperty("createdAt").GetDateTimeOffset());
        Assert.True(former.GetProperty("lastUsedAt").GetDateTimeOffset() <= shown.GetProperty("lastUsedAt").GetDateTimeOffset());

        var third = Token(await silo.Http.SendAsync(TokenPath(id), new { graceHours = 0 }, HttpStatusCode.Created));
        await RefusedAsync(id, first);
        await RefusedAsync(id, second);
        await PushedAsync(id, "3", third);
        Assert.False((await silo.Http.ReadAsync(TokenPath(id))).TryGetProperty("former", out _));

        Assert.Equal(HttpStatusCode.NoContent, (await silo.Http.DeleteAsync(TokenPath(id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.DeleteAsync(TokenPath(id))).StatusCode);
        await RefusedAsync(id, third);
    }

    [Theory]
    [InlineData("""{"graceHours":-1}""", "validation_failed")]
    [InlineData("""{"graceHours":169}""", "validation_failed")]
    [InlineData("""{"graceHours":"1"}""", "json_invalid")]
    [InlineData("""{"hours":1}""", "json_invalid")]
    public async Task AWishThatMakesNoSenseMakesNoToken(string body, string code)
    {
        var (id, _) = await CreateAsync();
        using var answer = await silo.Http.PostAsync(TokenPath(id), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()));
        await silo.Http.ReadAsync(TokenPath(id), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "bearer ")]
    [InlineData("Token-Autenticacion-Efenicio", "")]
    [InlineData("X-Icomm-Token", "")]
    public async Task TheTokenMayBeInAnyOfItsPlaces(string header, string before)
    {
        var (id, _) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        using var request = Request(id, Order);
        request.Headers.TryAddWithoutValidation(header, before + token);
        using var answer = await silo.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Nothing can be learnt from a refusal: neither whether an integration is there, nor whether it has a token, nor what a body would have met.</summary>
    [Fact]
    public async Task EveryWrongTokenGetsTheSameAnswer()
    {
        var (id, _) = await CreateAsync();
        var (other, _) = await CreateAsync();
        var (bare, _) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        var others = Token(await MakeTokenAsync(other));
        var pulled = (await silo.Http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId = await silo.Http.CreateDatabaseAsync(), settings = new { script = "well" } }, HttpStatusCode.Created)).Id();
        var answers = new List<string>();
        foreach (var (integration, presented) in new[]
        {
            (id, others), (id, ""), (id, "icin_"), (id, token[..^1]), (id, token + "x"), (id, token.ToUpperInvariant()), (id, new string('x', 5_000)), (id, "a b"),
            (Guid.NewGuid().ToString("N"), token), ("nonsense", token), (bare, token), (pulled, token), (bare, ""),
        })
        {
            using var request = Request(integration, Order, "text/plain");
            request.Headers.TryAddWithoutValidation("X-Icomm-Token", presented);
            using var answer = await silo.Http.SendAsync(request);
            var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            problem.AssertProblem(HttpStatusCode.Unauthorized, "token_invalid");
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            answers.Add(string.Join('|', problem.EnumerateObject().Where(property => property.Name != "traceId").Select(property => property.ToString())));
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task TheSameBytesAreOneMessageAndGetTheSameAnswer()
    {
        var (id, databaseId) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var answer = await PushAsync(id, Order, token, gzip: i % 2 == 0);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }));
        Assert.Equal((HttpStatusCode.OK, $$"""{"status":"OK","length":{{Order.Length}}}"""), Assert.Single(answers.Distinct()));
        await AppliedAsync(id);
        var entry = await Eventually.IsAsync("log", id, "an entry", () => PushEntryAsync(id), entry => entry is not null);
        Assert.Equal(1, entry!.Value.GetProperty("counters").GetProperty("read").GetInt64());
        Assert.Single((await silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?email=ana@example.com")).Items());
    }

    [Fact]
    public async Task WhatIsNoOrderIsAcknowledgedAndKeptAmongTheRejectedRecords()
    {
        var (id, _) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        foreach (var body in new[] { "nonsense", "{}", "[1,2]" })
            Assert.Equal(HttpStatusCode.OK, (await PushAsync(id, body, token)).StatusCode);
        var rejected = await Eventually.IsAsync("applying", id, "three rejected records", async () => (await silo.Http.ReadAsync($"/api/v1/integrations/{id}/rejected-records")).Items(), items => items.Length == 3);
        Assert.Equal(["[1,2]", "nonsense", "{}"], rejected.Select(record => record.GetProperty("raw").GetString()!).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.OK, null)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.OK, null)]
    [InlineData("application/json; charset=\"UTF-8\"", HttpStatusCode.OK, null)]
    [InlineData("application/vnd.fenicio+json", HttpStatusCode.OK, null)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType, "content_type_unsupported")]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType, "content_type_unsupported")]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "content_type_unsupported")]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType, "content_type_unsupported")]
    public async Task AMessageIsJson(string? type, HttpStatusCode status, string? code)
    {
        var (id, _) = await CreateAsync();
        using var answer = await PushAsync(id, Order, Token(await MakeTokenAsync(id)), type);
        await AssertAsync(answer, status, code);
    }

    [Fact]
    public async Task AMessageHasItsBounds()
    {
        var (id, _) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        await AssertAsync(await PushAsync(id, "", token), HttpStatusCode.BadRequest, "body_empty");
        await AssertAsync(await PushAsync(id, new string(' ', RunningSilo.MaxMessageBytes), token), HttpStatusCode.OK, null);
        await AssertAsync(await PushAsync(id, new string(' ', RunningSilo.MaxMessageBytes + 1), token), HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        await AssertAsync(await PushAsync(id, new string(' ', 4 * RunningSilo.MaxMessageBytes), token), HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        await AssertAsync(await PushAsync(id, new string(' ', RunningSilo.MaxMessageBytes - 1), token, gzip: true), HttpStatusCode.OK, null);
        await AssertAsync(await PushAsync(id, new string(' ', 50_000_000), token, gzip: true), HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Theory]
    [InlineData("br", "content_encoding_unsupported", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("gzip, gzip", "content_encoding_unsupported", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("gzip", "body_malformed", HttpStatusCode.BadRequest)]
    public async Task ABodyIsPackedAsItSays(string encoding, string code, HttpStatusCode status)
    {
        var (id, _) = await CreateAsync();
        using var request = Request(id, Order);
        request.Content!.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(await MakeTokenAsync(id)));
        await AssertAsync(await silo.Http.SendAsync(request), status, code);
    }

    [Fact]
    public async Task AFullInboxAsksForPatienceAndLosesNothing()
    {
        var (id, databaseId) = await CreateAsync();
        var token = Token(await MakeTokenAsync(id));
        await silo.Http.SendAsync($"/api/v1/integrations/{id}/pause", null, HttpStatusCode.OK);
        for (var i = 0; i < RunningSilo.MaxBacklogMessages; i++)
            await PushedAsync(id, $"{i}", token);

        using var refused = await PushAsync(id, Body("one more"), token);
        await AssertAsync(refused, HttpStatusCode.TooManyRequests, "backlog_full");
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        await PushedAsync(id, "0", token);
        Assert.Equal(RunningSilo.MaxBacklogMessages, (await silo.Http.ReadAsync($"/api/v1/integrations/{id}")).GetProperty("backlog").GetInt64());

        await silo.Http.SendAsync($"/api/v1/integrations/{id}/resume", null, HttpStatusCode.OK);
        await AppliedAsync(id);
        await PushedAsync(id, "one more", token);
        await Eventually.IsAsync(
            "applying", id, "every customer", () => silo.Http.ReadAsync($"/api/v1/databases/{databaseId}/profiles?limit=100"), page => page.Items().Length == RunningSilo.MaxBacklogMessages + 1);
    }

    [Fact]
    public async Task AStoreThatSendsSlowlyKeepsNobodyElseOut()
    {
        var ((slow, _), (other, _)) = (await CreateAsync(), await CreateAsync());
        var (token, others) = (Token(await MakeTokenAsync(slow)), Token(await MakeTokenAsync(other)));
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var receiver = ActivatorUtilities.CreateInstance<InboundReceiver>(silo.Services, time, Options.Create(new InboxOptions { MessagesInFlight = 8 }));
        var never = new Pipe().Reader.AsStream();

        var held = receiver.ReceiveAsync(slow, Pushed(token, never));
        await time.WhenTimerIsDueAfterAsync(TimeSpan.FromSeconds(30));
        var waits = Pushed(token, never);
        var waiting = receiver.ReceiveAsync(slow, waits);
        await time.WhenTimerIsDueAfterAsync(TimeSpan.FromSeconds(5));
        await TakenAsync(other, others);

        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((503, "temporarily_unavailable"), await RefusalAsync(waiting));
        Assert.Equal("30", waits.Response.Headers.RetryAfter);
        Assert.False(held.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal((408, "body_too_slow"), await RefusalAsync(held));
        await TakenAsync(slow, token);

        async Task TakenAsync(string id, string token) => Assert.IsType<FileContentHttpResult>((await receiver.ReceiveAsync(id, Pushed(token, new MemoryStream(Encoding.UTF8.GetBytes(Order))))).Result);
    }

    [Fact]
    public void AnIntegrationHasAnEighthOfThePlacesAndAnAccountHalf()
    {
        using var places = InboundPlaces.Create(16);
        var taken = new List<RateLimitLease>();
        Assert.Equal([2, 2, 2, 2, 0], Enumerable.Range(1, 5).Select(i => Take(new("a", $"{i}"))));
        Assert.Equal([2, 2, 2, 2, 0], Enumerable.Range(1, 5).Select(i => Take(new("b", $"{i}"))));
        Assert.Equal(0, Take(new("c", "1")));
        taken.ForEach(lease => lease.Dispose());
        Assert.Equal(2, Take(new("c", "1")));

        using var single = InboundPlaces.Create(1);
        using var only = single.AttemptAcquire(new("a", "1"));
        Assert.Equal((true, false), (only.IsAcquired, single.AttemptAcquire(new("b", "1")).IsAcquired));

        int Take(IntegrationKey integration)
        {
            for (var count = 0; ; count++)
            {
                var lease = places.AttemptAcquire(integration);
                if (!lease.IsAcquired)
                    return count;
                taken.Add(lease);
            }
        }
    }

    private static DefaultHttpContext Pushed(string token, Stream body) =>
        new() { Request = { Method = "POST", ContentType = "application/json", Headers = { Authorization = $"Bearer {token}" }, Body = body } };

    private static async Task<(int Status, string Code)> RefusalAsync(Task<Results<FileContentHttpResult, ProblemHttpResult>> answer)
    {
        var problem = Assert.IsType<ProblemHttpResult>((await answer).Result);
        return (problem.StatusCode, (string)problem.ProblemDetails.Extensions["code"]!);
    }

    private static string TokenPath(string integrationId) => $"/api/v1/integrations/{integrationId}/inbound-token";

    private static string Token(JsonElement made) => made.GetProperty("token").GetString()!;

    private static string Body(string order) => JsonSerializer.Serialize(new { id = order, email = $"{order.Replace(' ', '-')}@example.com" });

    private static HttpRequestMessage Request(string integrationId, string body, string? type = "application/json", bool gzip = false)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (gzip)
        {
            using var packed = new MemoryStream();
            using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
                stream.Write(bytes);
            bytes = packed.ToArray();
        }

        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/inbound/{integrationId}") { Content = new ByteArrayContent(bytes) };
        if (type is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (gzip)
            request.Content.Headers.ContentEncoding.Add("gzip");
        return request;
    }

    private static async Task AssertAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"Expected {status}, got {answer.StatusCode}: {text}");
        if (code is not null)
            JsonDocument.Parse(text).RootElement.AssertProblem(status, code);
    }

    private async Task<HttpResponseMessage> PushAsync(string integrationId, string body, string token, string? type = "application/json", bool gzip = false)
    {
        using var request = Request(integrationId, body, type, gzip);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await silo.Http.SendAsync(request);
    }

    private async Task PushedAsync(string integrationId, string order, string token)
    {
        using var answer = await PushAsync(integrationId, Body(order), token);
        await AssertAsync(answer, HttpStatusCode.OK, null);
    }

    private async Task RefusedAsync(string integrationId, string token)
    {
        using var answer = await PushAsync(integrationId, Order, token);
        await AssertAsync(answer, HttpStatusCode.Unauthorized, "token_invalid");
    }

    private Task<JsonElement> AppliedAsync(string integrationId) => Eventually.IsAsync(
        "applying",
        integrationId,
        "an empty inbox",
        () => silo.Http.ReadAsync($"/api/v1/integrations/{integrationId}"),
        card => card.GetProperty("backlog").GetInt64() == 0 && card.TryGetProperty("lastSuccessAt", out _));

    private async Task<JsonElement?> PushEntryAsync(string integrationId) =>
        (await silo.Http.ReadAsync($"/api/v1/integrations/{integrationId}/runs")).Items().Cast<JsonElement?>().FirstOrDefault(run => run!.Value.Id().EndsWith("-push", StringComparison.Ordinal));

    private async Task<JsonElement> MakeTokenAsync(string integrationId) => await silo.Http.SendAsync(TokenPath(integrationId), null, HttpStatusCode.Created);

    private async Task<(string Id, string DatabaseId)> CreateAsync(Dictionary<string, string>? settings = null)
    {
        var databaseId = await silo.Http.CreateDatabaseAsync();
        var created = await silo.Http.SendAsync("/api/v1/integrations", new { name = "Shop", storeType = PushingConnector.Type, databaseId, settings = settings ?? [] }, HttpStatusCode.Created);
        return (created.Id(), databaseId);
    }
}
