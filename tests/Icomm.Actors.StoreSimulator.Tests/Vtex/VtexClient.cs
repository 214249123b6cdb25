using System.Net;
using System.Text.Json;

namespace Icomm.Actors.StoreSimulator.Tests.Vtex;

/// <summary>Speaks to a simulated VTEX as a program without any of the product's code would.</summary>
internal sealed class VtexClient : IDisposable
{
    private readonly HttpClient _http;

    public VtexClient(SimulatedShop shop)
    {
        _http = new HttpClient { BaseAddress = shop.BaseUrl };
        _http.DefaultRequestHeaders.Add("x-vtex-api-appKey", shop.Username);
        _http.DefaultRequestHeaders.Add("x-vtex-api-appToken", shop.Password);
    }

    public HttpClient Http => _http;

    public async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Answer)> SendAsync(string path, string? range = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("REST-Range", range);
        var answer = await _http.SendAsync(request);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return (answer.StatusCode, document.RootElement.Clone(), answer);
    }

    public async Task<JsonElement> GetAsync(string path, string? range = null)
    {
        var (status, body, _) = await SendAsync(path, range);
        Assert.True(status == HttpStatusCode.OK, $"{path} answered {(int)status}: {body}");
        return body;
    }

    /// <summary>Ids of one page of a list.</summary>
    public async Task<(string[] Ids, int Total)> ListAsync(string query)
    {
        var body = await GetAsync("/api/oms/pvt/orders?" + query);
        return ([.. body.GetProperty("list").EnumerateArray().Select(order => order.GetProperty("orderId").GetString()!)], body.GetProperty("paging").GetProperty("total").GetInt32());
    }

    public void Dispose() => _http.Dispose();
}
