using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>What is Fenicio's own: days in place of changes, nobody to sign in as, refusals with status 200.</summary>
public sealed class FenicioConnectorTests() : ConnectorBed(new FenicioUnderTest(), AfterTheEnd())
{
    private static readonly FenicioUnderTest Fenicio = new();


    [Fact]
    public async Task Without_an_address_nothing_is_read_and_how_orders_come_is_said()
    {
        var found = await Connector.VerifyAsync(FenicioFiles.Connection, CancellationToken.None);

        Assert.True(found.IsSuccess);
        Assert.Equal("America/Montevideo", found.TimeZone);
        var notice = Assert.Single(found.Notices);
        Assert.Equal("orders_by_push", notice.Code);
        Assert.All(new[] { "token", "domain", "module", "Help Desk" }, word => Assert.Contains(word, notice.Remedy.En));
        Assert.Empty(Connector.ResourcesOf(FenicioFiles.Connection));
        var failure = await Assert.ThrowsAsync<StoreException>(
            () => Connector.ReadPageAsync(FenicioFiles.Connection, new StorePageRequest(StoreResource.Orders, Everything, null, 10), CancellationToken.None));
        Assert.Equal("setting_missing", failure.Problem.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shop_that_does_not_know_our_address_says_whom_to_ask(bool byStatus)
    {
        var shop = await OpenAsync(new FenicioOptions { IsCallerAuthorized = false, RefuseByStatus = byStatus });

        var found = await Connector.VerifyAsync(Fenicio.Connect(shop), CancellationToken.None);

        Assert.Equal("address_not_authorized", found.Problem?.Code);
        Assert.Contains("Help Desk", found.Problem!.Remedy.En);
        Assert.DoesNotContain("denegado", found.Problem.Message.En + found.Problem.Remedy.En);
        Assert.Equal(1, shop.Statistics.Requests);
    }

    [Theory]
    [InlineData("API_V1")]
    [InlineData("API_V1/")]
    [InlineData("api_v1/")]
    [InlineData("")]
    public async Task The_address_of_the_api_is_the_shop_s(string path)
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Fenicio.Connect(shop), "siteUrl", new Uri(shop.BaseUrl, path).ToString()), CancellationToken.None);

