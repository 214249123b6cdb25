using System.Net;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.StoreSimulator.Tests.Vtex;

/// <summary>The list and the detail of orders have VTEX's shapes, limits and delays.</summary>
public sealed class VtexOrdersTests : IAsyncLifetime
{
    private static readonly DateTime End = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private SimulatedShop _shop = null!;
    private VtexClient _client = null!;

    public async Task InitializeAsync()
    {
        _shop = await OpenAsync(End.AddHours(1));
        _client = new VtexClient(_shop);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task Key_and_token_are_asked_for()
    {
        using var anonymous = new HttpClient { BaseAddress = _shop.BaseUrl };

        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync("/api/oms/pvt/orders")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/api/catalog_system/pub/category/tree/3")).StatusCode);
    }

    [Fact]
    public async Task Pages_are_fifteen_long_hold_a_hundred_at_most_and_end_with_the_thirtieth()
    {
        Assert.Equal(15, (await _client.ListAsync("page=1")).Ids.Length);
        Assert.Equal(100, (await _client.ListAsync("per_page=100")).Ids.Length);
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.SendAsync("/api/oms/pvt/orders?per_page=101")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync("/api/oms/pvt/orders?page=30")).Status);
        var (status, body, _) = await _client.SendAsync("/api/oms/pvt/orders?page=31");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Max page exceed", body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Both_ends_of_a_filter_belong_to_it()
    {
        var orders = _shop.Data.Orders.OrderBy(order => order.CreatedAt).ToArray();
        var (first, last) = (orders[20], orders[60]);

        var (ids, total) = await _client.ListAsync(
            $"per_page=100&orderBy=creationDate,asc&f_creationDate=creationDate:[{first.CreatedAt:yyyy-MM-ddTHH:mm:ss}.000Z TO {last.CreatedAt:yyyy-MM-ddTHH:mm:ss}.000Z]");

        Assert.Equal(41, total);
        Assert.Equal(orders[20..61].Select(order => $"{order.Id}"), ids);
    }

    [Fact]
    public async Task The_list_is_minutes_late_and_the_detail_is_not()
    {
        var added = _shop.Keeper.AddOrders(1).Single();

        Assert.Equal(120, (await _client.ListAsync("page=1")).Total);
        Assert.Equal($"{added.Id}", (await _client.GetAsync($"/api/oms/pvt/orders/{added.Id}")).GetProperty("orderId").GetString());
    }

    [Fact]
    public async Task The_list_goes_two_years_back()
    {
        await using var later = await OpenAsync(End.AddDays(700));
        using var client = new VtexClient(later);

        var (_, total) = await client.ListAsync("page=1");

        Assert.Equal(later.Data.Orders.Count(order => order.CreatedAt >= End.AddDays(700 - 730)), total);
        Assert.InRange(total, 1, 119);
    }

    [Fact]
    public async Task The_list_tells_little_and_the_detail_all_in_cents()
    {
        var order = _shop.Data.Orders.First(each => each.CouponCode is not null && !each.Customer.IsGuest);
        var entry = (await _client.GetAsync("/api/oms/pvt/orders?per_page=100&orderBy=orderId,asc&page=" + ((order.Id + 99) / 100)))
            .GetProperty("list").EnumerateArray().Single(each => each.GetProperty("orderId").GetString() == $"{order.Id}");
        var detail = await _client.GetAsync($"/api/oms/pvt/orders/{order.Id}");

        Assert.False(entry.TryGetProperty("lastChange", out _));
        Assert.False(entry.TryGetProperty("email", out _));
        Assert.Equal(JsonValueKind.Null, entry.GetProperty("items").ValueKind);
        Assert.Equal(order.GrandTotal.Units / 100, detail.GetProperty("value").GetInt64());
        Assert.Equal(order.CouponCode, detail.GetProperty("marketingData").GetProperty("coupon").GetString());
        Assert.Equal("Montevideo Standard Time", detail.GetProperty("storePreferencesData").GetProperty("timeZone").GetString());
        Assert.EndsWith("+00:00", detail.GetProperty("lastChange").GetString());
    }

