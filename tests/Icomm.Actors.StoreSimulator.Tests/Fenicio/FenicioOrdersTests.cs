using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Fenicio;

/// <summary>API_V1 as facts/stores.md §4.1 and §4.2 tell of it.</summary>
public sealed class FenicioOrdersTests : IAsyncLifetime
{
    private static readonly DateTime End = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);
    private readonly HttpClient _http = new();
    private SimulatedShop _shop = null!;

    public async Task InitializeAsync() => _shop = await OpenAsync(new FenicioOptions());

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Pages_hold_every_order_once_newest_first()
    {
        var ids = new List<int>();
        for (var page = 1; page <= 4; page++)
        {
            var answer = await GetAsync($"/API_V1/ordenes?pag={page}&tot=40");
            Assert.Equal((false, 130), (answer.GetProperty("error").GetBoolean(), answer.GetProperty("totAbs").GetInt32()));
            ids.AddRange(answer.GetProperty("ordenes").EnumerateArray().Select(order => int.Parse(order.GetProperty("idOrden").GetString()!)));
        }

        Assert.Equal(_shop.Data.Orders.OrderByDescending(order => order.CreatedAt).Select(order => order.Id), ids);
        Assert.Equal(50, (await GetAsync("/API_V1/ordenes")).GetProperty("ordenes").GetArrayLength());
        Assert.Equal(0, (await GetAsync("/API_V1/ordenes?pag=9&tot=40")).GetProperty("ordenes").GetArrayLength());
    }

    [Theory]
    [InlineData("tot=501")]
    [InlineData("tot=0")]
    [InlineData("pag=0")]
    [InlineData("pag=x")]
    [InlineData("fDesde=30/06/2025")]
    public async Task What_is_not_allowed_is_an_error_with_status_200(string query)
    {
        var answer = await GetAsync("/API_V1/ordenes?" + query);

        Assert.True(answer.GetProperty("error").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("msj").GetString()!);
        Assert.False(answer.TryGetProperty("ordenes", out _));
    }

    [Fact]
    public async Task Days_are_the_shop_s_and_both_belong_to_the_filter()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Montevideo");
        var byDay = _shop.Data.Orders.ToLookup(order => new FenicioOrder(order, zone).Day(FenicioDay.Started));
        foreach (var day in byDay.Select(day => day.Key).Take(20))
        {
            var expected = byDay[day].Concat(byDay[day.AddDays(1)]).Select(order => $"{order.Id}");
            var answer = await GetAsync($"/API_V1/ordenes?tot=500&fDesde={day:yyyy-MM-dd}&fHasta={day.AddDays(1):yyyy-MM-dd}");
            Assert.Equal(expected.Order(), answer.GetProperty("ordenes").EnumerateArray().Select(order => order.GetProperty("idOrden").GetString()!).Order());
        }
    }

    [Fact]
    public async Task Dates_have_an_offset_without_a_colon_and_attributes_come_when_they_are_asked_for()
    {
        var plain = (await GetAsync("/API_V1/ordenes?tot=1")).GetProperty("ordenes")[0];
        var full = (await GetAsync("/API_V1/ordenes?tot=1&incluirAtributosProducto=1")).GetProperty("ordenes")[0];

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0300\z", plain.GetProperty("fechaInicio").GetString());
        Assert.False(plain.GetProperty("lineas")[0].TryGetProperty("atributos", out _));
        Assert.True(full.GetProperty("lineas")[0].GetProperty("atributos").TryGetProperty("_codigoProducto", out _));
    }

    [Fact]
    public async Task One_order_can_be_asked_for_and_one_that_is_none_is_an_error()
    {
        Assert.Equal("7", (await GetAsync("/API_V1/ordenes/7")).GetProperty("orden").GetProperty("idOrden").GetString());
        Assert.True((await GetAsync("/API_V1/ordenes/999999")).GetProperty("error").GetBoolean());
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Forbidden)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Whoever_is_not_on_the_list_is_turned_away(bool byStatus, HttpStatusCode status)
    {
        await using var closed = await OpenAsync(new FenicioOptions { IsCallerAuthorized = false, RefuseByStatus = byStatus });

        using var answer = await _http.GetAsync(new Uri(closed.BaseUrl, "/API_V1/ordenes"));

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("Acceso denegado", await answer.Content.ReadAsStringAsync());
        Assert.True((await GetAsync("/another-shop/API_V1/ordenes")).GetProperty("error").GetBoolean());
    }

    [Fact]
    public async Task A_damaged_order_stays_damaged()
    {
        _shop.Faults.Enqueue(FaultKind.OrderWithoutId, "/API_V1/ordenes");

        for (var time = 0; time < 2; time++)
            Assert.False((await GetAsync("/API_V1/ordenes?tot=1")).GetProperty("ordenes")[0].TryGetProperty("idOrden", out _));
    }

    [Fact]
    public void A_Fenicio_shop_has_the_token_of_its_messages()
    {
        var options = CommandLine.Parse(["--shop", "fenicio", "--password", "t"]).Options;

        Assert.Equal((StorePlatform.Fenicio, "t"), (options.Platform, options.Fenicio.Token));
    }

    private static Task<SimulatedShop> OpenAsync(FenicioOptions options) => SimulatedShop.StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Fenicio,
        Fenicio = options,
        Source = new GeneratedSource { Orders = 130, Customers = 20, Products = 10, Days = 60, End = End },
    });

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(_shop.BaseUrl, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