        Assert.Null(found.Problem);
    }

    [Theory]
    [InlineData("timeZone", "Mars/Olympus")]
    [InlineData("timeZone", "GMT-3")]
    [InlineData("rescanDays", "0")]
    [InlineData("rescanDays", "731")]
    [InlineData("rescanDays", "many")]
    [InlineData("notificationHubModuleId", "with spaces in it")]
    public async Task A_setting_that_cannot_be_used_is_said(string name, string value)
    {
        var found = await Connector.VerifyAsync(StoreUnderTest.With(FenicioFiles.Connection, name, value), CancellationToken.None);

        Assert.Equal("setting_invalid", found.Problem?.Code);
        Assert.Contains(name, found.Problem!.Message.En);
    }

    [Fact]
    public async Task Another_zone_than_the_shop_s_is_noticed()
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Fenicio.Connect(shop), "timeZone", "America/Santiago"), CancellationToken.None);

        Assert.Equal("time_zone_differs", Assert.Single(found.Notices).Code);
        Assert.Null(found.Problem);
    }

    [Theory]
    [InlineData(FenicioDay.Started, true)]
    [InlineData(FenicioDay.Finished, true)]
    [InlineData(FenicioDay.Finished, false)]
    public async Task Whichever_date_a_day_is_of_and_whatever_the_order_of_the_list_nothing_is_lost(FenicioDay filter, bool oldestFirst)
    {
        var shop = await OpenAsync(new FenicioOptions { DayFilter = filter, OldestFirst = oldestFirst });

        var read = await ReadAsync(shop, pageSize: 7);

        Assert.Equal(shop.Data.Orders.Select(order => $"{order.Id}").Order(), read.Select(order => order.OrderId).Order());
    }

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 10)]
    [InlineData(true, 1)]
    [InlineData(false, 33)]
    public async Task A_day_of_more_orders_than_a_page_is_read_while_more_come(bool oldestFirst, int pageSize)
    {
        var shop = await OpenAsync(new FenicioOptions { OldestFirst = oldestFirst }, new GeneratedSource { Orders = 120, Customers = 20, Products = 10, Days = 1, End = End }, new ManualTimeProvider(new DateTimeOffset(End)));
        var before = shop.Data.Orders.Select(order => $"{order.Id}").ToArray();

        var pages = await Connector.ReadAllAsync(
            Fenicio.Connect(shop), StoreResource.Orders, Everything, pageSize, afterPage: page => shop.Keeper.AddOrders(page < 20 ? 3 : 0));

        Assert.Superset(before.ToHashSet(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).ToHashSet());
    }

    [Fact]
    public async Task A_day_that_orders_have_left_is_read_again()
    {
        var shop = await OpenAsync(source: new GeneratedSource { Orders = 60, Customers = 20, Products = 10, Days = 1, End = End });
        var left = shop.Data.Orders[^1];

        var pages = await Connector.ReadAllAsync(
            Fenicio.Connect(shop), StoreResource.Orders, Everything, 10,
            afterPage: page => shop.Keeper.Put(page == 1 ? left with { CreatedAt = left.CreatedAt.AddYears(-3) } : shop.Data.Orders[0]));

        Assert.Superset(shop.Data.Orders.Where(order => order.Id != left.Id).Select(order => $"{order.Id}").ToHashSet(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).ToHashSet());
    }

    [Fact]
    public async Task Late_changes_are_found_as_far_back_as_is_looked()
    {
        var shop = await OpenAsync();
        var window = new TimeInterval(new DateTimeOffset(End.AddHours(-12)), new DateTimeOffset(End));
        var connection = StoreUnderTest.With(Fenicio.Connect(shop), "rescanDays", "30");
        var recent = shop.Data.Orders.Last(order => order.CreatedAt < End.AddDays(-28) && order.CreatedAt > End.AddDays(-29.5));
        var old = shop.Data.Orders.Last(order => order.CreatedAt < End.AddDays(-33));

        var read = (await Connector.ReadAllAsync(connection, StoreResource.Orders, window, 100)).SelectMany(page => page.Orders).Select(order => order.OrderId).ToHashSet();

        Assert.Contains($"{recent.Id}", read);
        Assert.DoesNotContain($"{old.Id}", read);
    }

    [Theory]
    [InlineData(FenicioDay.Started)]
    [InlineData(FenicioDay.Finished)]
    public async Task Orders_of_before_the_start_date_are_left_out_and_those_of_carts_begun_before_it_are_not(FenicioDay filter)
    {
        var shop = await OpenAsync(new FenicioOptions { DayFilter = filter });

        // The cart was begun on the day before.
        var first = shop.Data.Orders.First(order => order.State == OrderState.Complete && order.Id * 37 % 1_800 > 600 && order.CreatedAt > End.AddDays(-60));
        var midnight = first.CreatedAt.Date.AddHours(3);
        shop.Keeper.Put(first with { CreatedAt = midnight.AddSeconds(5), UpdatedAt = midnight.AddSeconds(5) });
        var from = new DateTimeOffset(midnight, TimeSpan.Zero);

        var page = await Connector.ReadPageAsync(
            Fenicio.Connect(shop), new StorePageRequest(StoreResource.Orders, new TimeInterval(from, Everything.Until), null, 500) { PlacedFrom = from }, CancellationToken.None);

        Assert.Equal(shop.Data.Orders.Where(order => order.CreatedAt >= midnight).Select(order => $"{order.Id}").Order(), page.Orders.Select(order => order.OrderId).Order());
        Assert.Contains($"{first.Id}", page.Orders.Select(order => order.OrderId));
    }

    [Fact]
    public async Task What_lies_ahead_is_not_asked_for()
    {
        var shop = await OpenAsync();

        var pages = await Connector.ReadAllAsync(
            StoreUnderTest.With(Fenicio.Connect(shop), "rescanDays", "1"), StoreResource.Orders, new TimeInterval(Clock.GetUtcNow().AddYears(1), Clock.GetUtcNow().AddYears(2)), 10);

        Assert.Equal((0, 0), (Assert.Single(pages).RecordCount, pages[0].TotalCount));
        Assert.Equal(0, shop.Statistics.Requests);
    }

    [Fact]
    public async Task Two_currencies_of_one_shop_stay_two()
    {
        var shop = await OpenAsync(source: new GeneratedSource { Orders = 100, Customers = 20, Products = 10, End = End, Currencies = ["UYU", "USD"] });

        var read = await ReadAsync(shop, pageSize: 500);

        Assert.Equal(
            shop.Data.Orders.Select(order => ($"{order.Id}", order.View.BaseCurrency, order.GrandTotal.Units)).Order(),
            read.Select(order => (order.OrderId, order.Currency, order.Total.TenThousandths)).Order());
        Assert.Equal(["USD", "UYU"], read.Select(order => order.Currency).Distinct().Order());
    }

    [Theory]
    [InlineData("f1.1.1.1.0.-1.0.-1")]
    [InlineData("f1.737800.737790.1.0.-1.0.-1")]
    [InlineData("f1.737800.737810.2.0.5.0.5")]
    [InlineData("f1.737800.737810.2.501.5.0.5")]
    [InlineData("f1.737800.737810.1.0.-1.0")]
    [InlineData("v1.737800.737810.1.0.-1.0.-1")]
    public async Task A_page_token_that_is_none_is_refused(string token)
    {
        var shop = await OpenAsync();

        var failure = await Assert.ThrowsAsync<StoreException>(
            () => Connector.ReadPageAsync(Fenicio.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, token, 10), CancellationToken.None));

        Assert.Equal("page_token_invalid", failure.Problem.Code);
    }

    [Fact]
    public async Task Few_requests_read_a_long_past()
    {
        var shop = await OpenAsync(source: new GeneratedSource { Orders = 3_000, Customers = 200, Products = 20, Days = 720, End = End });

        var read = await ReadAsync(shop, pageSize: 200);

        Assert.Equal(3_000, read.Length);
        Assert.InRange(shop.Statistics.Requests, 15, 45);
    }

    private async Task<Icomm.Actors.Domain.Orders.StoreOrder[]> ReadAsync(SimulatedShop shop, int pageSize) =>
        [.. (await Connector.ReadAllAsync(Fenicio.Connect(shop), StoreResource.Orders, Everything, pageSize)).SelectMany(page => page.Orders).DistinctBy(order => order.OrderId)];

    private Task<SimulatedShop> OpenAsync(FenicioOptions? options = null, GeneratedSource? source = null, TimeProvider? clock = null) => StartAsync(Fenicio.Simulate(new SimulatorOptions
    {
        Source = source ?? new GeneratedSource { Orders = 157, Customers = 40, Products = 25, Days = 120, End = End },
        Fenicio = options ?? new FenicioOptions(),
        Clock = clock ?? TimeProvider.System,
    }));
}
