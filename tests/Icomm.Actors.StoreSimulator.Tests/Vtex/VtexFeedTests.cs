using System.Net;
using System.Text;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.StoreSimulator.Tests.Vtex;

/// <summary>Feed v3: one a key, at most ten events a question, out of sight until committed or until their time is over.</summary>
public sealed class VtexFeedTests : IAsyncLifetime
{
    private const string Path = "/api/orders/feed";
    private const string ConfigurationPath = Path + "/config";
    private const string EveryChange = """
        {"filter":{"type":"FromOrders","expression":"orderId != \"\"","disableSingleFire":true},"queue":{"visibilityTimeoutInSeconds":240,"MessageRetentionPeriodInSeconds":345600}}
        """;

    private const string Cancellations = """
        {"filter":{"type":"FromWorkflow","status":["canceled"]},"queue":{"visibilityTimeoutInSeconds":240,"messageRetentionPeriodInSeconds":345600}}
        """;

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.Zero));
    private SimulatedShop _shop = null!;
    private VtexClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await VtexOrdersTests.OpenAsync(default, clock: _clock);
        _client = new VtexClient(_shop);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task A_key_has_no_feed_until_it_is_set_up()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(ConfigurationPath)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(Path + "?maxlot=10")).Status);

        Assert.Equal(HttpStatusCode.OK, await PostAsync(ConfigurationPath, EveryChange));

        Assert.Equal("FromOrders", (await _client.GetAsync(ConfigurationPath)).GetProperty("filter").GetProperty("type").GetString());
        Assert.Empty(await ReadAsync());
    }

    [Theory]
    [InlineData("""{"queue":{"visibilityTimeoutInSeconds":240,"MessageRetentionPeriodInSeconds":345600}}""", 400)]
    [InlineData("""{"filter":{"type":"FromWorkflow","status":["invoiced"]}}""", 400)]
    [InlineData("""{"filter":{"type":"FromWorkflow","status":["invoiced"],"disableSingleFire":true},"queue":{"visibilityTimeoutInSeconds":240,"MessageRetentionPeriodInSeconds":345600}}""", 409)]
    [InlineData("""{"filter":{"type":"FromWorkflow","status":["invoiced"]},"queue":{"visibilityTimeoutInSeconds":240,"MessageRetentionPeriodInSeconds":60}}""", 400)]
    [InlineData("""{"filter":""", 400)]
    public async Task What_is_no_configuration_is_refused(string configuration, int status) => Assert.Equal(status, (int)await PostAsync(ConfigurationPath, configuration));

    [Theory]
    [InlineData("")]
    [InlineData("?maxlot=0")]
    [InlineData("?maxlot=11")]
    public async Task A_lot_is_asked_for_and_is_ten_at_most(string query)
    {
        await PostAsync(ConfigurationPath, EveryChange);

        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync(Path + query)).Status);
    }

    [Fact]
    public async Task What_was_read_is_out_of_sight_and_comes_again_unless_it_is_committed()
    {
        await PostAsync(ConfigurationPath, EveryChange);
        foreach (var order in _shop.Data.Orders.Take(12))
            _shop.Keeper.Touch(order.Id);

        var first = await ReadAsync();
        var second = await ReadAsync();
        Assert.Equal((10, 2), (first.Length, second.Length));
        Assert.Empty(await ReadAsync());
        await CommitAsync(second.Select(each => each.Handle));
        _clock.Advance(TimeSpan.FromSeconds(241));
        var again = await ReadAsync();

        Assert.Equal(first.Select(each => each.OrderId), again.Select(each => each.OrderId));
        Assert.Empty(first.Select(each => each.Handle).Intersect(again.Select(each => each.Handle)));

        // The first handles are of no use any more.
        await CommitAsync(first.Select(each => each.Handle));
        _clock.Advance(TimeSpan.FromSeconds(241));
        Assert.Equal(10, (await ReadAsync()).Length);
    }

    [Fact]
    public async Task A_feed_of_the_workflow_shows_changes_of_the_status_alone()
    {
        await PostAsync(ConfigurationPath, Cancellations);
        var order = _shop.Data.Orders.First(each => each.State == OrderState.Processing);
        _shop.Keeper.Touch(order.Id);

        Assert.Empty(await ReadAsync());
        _shop.Keeper.Cancel(order.Id);

        var seen = Assert.Single((await _client.GetAsync(Path + "?maxlot=10")).EnumerateArray());
        Assert.Equal(("handling", "canceled"), (seen.GetProperty("lastState").GetString(), seen.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Events_and_feeds_without_events_live_as_long_as_is_said()
    {
        await PostAsync(ConfigurationPath, EveryChange);
        _shop.Keeper.Touch(1);
        Assert.Single(await ReadAsync());
        _clock.Advance(TimeSpan.FromDays(3));
        _shop.Keeper.Touch(2);
        Assert.Equal(2, (await ReadAsync()).Length);

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("2", Assert.Single(await ReadAsync()).OrderId);
        _clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.SendAsync(Path + "?maxlot=10")).Status);
    }

    [Fact]
    public async Task The_permission_is_asked_for()
    {
        await using var shop = await VtexOrdersTests.OpenAsync(default, new VtexOptions { DeniedResources = new HashSet<string> { "Feed v3 and Hook Admin" } }, _clock);
        using var client = new VtexClient(shop);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(ConfigurationPath)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(Path + "?maxlot=10")).Status);
    }

    private async Task<HttpStatusCode> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.Http.PostAsync(path, content);
        return answer.StatusCode;
    }

    private async Task CommitAsync(IEnumerable<string> handles) => Assert.Equal(HttpStatusCode.OK, await PostAsync(Path, JsonSerializer.Serialize(new { handles })));

    private async Task<(string OrderId, string Handle)[]> ReadAsync() =>
        [.. (await _client.GetAsync(Path + "?maxlot=10")).EnumerateArray().Select(each => (each.GetProperty("orderId").GetString()!, each.GetProperty("handle").GetString()!))];
}
