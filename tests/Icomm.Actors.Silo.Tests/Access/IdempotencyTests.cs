using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Idempotency;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>A creation that is sent again makes nothing again.</summary>
[Collection(SiloCollection.Name)]
public sealed class IdempotencyTests(RunningSilo silo)
{
    private const string Databases = "/api/v1/databases";
    private const string Keys = "/api/v1/api-keys";

    [Fact]
    public async Task TheSameRequestGetsTheSameAnswer()
    {
        using var tenant = await TenantAsync();
        var key = NewKey();
        using var first = await PostAsync(tenant, Databases, Database("Clientes"), key);
        using var second = await PostAsync(tenant, Databases, Database("Clientes"), key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.Location, first.Headers.ETag, first.Content.Headers.ContentType), (second.Headers.Location, second.Headers.ETag, second.Content.Headers.ContentType));
        Assert.False(first.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        Assert.Single((await tenant.ReadAsync(Databases)).Items());
    }

    [Fact]
    public async Task AnotherBodyWithTheSameKeyIsRefused()
    {
        using var tenant = await TenantAsync();
        var key = NewKey();
        (await PostAsync(tenant, Databases, Database("One"), key)).Dispose();
        await RefusedAsync(tenant, Databases, Database("Two"), key, HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Single((await tenant.ReadAsync(Databases)).Items());
    }

    [Fact]
    public async Task ManyAtATimeMakeOne()
    {
        using var tenant = await TenantAsync();
        var key = NewKey();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(tenant, Databases, Database("Clientes"), key)));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, $"{(int)answer.StatusCode}"));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Single((await tenant.ReadAsync(Databases)).Items());
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task WhoHangsUpInTheMidstOfACreationGetsItsAnswerTheNextTime()
    {
        var (caller, key) = (new Caller(await silo.CreateAccountAsync(), "key", "default", []), NewKey());
        using var line = new CancellationTokenSource();
        var made = 0;
        var middleware = new IdempotencyMiddleware(MakeAsync, silo.Services.GetRequiredService<IIdempotentRequests>(), TimeProvider.System);
        await middleware.InvokeAsync(Creation(caller, key, line.Token));
        var again = Creation(caller, key, CancellationToken.None);
        await middleware.InvokeAsync(again);
        Assert.Equal((1, StatusCodes.Status201Created, "true"), (made, again.Response.StatusCode, again.Response.Headers["Idempotent-Replayed"].ToString()));

        async Task MakeAsync(HttpContext http)
        {
            made++;
            await line.CancelAsync();
            http.RequestAborted.ThrowIfCancellationRequested();
            http.Response.StatusCode = StatusCodes.Status201Created;
        }
    }

    /// <summary>A request fails when all is made and nothing is remembered: sent again, it finds what was made.</summary>
    [Theory]
    [InlineData("databases")]
    [InlineData("integrations")]
    [InlineData("publications")]
    [InlineData("api-keys")]
    [InlineData("accounts")]
    public async Task WhatWasMadeByARequestThatFailedIsFoundWhenItIsSentAgain(string kind)
    {
        using var tenant = await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write", "operate");
        using var made = await PostAsync(tenant, Databases, Database("Before"), NewKey());
        var database = (await made.Content.ReadFromJsonAsync<JsonElement>()).Id();
        var (path, body) = kind switch
        {
            "databases" => (Databases, Database("Clientes")),
            "integrations" => ("/api/v1/integrations", new { name = "Tienda", storeType = ScriptedConnector.Type, databaseId = database, settings = new { script = GeneratedShop.Script } }),
            "publications" => ($"{Databases}/{database}/publications", new { name = "Archivo", type = "scripted", settings = new { token = "hush-hush-5531" } }),
            "api-keys" => (Keys, new { name = "Front end", scopes = (string[])["read"] }),
            _ => ("/api/v1/accounts", (object)new { name = $"Tienda {NewKey()}" }),
        };
        var key = NewKey();
        using var first = await PostAsync(tenant, path, body, key);
        await using (var store = new SqliteConnection($"Data Source={Path.Combine(silo.DataFolder, "icomm.db")}"))
            Assert.Equal(1, await store.ExecuteAsync("UPDATE idempotent_requests SET status = NULL, is_released = 1 WHERE request_key = @key", new { key }));
        using var again = await PostAsync(tenant, path, body, key);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.False(again.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
    }

    [Fact]
    public async Task ARefusedRequestMayBeMendedAndSentWithTheSameKey()
    {
        using var tenant = await TenantAsync();
        var key = NewKey();
        await RefusedAsync(tenant, Databases, new { name = "Clientes", timeZone = "Mars/Olympus", currency = "UYU" }, key, HttpStatusCode.BadRequest, "unknown_time_zone");
        using var mended = await PostAsync(tenant, Databases, Database("Clientes"), key);
        Assert.Equal(HttpStatusCode.Created, mended.StatusCode);
    }

    [Fact]
    public async Task ASecretIsNotShownAgain()
    {
        using var tenant = await TenantAsync();
        var key = NewKey();
        var body = new { name = "Front end", scopes = (string[])["read"] };
        using var first = await PostAsync(tenant, Keys, body, key);
        using var second = await PostAsync(tenant, Keys, body, key);
        var (made, again) = (await first.Content.ReadFromJsonAsync<JsonElement>(), await second.Content.ReadFromJsonAsync<JsonElement>());
        Assert.StartsWith("icak_", made.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.False(again.TryGetProperty("key", out _));
        Assert.Equal(made.Id(), again.Id());
    }

    [Fact]
    public async Task KeysOfDifferentAccountsHaveNothingToDoWithEachOther()
    {
        var key = NewKey();
        for (var i = 0; i < 2; i++)
        {
            using var tenant = await TenantAsync();
            using var made = await PostAsync(tenant, Databases, Database($"Clientes {i}"), key);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
    }

    [Theory]
    [InlineData("has spaces")]
    [InlineData("a key of more than two hundred and fifty-five characters")]
    public async Task AKeyThatIsNoneIsRefused(string key) =>
        await RefusedAsync(silo.Http, Databases, Database("x"), key.Length > 20 ? new string('x', 256) : key, HttpStatusCode.BadRequest, "idempotency_key_invalid");

    private static object Database(string name) => new { name, timeZone = "Etc/UTC", currency = "UYU" };

    private static DefaultHttpContext Creation(Caller caller, string key, CancellationToken aborted)
    {
        var http = new DefaultHttpContext { RequestAborted = aborted };
        http.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(new Idempotent(Secret: null, IsFile: false)), "create"));
        http.Features.Set(caller);
        http.Request.Headers[Idempotent.Header] = key;
        return http;
    }

    private static string NewKey() => Guid.NewGuid().ToString();

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static async Task RefusedAsync(HttpClient http, string path, object body, string key, HttpStatusCode status, string code)
    {
        using var answer = await PostAsync(http, path, body, key);
        Assert.Equal(status, answer.StatusCode);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).AssertProblem(status, code);
    }

    private async Task<HttpClient> TenantAsync() => await silo.ClientAsync(await silo.CreateAccountAsync(), "read", "write");
}
