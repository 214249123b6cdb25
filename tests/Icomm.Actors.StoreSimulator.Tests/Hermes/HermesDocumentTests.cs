using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Hermes;

/// <summary>The published contract and the simulated site say the same: nothing is served that isn't documented, nothing documented that isn't served.</summary>
public sealed class HermesDocumentTests
{
    private const string Base = "/api/hermes/v1";
    private static readonly string[] Lists = ["/customers", "/orders", "/products"];

    private readonly HermesDocument _document = HermesDocument.Read();

    [Fact]
    public void The_paths_are_those_of_the_document()
    {
        var shop = new GeneratedSource { Orders = 0 }.Build(TimeProvider.System);
        var options = new HermesOptions();

        var served = new HermesApi(shop, options, new HermesCursors(options, TimeProvider.System)).Endpoints.Keys;

        Assert.Equal(_document.Paths.EnumerateObject().Select(path => Base + path.Name).Order(), served.Order());
        Assert.All(_document.Paths.EnumerateObject(), path => Assert.Equal("get", Assert.Single(path.Value.EnumerateObject()).Name));
    }

    [Fact]
    public void The_parameters_are_those_of_the_document()
    {
        foreach (var list in Lists)
        {
            var parameters = _document.Paths.GetProperty(list).GetProperty("get").GetProperty("parameters").EnumerateArray().Select(_document.Resolve).ToArray();

            Assert.Equal(HermesWindow.Parameters.Order(), parameters.Select(parameter => parameter.GetProperty("name").GetString()).Order());
            Assert.Equal(HermesWindow.LargestLimit, parameters.Single(parameter => parameter.GetProperty("name").GetString() == "limit").GetProperty("schema").GetProperty("maximum").GetInt32());
        }

        Assert.False(_document.Paths.GetProperty("/ping").GetProperty("get").TryGetProperty("parameters", out _));
    }

    [Fact]
    public async Task Every_field_that_is_served_is_documented_and_the_other_way_round()
    {
        var statuses = new HashSet<string>();
        foreach (var numeric in new[] { false, true })
        {
            await using var shop = await OpenAsync(new HermesOptions { NumericAmounts = numeric });
            shop.Keeper.Refund(shop.Data.Orders.First(order => order.State == OrderState.Complete).Id);
            using var client = Client(shop);
            _document.Check(await GetAsync(client, "/ping"), "/ping", 200);
            foreach (var list in Lists)
            {
                var page = await GetAsync(client, list + "?limit=250");
                _document.Check(page, list, 200);
                if (list == "/orders")
                    statuses.UnionWith(page.GetProperty("data").EnumerateArray().Select(order => order.GetProperty("status").GetString()!));
            }

            _document.Check((await RefusedAsync(client, "/orders?limit=0")).Body, "/orders", 400);
        }

        Assert.Equal(_document.Documented().Order(), _document.Seen.Order());
        Assert.Equal(["cancelled", "fulfilled", "paid", "pending", "refunded"], statuses.Order());
    }

    [Fact]
    public async Task Every_refusal_is_documented_with_its_code()
    {
        await using var shop = await OpenAsync(new HermesOptions());
        using var client = Client(shop);
        using var stranger = new HttpClient { BaseAddress = shop.BaseUrl };
        foreach (var list in Lists)
        {
            Expect(list, HttpStatusCode.BadRequest, await RefusedAsync(client, list + "?limit=251"));
            Expect(list, HttpStatusCode.BadRequest, await RefusedAsync(client, list + "?updatedSince=yesterday"));
            Expect(list, HttpStatusCode.BadRequest, await RefusedAsync(client, list + "?page=2"));
            Expect(list, HttpStatusCode.BadRequest, await RefusedAsync(client, list + "?cursor=made-up"));
            var cursor = (await GetAsync(client, list + "?limit=1")).GetProperty("nextCursor").GetString()!;
            shop.ExpireTokens();
            Expect(list, HttpStatusCode.Gone, await RefusedAsync(client, $"{list}?limit=1&cursor={cursor}"));
        }

        foreach (var path in _document.Paths.EnumerateObject().Select(path => path.Name))
        {
            Expect(path, HttpStatusCode.Unauthorized, await RefusedAsync(stranger, path));
            Expect(path, HttpStatusCode.Forbidden, await StruckAsync(FaultKind.Forbidden, path));
            Expect(path, HttpStatusCode.NotFound, await StruckAsync(FaultKind.NotFound, path));
            Expect(path, HttpStatusCode.InternalServerError, await StruckAsync(FaultKind.ServerError, path));
            var limited = await StruckAsync(Fault.TooManyRequests(TimeSpan.FromSeconds(30)), path);
            Expect(path, HttpStatusCode.TooManyRequests, limited);
            Assert.Equal(TimeSpan.FromSeconds(30), limited.RetryAfter?.Delta);
            Assert.True(_document.Response(path, 429).GetProperty("headers").TryGetProperty("Retry-After", out _));
        }

        Task<Refusal> StruckAsync(Fault fault, string path)
        {
            shop.Faults.Enqueue(fault);
            return RefusedAsync(client, path);
        }
    }

    private void Expect(string path, HttpStatusCode status, Refusal refusal)
    {
        Assert.Equal(status, refusal.Status);
        _document.Check(refusal.Body, path, (int)status);
        var documented = _document.Response(path, (int)status).GetProperty("content").GetProperty("application/json").GetProperty("examples");
        Assert.Equal(Assert.Single(documented.EnumerateObject()).Name, refusal.Body.GetProperty("error").GetProperty("code").GetString());
    }

    private static Task<SimulatedShop> OpenAsync(HermesOptions options) => SimulatedShop.StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Hermes,
        Hermes = options,
        Source = new GeneratedSource { Seed = 5, Orders = 240, Customers = 60, Products = 40 },
    });

    private static HttpClient Client(SimulatedShop shop) => new()
    {
        BaseAddress = shop.BaseUrl,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", shop.Password) },
    };

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(Base + path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await BodyAsync(answer);
    }

    private static async Task<Refusal> RefusedAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(Base + path);
        return new Refusal(answer.StatusCode, await BodyAsync(answer), answer.Headers.RetryAfter);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    private sealed record Refusal(HttpStatusCode Status, JsonElement Body, RetryConditionHeaderValue? RetryAfter);
}
