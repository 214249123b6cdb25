using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly string Orders = new Query().OrderBy("entity_id").Page(10, 2).On("/rest/V1/orders");

    private SimulatedShop _shop = null!;
    private MagentoClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopFixture.Source(orders: 50) });
        _client = await MagentoClient.LoginAsync(_shop);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(FaultKind.NotFound, HttpStatusCode.NotFound)]
    [InlineData(FaultKind.TooManyRequests, HttpStatusCode.TooManyRequests)]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError)]
    public async Task A_fault_strikes_once_and_then_the_shop_is_well(FaultKind kind, HttpStatusCode expected)
    {
        _shop.Faults.Enqueue(kind);
        var (status, body) = await _client.SendAsync(Orders);
        Assert.Equal(expected, status);
        Assert.NotEmpty(body.GetProperty("message").GetString()!);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(Orders)).Status);
        Assert.Equal(1, _shop.Statistics.FaultsFired);
    }

    [Fact]
    public async Task An_expired_token_stays_expired()
    {
        _shop.Faults.Enqueue(FaultKind.TokenExpired);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(Orders)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.SendAsync(Orders)).Status);
        await _client.LoginAgainAsync(_shop);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(Orders)).Status);
    }

    [Fact]
    public async Task Retry_after_comes_in_seconds_or_as_a_date()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);
        _shop.Faults.Enqueue(Fault.TooManyRequests(TimeSpan.FromSeconds(7)));
        _shop.Faults.Enqueue(Fault.TooManyRequests(at));
        using var seconds = await _client.Http.GetAsync(Orders);
        using var date = await _client.Http.GetAsync(Orders);
        Assert.Equal(TimeSpan.FromSeconds(7), seconds.Headers.RetryAfter!.Delta);
        Assert.Equal(at, date.Headers.RetryAfter!.Date);
    }

    [Theory]
    [InlineData(FaultKind.UnavailableHtml, HttpStatusCode.ServiceUnavailable)]
    [InlineData(FaultKind.HtmlPage, HttpStatusCode.OK)]
    public async Task A_proxy_answers_in_HTML(FaultKind kind, HttpStatusCode expected)
    {
        _shop.Faults.Enqueue(kind);
        using var answer = await _client.Http.GetAsync(Orders);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.ConnectionResetMidBody)]
    public async Task A_connection_is_cut(FaultKind kind)
    {
        // A POST isn't sent again by HttpClient on its own, so the fault can't be hidden by a silent second try.
        _shop.Faults.Enqueue(kind, times: 3);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/rest/V1/integration/admin/token")
        {
            Content = JsonContent(new { username = _shop.Username, password = _shop.Password }),
        };
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.Http.SendAsync(request));
    }

    [Theory]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.BrokenJson)]
    public async Task JSON_is_damaged_under_a_good_status(FaultKind kind)
    {
        _shop.Faults.Enqueue(kind);
        using var answer = await _client.Http.GetAsync(Orders);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task A_huge_answer_is_as_large_as_asked_and_valid()
    {
        _shop.Faults.Enqueue(new Fault(FaultKind.HugeAnswer) { Bytes = 3_000_000 });
        using var answer = await _client.Http.GetAsync(Orders);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(3_000_000, body.Length);
        using var document = JsonDocument.Parse(body);
        Assert.Equal(1, document.RootElement.GetProperty("total_count").GetInt32());
    }

    [Fact]
    public async Task A_delayed_answer_is_right()
    {
        _shop.Faults.Enqueue(Fault.DelayOf(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(10, (await _client.IdsAsync(Orders)).Length);
    }

    [Fact]
    public async Task A_hanging_request_ends_when_the_client_leaves()
    {
        _shop.Faults.Enqueue(FaultKind.Hang, path: "/products");
        using var patience = new CancellationTokenSource();
        var hanging = _client.Http.GetAsync("/rest/V1/products?searchCriteria", patience.Token);
        // Other requests are answered meanwhile; once two were seen at a time, the hanging one has come in.
        for (var i = 0; i < 10_000 && _shop.Statistics.MaxConcurrent < 2; i++) Assert.Equal(10, (await _client.IdsAsync(Orders)).Length);
        Assert.Equal(2, _shop.Statistics.MaxConcurrent);
        Assert.False(hanging.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
    }

    [Theory]
    [InlineData(FaultKind.OrderWithoutId)]
    [InlineData(FaultKind.OrderWithBadDate)]
    [InlineData(FaultKind.OrderWithHugeAmount)]
    [InlineData(FaultKind.OrderWithoutItems)]
    public async Task Only_the_first_order_of_the_page_is_damaged(FaultKind kind)
    {
        var whole = (await _client.GetAsync(Orders)).GetProperty("items").EnumerateArray().ToArray();
        _shop.Faults.Enqueue(kind);
        var struck = (await _client.GetAsync(Orders)).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(whole.Skip(1).Select(o => o.GetRawText()), struck.Skip(1).Select(o => o.GetRawText()));
        var bad = struck[0];
        switch (kind)
        {
            case FaultKind.OrderWithoutId:
                Assert.False(bad.TryGetProperty("entity_id", out _));
                break;
            case FaultKind.OrderWithBadDate:
                Assert.Equal("yesterday", bad.GetProperty("updated_at").GetString());
                break;
            case FaultKind.OrderWithHugeAmount:
                Assert.Equal("1e400", bad.GetProperty("base_grand_total").GetRawText());
                break;
            default:
                Assert.False(bad.TryGetProperty("items", out _));
                break;
        }
    }

    [Fact]
    public async Task Pages_are_doubled_reversed_repeated_or_emptied()
    {
        int[] first = [.. Enumerable.Range(1, 10)], second = [.. Enumerable.Range(11, 10)];
        Assert.Equal(second, await _client.IdsAsync(Orders));
        _shop.Faults.Enqueue(FaultKind.DuplicateItems);
        Assert.Equal(second.Concat(second), await _client.IdsAsync(Orders));
        _shop.Faults.Enqueue(FaultKind.ReorderedItems);
        Assert.Equal(Enumerable.Reverse(second), await _client.IdsAsync(Orders));
        _shop.Faults.Enqueue(FaultKind.RepeatPreviousPage);
        Assert.Equal(first, await _client.IdsAsync(Orders));
        _shop.Faults.Enqueue(FaultKind.EmptyPage);
        var empty = await _client.GetAsync(Orders);
        Assert.Empty(MagentoClient.Ids(empty));
        Assert.Equal(50, empty.GetProperty("total_count").GetInt32());
    }

    [Fact]
    public async Task Rules_choose_by_path_skip_and_count()
    {
        _shop.Faults.Add(new FaultRule(FaultKind.ServerError) { Path = "/products", Times = null });
        _shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/orders", Skip = 1, Times = 2 });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++) statuses.Add((await _client.SendAsync(Orders)).Status);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK], statuses);
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.InternalServerError, (await _client.SendAsync("/rest/V1/products?searchCriteria")).Status);
        Assert.Single(_shop.Faults.Rules);
        _shop.Faults.Clear();
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("/rest/V1/products?searchCriteria")).Status);
    }

    [Fact]
    public void Probability_is_drawn_from_the_seed()
    {
        Assert.Equal(Draws(5), Draws(5));
        Assert.NotEqual(Draws(5), Draws(6));
        Assert.InRange(Draws(5).Count(struck => struck), 50, 150);

        static List<bool> Draws(int seed)
        {
            var plan = new FaultPlan(seed);
            plan.Add(new FaultRule(FaultKind.ServerError) { Times = null, Probability = 0.2 });
            return [.. Enumerable.Range(0, 500).Select(_ => plan.Next("/rest/V1/orders") is not null)];
        }
    }

    private static StringContent JsonContent(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
