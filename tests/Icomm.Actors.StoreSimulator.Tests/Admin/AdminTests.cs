using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Admin;

/// <summary>What another process can do.</summary>
public sealed class AdminTests : IAsyncLifetime
{
    private const string Orders = "/rest/V1/orders?searchCriteria[pageSize]=1";

    private readonly ManualClock _clock = new(ShopFixture.End.AddDays(1));
    private SimulatedShop _shop = null!;
    private MagentoClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopFixture.Source(orders: 50), Clock = _clock });
        _client = await MagentoClient.LoginAsync(_shop);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Statistics_count_the_shops_requests_and_not_the_admins()
    {
        _shop.ResetStatistics();
        await _client.GetAsync(Orders);
        await _client.SendAsync("/rest/V1/orders/999999");
        var stats = await _client.GetAsync("/_simulator/stats");
        Assert.Equal("""{"requests":2,"maxConcurrent":1,"faultsFired":0,"byStatus":{"200":1,"404":1}}""", stats.GetRawText());
        var log = (await _client.GetAsync("/_simulator/requests")).EnumerateArray().ToArray();
        Assert.Equal(["/rest/V1/orders", "/rest/V1/orders/999999"], log.Select(r => r.GetProperty("path").GetString()));
        Assert.DoesNotContain("Bearer", log[0].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_one_after_another_are_never_seen_as_two()
    {
        for (var i = 0; i < 200; i++) await _client.GetAsync("/rest/V1/orders?searchCriteria[pageSize]=50");
        Assert.Equal(1, _shop.Statistics.MaxConcurrent);
    }

    [Fact]
    public async Task Faults_are_set_listed_and_cleared()
    {
        var set = await PostAsync("/_simulator/faults", new { kind = "serverError", path = "/orders", times = 2 });
        Assert.Equal("serverError", set[0].GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.InternalServerError, (await _client.SendAsync(Orders)).Status);
        Assert.Equal(1, (await _client.GetAsync("/_simulator/faults")).GetArrayLength());
        using var cleared = await _client.Http.DeleteAsync("/_simulator/faults");
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(Orders)).Status);
    }

    [Theory]
    [InlineData("/_simulator/faults", """{"kind":"meteor"}""")]
    [InlineData("/_simulator/faults", "not json")]
    [InlineData("/_simulator/faults", """{"kind":"serverError","probability":2}""")]
    [InlineData("/_simulator/orders/change", """{"count":-1}""")]
    public async Task Nonsense_is_refused(string path, string body)
    {
        using var answer = await _client.Http.PostAsync(path, new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Orders_are_changed_and_added()
    {
        var changed = await PostAsync("/_simulator/orders/change", new { count = 7 });
        Assert.Equal(7, changed.GetArrayLength());
        await PostAsync("/_simulator/orders/add", new { count = 3 });
        var since = new Query().Where("updated_at", "gteq", $"{_clock.GetUtcNow():yyyy-MM-dd HH:mm:ss}").On("/rest/V1/orders");
        Assert.Equal(10, (await _client.GetAsync(since)).GetProperty("total_count").GetInt32());
        var complete = _shop.Data.Orders.First(o => o.State == StoreSimulator.Shops.OrderState.Complete && o.TotalRefunded.Units == 0).Id;
        Assert.Equal("closed", (await PostAsync($"/_simulator/orders/{complete}/refund", new { })).GetProperty("state").GetString());
        using var missing = await _client.Http.PostAsync("/_simulator/orders/999999/cancel", null);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_expired()
    {
        await PostAsync("/_simulator/tokens/expire", new { });
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(Orders)).Status);
    }

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _client.Http.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}.");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
