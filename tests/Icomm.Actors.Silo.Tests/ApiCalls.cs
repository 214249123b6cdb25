using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Silo.Tests;

internal static class ApiCalls
{
    public static async Task<JsonElement> ReadAsync(this HttpClient http, string path, HttpStatusCode status = HttpStatusCode.OK) =>
        await ExpectAsync(await http.GetAsync(path), status);

    public static async Task<JsonElement> SendAsync(this HttpClient http, string path, object? body, HttpStatusCode status) =>
        await ExpectAsync(await http.PostAsync(path, body is null ? null : JsonContent.Create(body)), status);

    public static async Task<JsonElement> PatchAsync(this HttpClient http, string path, object body, HttpStatusCode status, string? ifMatch = null) =>
        await http.ChangeAsync(HttpMethod.Patch, path, body, status, ifMatch);

    public static async Task<JsonElement> PutAsync(this HttpClient http, string path, object body, HttpStatusCode status, string? ifMatch = null) =>
        await http.ChangeAsync(HttpMethod.Put, path, body, status, ifMatch);

    public static async Task<JsonElement> DeleteAsync(this HttpClient http, string path, HttpStatusCode status) => await ExpectAsync(await http.DeleteAsync(path), status);

    /// <summary>Polls until nothing is found there any more.</summary>
    public static async Task GoneAsync(this HttpClient http, string path)
    {
        await Eventually.IsAsync("poll", path, "gone", StatusAsync, status => status == HttpStatusCode.NotFound);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var response = await http.GetAsync(path);
            return response.StatusCode;
        }
    }

    private static async Task<JsonElement> ChangeAsync(this HttpClient http, HttpMethod method, string path, object body, HttpStatusCode status, string? ifMatch)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await ExpectAsync(await http.SendAsync(request), status);
    }

    /// <summary>Starts a refresh and polls until it has ended: over HTTP there is nothing to await.</summary>
    public static async Task<JsonElement> RefreshAsync(this HttpClient http, string databaseId, string? asOf = null, bool? publish = null)
    {
        var started = await http.SendAsync($"/api/v1/databases/{databaseId}/refreshes", new { asOf, publish }, HttpStatusCode.Accepted);
        var path = $"/api/v1/databases/{databaseId}/refreshes/{started.GetProperty("refreshId").GetString()}";
        return await http.EndedAsync(path);
    }

    /// <summary>Polls a run, refresh or the like until it has ended.</summary>
    public static async Task<JsonElement> EndedAsync(this HttpClient http, string path) =>
        await Eventually.IsAsync("poll", path, "an end", () => http.ReadAsync(path), work => work.TryGetProperty("endedAt", out _));

    /// <summary>A database in UTC with what a script of <see cref="ScriptedConnector"/> brings.</summary>
    public static async Task<string> SyncedDatabaseAsync(this HttpClient http, string script)
    {
        var databaseId = (await http.SendAsync(
            "/api/v1/databases", new { name = $"Database {Guid.NewGuid():N}", timeZone = "Etc/UTC", currency = "UYU", rates = new Dictionary<string, decimal> { ["USD"] = 40m } }, HttpStatusCode.Created)).Id();
        var integration = await http.SendAsync(
            "/api/v1/integrations", new { name = "Shop", storeType = "scripted", databaseId, settings = new { script } }, HttpStatusCode.Created);
        var runId = (await http.SendAsync($"/api/v1/integrations/{integration.Id()}/runs", null, HttpStatusCode.Accepted)).GetProperty("runId").GetString();
        var run = await http.EndedAsync($"/api/v1/integrations/{integration.Id()}/runs/{runId}");
        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        return databaseId;
    }

    /// <summary>Every item of a paged list.</summary>
    /// <param name="path">With a query, so that a cursor can be added to it.</param>
    public static async Task<List<JsonElement>> ReadAllAsync(this HttpClient http, string path)
    {
        var items = new List<JsonElement>();
        for (var next = path; next is not null;)
        {
            var page = await http.ReadAsync(next);
            items.AddRange(page.Items());
            next = page.TryGetProperty("nextCursor", out var cursor) ? $"{path}&cursor={Uri.EscapeDataString(cursor.GetString()!)}" : null;
        }

        return items;
    }

    public static string Id(this JsonElement element) => element.GetProperty("id").GetString()!;

    public static JsonElement[] Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static async Task<string> CreateDatabaseAsync(this HttpClient http, string currency = "UYU") =>
        (await http.SendAsync("/api/v1/databases", new { name = $"Database {Guid.NewGuid():N}", timeZone = "America/Montevideo", currency }, HttpStatusCode.Created)).GetProperty("id").GetString()!;

    public static void AssertProblem(this JsonElement problem, HttpStatusCode status, string code)
    {
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
    }

    private static async Task<JsonElement> ExpectAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == status, $"{response.RequestMessage!.RequestUri} should answer {(int)status}; it answered {(int)response.StatusCode}: {text}");
            Assert.Equal((int)status >= 400 ? "application/problem+json" : "application/json", response.Content.Headers.ContentType?.MediaType);
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
