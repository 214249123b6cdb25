using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Tests.Support;

/// <summary>Speaks to a simulated Magento as a program without any of the product's code would.</summary>
internal sealed class MagentoClient : IDisposable
{
    private readonly HttpClient _http;

    private MagentoClient(HttpClient http) => _http = http;

    public HttpClient Http => _http;

    public static MagentoClient Anonymous(SimulatedShop shop) => new(new HttpClient { BaseAddress = shop.BaseUrl });

    public static async Task<MagentoClient> LoginAsync(SimulatedShop shop)
    {
        var client = Anonymous(shop);
        await client.LoginAgainAsync(shop);
        return client;
    }

    public async Task LoginAgainAsync(SimulatedShop shop)
    {
        using var answer = await _http.PostAsJsonAsync("/rest/V1/integration/admin/token", new { username = shop.Username, password = shop.Password });
        answer.EnsureSuccessStatusCode();
        var token = JsonSerializer.Deserialize<string>(await answer.Content.ReadAsStringAsync());
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        var body = await answer.Content.ReadAsByteArrayAsync();
        using var document = JsonDocument.Parse(body);
        return (answer.StatusCode, document.RootElement.Clone());
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{path} answered {(int)status}: {body}");
        return body;
    }

    public async Task<int[]> IdsAsync(string path, string id = "entity_id") => Ids(await GetAsync(path), id);

    public static int[] Ids(JsonElement list, string id = "entity_id") => [.. list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(id).GetInt32())];

    public void Dispose() => _http.Dispose();
}
