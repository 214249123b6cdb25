using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Icommkt;

/// <summary>Speaks to a simulated contacts API as a program without any of the product's code would.</summary>
internal sealed class IcommktClient : IAsyncDisposable
{
    private IcommktClient(SimulatedShop shop)
    {
        Shop = shop;
        Http = new HttpClient { BaseAddress = shop.BaseUrl };
        Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", Icommkt.Options.ApiKey);
    }

    public SimulatedShop Shop { get; }

    public HttpClient Http { get; }

    public SimulatedIcommkt Icommkt => Shop.Icommkt!;

    public static async Task<IcommktClient> StartAsync(IcommktOptions? options = null) => new(await SimulatedShop.StartAsync(new SimulatorOptions
    {
        Source = new GeneratedSource { Orders = 1, Customers = 1, Products = 1, Days = 30 }, Icommkt = options ?? new IcommktOptions(),
    }));

    public static object Contact(string email, params (string Key, string Value)[] fields) =>
        new { Email = email, CustomFields = fields.Select(field => new { field.Key, field.Value }) };

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string method, object body)
    {
        using var answer = await Http.PostAsync($"/Contacts/{method}.Json/", body is string text ? new StringContent(text, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) : JsonContent.Create(body, options: JsonSerializerOptions.Default));
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return (answer.StatusCode, document.RootElement.Clone());
    }

    /// <summary>Saves a batch and gives the responses' status codes.</summary>
    public async Task<IReadOnlyList<int>> SaveAsync(params object[] contacts)
    {
        var (_, body) = await PostAsync("SaveMultiContact", new { ProfileKey = Icommkt.Options.ProfileKeys[0], ContactList = contacts });
        return [.. body.GetProperty("SaveMultiContactJsonResult").GetProperty("Responses").EnumerateArray().Select(response => response.GetProperty("StatusCode").GetInt32())];
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Shop.DisposeAsync();
    }
}