    [Theory]
    [InlineData(EmailMask.Suffix)]
    [InlineData(EmailMask.Alias)]
    public async Task E_mails_are_masked_on_orders_and_not_in_Master_Data(EmailMask mask)
    {
        await using var shop = await OpenAsync(End.AddHours(1), new VtexOptions { Mask = mask });
        using var client = new VtexClient(shop);
        var order = shop.Data.Orders.First(each => !each.Customer.IsGuest);

        var email = (await client.GetAsync($"/api/oms/pvt/orders/{order.Id}")).GetProperty("clientProfileData").GetProperty("email").GetString()!;
        var document = (await client.GetAsync($"/api/dataentities/CL/search?_where=userId={order.Customer.Id}", "resources=0-1"))[0];

        Assert.EndsWith("ct.vtex.com.br", email);
        Assert.Equal(mask == EmailMask.Suffix, email.StartsWith(order.Customer.Email, StringComparison.Ordinal));
        Assert.Equal(order.Customer.Email, document.GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_checkout_with_two_sellers_is_two_orders_that_add_up()
    {
        await using var shop = await OpenAsync(End.AddHours(1), new VtexOptions { SplitCheckouts = true });
        using var client = new VtexClient(shop);
        var order = shop.Data.Orders.First(each => each.Lines.Count(line => !line.IsVariant) > 1);

        var parts = await client.GetAsync($"/api/oms/pvt/orders/order-group/{order.Id}");

        Assert.Equal([$"{order.Id}-01", $"{order.Id}-02"], parts.EnumerateArray().Select(part => part.GetProperty("orderId").GetString()));
        Assert.All(parts.EnumerateArray(), part => Assert.Equal($"{order.Id}", part.GetProperty("orderGroup").GetString()));
        Assert.Equal(order.GrandTotal.Units / 100, parts.EnumerateArray().Sum(part => part.GetProperty("value").GetInt64()));
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync($"/api/oms/pvt/orders/{order.Id}")).Status);
    }

    [Fact]
    public async Task A_refund_is_written_small_among_the_orders_of_a_checkout()
    {
        var order = _shop.Keeper.Refund(_shop.Data.Orders.First(each => each.State == OrderState.Complete && each.Lines.Any(line => line.Ordered > line.Refunded)).Id);

        var alone = await _client.GetAsync($"/api/oms/pvt/orders/{order.Id}");
        var among = (await _client.GetAsync($"/api/oms/pvt/orders/order-group/{order.Id}"))[0];

        Assert.Equal(order.TotalRefunded.Units / 100, Refund(alone, "Refund"));
        Assert.Equal(order.TotalRefunded.Units / 100, Refund(among, "refund"));

        static long Refund(JsonElement order, string name) =>
            order.GetProperty("packageAttachment").GetProperty("packages")[0].GetProperty("restitutions").GetProperty(name).GetProperty("value").GetInt64();
    }

    [Fact]
    public async Task A_missing_resource_is_forbidden()
    {
        await using var shop = await OpenAsync(End, new VtexOptions { DeniedResources = new HashSet<string> { "View order" } });
        using var client = new VtexClient(shop);

        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync("/api/oms/pvt/orders")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync("/api/oms/pvt/orders/1")).Status);
    }

    internal static Task<SimulatedShop> OpenAsync(DateTime now, VtexOptions? options = null, TimeProvider? clock = null) => SimulatedShop.StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Vtex,
        Source = new GeneratedSource { Orders = 120, Customers = 30, Products = 20, Days = 200, End = End },
        Clock = clock ?? new ManualClock(new DateTimeOffset(now)),
        Vtex = options ?? new VtexOptions(),
    });
}
