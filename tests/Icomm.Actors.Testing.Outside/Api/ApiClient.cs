using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Icomm.Actors.Testing.Outside.Api;

/// <summary>The REST API as a stranger sees it: paths and JSON.</summary>
internal sealed class ApiClient : IDisposable
{
    public const string KeyHeader = "X-Api-Key";

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    /// <param name="key">The API key that every request shows; null for none.</param>
    /// <param name="timeout">Of one request; null for a minute.</param>
    public ApiClient(Uri address, string? key, TimeSpan? timeout = null)
    {
        Address = address;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = timeout ?? UsualTimeout };
        if (key is not null)
            _http.DefaultRequestHeaders.Add(KeyHeader, key);
        Key = key;
    }

    public Uri Address { get; }

    public string? Key { get; }

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<ApiAnswer> PostAsync(string path, object? body = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonText(JsonSerializer.Serialize(body)) });

    /// <summary>Sends any text as if it were JSON.</summary>
    public Task<ApiAnswer> PostTextAsync(string path, string text, string contentType = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonText(text, contentType) });

    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            return new ApiAnswer(
                $"{request.Method} {request.RequestUri}", response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync())
            {
                Headers = $"{response.Headers}{response.Content.Headers}",
            };
        }
    }

    /// <returns>Null when nobody answers.</returns>
    public async Task<HttpStatusCode?> ProbeAsync(string path)
    {
        try
        {
            return (await GetAsync(path)).Status;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private static ByteArrayContent JsonText(string text, string contentType = "application/json") =>
        new(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
}
