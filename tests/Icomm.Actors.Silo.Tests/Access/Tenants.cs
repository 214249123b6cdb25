using System.Net;
using System.Text.Json;

namespace Icomm.Actors.Silo.Tests.Access;

/// <summary>Callers of other accounts, and with fewer scopes.</summary>
internal static class Tenants
{
    /// <returns>The account's id.</returns>
    public static async Task<string> CreateAccountAsync(this RunningSilo silo) =>
        (await silo.Http.SendAsync("/api/v1/accounts", new { name = $"Account {Guid.NewGuid():N}" }, HttpStatusCode.Created)).Id();

    /// <summary>An operator acting in an account.</summary>
    public static HttpClient Operator(this RunningSilo silo, string account)
    {
        var http = silo.Client(silo.FirstKey);
        http.DefaultRequestHeaders.Add("X-Account", account);
        return http;
    }

    /// <param name="account">The first account when null.</param>
    public static async Task<JsonElement> CreateKeyAsync(this RunningSilo silo, string? account, params string[] scopes)
    {
        using var http = silo.Operator(account ?? "default");
        return await http.SendAsync("/api/v1/api-keys", new { name = "Key", scopes }, HttpStatusCode.Created);
    }

    /// <param name="account">The first account when null.</param>
    public static async Task<HttpClient> ClientAsync(this RunningSilo silo, string? account, params string[] scopes) =>
        silo.Client((await silo.CreateKeyAsync(account, scopes)).GetProperty("key").GetString());

    /// <summary>Sends a request and reads the problem that it must be answered with.</summary>
    public static async Task<JsonElement> RefusedAsync(this HttpClient http, HttpMethod method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{method} {path} should answer {(int)status}; it answered {(int)response.StatusCode}: {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.AssertProblem(status, code);
        Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
        return problem;
    }
}
