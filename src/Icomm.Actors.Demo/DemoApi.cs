using System.Text.Json;
using System.Text.Json.Serialization;
using Icomm.Actors.Silo.Contracts;

namespace Icomm.Actors.Demo;

/// <summary>The few requests of the tour, made over HTTP like anybody else's.</summary>
internal sealed class DemoApi(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public Task<DatabaseResponse> CreateDatabaseAsync(CreateDatabaseRequest request) => SendAsync<DatabaseResponse>(HttpMethod.Post, "databases", request);

    public Task<IntegrationResponse> CreateIntegrationAsync(CreateIntegrationRequest request) => SendAsync<IntegrationResponse>(HttpMethod.Post, "integrations", request);

    public Task<RunStartedResponse> StartRunAsync(string integrationId) => SendAsync<RunStartedResponse>(HttpMethod.Post, $"integrations/{integrationId}/runs");

    public Task<RunResponse> GetRunAsync(string integrationId, string runId) => SendAsync<RunResponse>(HttpMethod.Get, $"integrations/{integrationId}/runs/{runId}");

    public Task<RefreshStartedResponse> StartRefreshAsync(string databaseId, StartRefreshRequest request) =>
        SendAsync<RefreshStartedResponse>(HttpMethod.Post, $"databases/{databaseId}/refreshes", request);

    public Task<RefreshResponse> GetRefreshAsync(string databaseId, string refreshId) => SendAsync<RefreshResponse>(HttpMethod.Get, $"databases/{databaseId}/refreshes/{refreshId}");

    public Task<PageResponse<ProfileResponse>> ListProfilesAsync(string databaseId, DateOnly asOf, string? cursor) =>
        SendAsync<PageResponse<ProfileResponse>>(HttpMethod.Get, $"databases/{databaseId}/profiles?asOf={asOf:yyyy-MM-dd}&limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}");

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json) };
        using var response = await http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
            throw new DemoException($"{method} {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>(Json))!;
    }
}
