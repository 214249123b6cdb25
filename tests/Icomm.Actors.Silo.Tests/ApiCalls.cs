using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests;

internal static class ApiCalls
{
    public static async Task<JsonElement> ReadAsync(this HttpClient http, string path, HttpStatusCode status = HttpStatusCode.OK) =>
        await ExpectAsync(await http.GetAsync(path), status);

    public static async Task<JsonElement> SendAsync(this HttpClient http, string path, object? body, HttpStatusCode status) =>
        await ExpectAsync(await http.PostAsync(path, body is null ? null : JsonContent.Create(body)), status);

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
