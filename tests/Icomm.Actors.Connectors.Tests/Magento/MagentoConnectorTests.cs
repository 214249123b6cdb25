using System.Collections.Immutable;
using Icomm.Actors.Connectors.Magento;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>What is Magento's own: sign-in, permissions, store views, brands, and the shape of its questions.</summary>
public sealed class MagentoConnectorTests() : ConnectorBed(new MagentoUnderTest(), clock: null)
{
    private static readonly MagentoUnderTest Magento = new();


    [Theory]
    [InlineData(MagentoTwoFactor.Active)]
    [InlineData(MagentoTwoFactor.NotConfigured)]
    [InlineData(MagentoTwoFactor.UserNotConfigured)]
    public async Task Two_factor_authentication_is_explained(MagentoTwoFactor twoFactor)
    {
        var shop = await OpenAsync(new MagentoOptions { TwoFactor = twoFactor });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal("two_factor_required", found.Problem?.Code);
        Assert.Contains("Integration", found.Problem!.Remedy.En);
        Assert.Equal(1, shop.Statistics.Requests);
    }

    [Theory]
    [InlineData("Magento_Sales::actions_view", "Sales > Operations > Orders > Actions > View")]
    [InlineData("Magento_Customer::manage", "Customers > All Customers")]
    [InlineData("Magento_Catalog::products", "Catalog > Inventory > Products")]
    public async Task A_missing_permission_is_named_with_its_place_in_the_role(string resource, string path)
    {
        var shop = await OpenAsync(new MagentoOptions { DeniedResources = new HashSet<string> { resource } });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal("permission_missing", found.Problem?.Code);
        Assert.Contains(resource, found.Problem!.Message.En);
        Assert.Contains(path, found.Problem.Remedy.En);
    }

    [Fact]
    public async Task Without_the_permission_for_store_views_less_is_known_and_all_works()
    {
        var shop = await OpenAsync(new MagentoOptions { DeniedResources = new HashSet<string> { "Magento_Backend::store" } });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.True(found.IsSuccess);
        Assert.Empty(found.StoreViews);
        Assert.Null(found.Currency);
    }

    [Fact]
    public async Task Without_the_permission_for_attributes_brands_keep_the_option_s_id()
    {
        var shop = await OpenAsync(new MagentoOptions { DeniedResources = new HashSet<string> { "Magento_Catalog::attributes_attributes" } });

        var items = (await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Catalogue, Everything, 50)).SelectMany(page => page.Catalogue).ToDictionary(each => each.ProductId);

        Assert.All(shop.Data.Catalogue.Products, product => Assert.Equal(product.BrandOptionId?.ToString(), items[$"{product.Id}"].Brand));
    }

    [Fact]
    public async Task Another_attribute_may_hold_the_brand()
    {
        var shop = await OpenAsync(new MagentoOptions { BrandAttribute = "marca" });

        var items = await Connector.ReadAllAsync(StoreUnderTest.With(Magento.Connect(shop), "brandAttribute", "marca"), StoreResource.Catalogue, Everything, 50);

        Assert.Contains(items.SelectMany(page => page.Catalogue), item => shop.Data.Catalogue.Brands.Any(brand => brand.Label == item.Brand));
    }

    [Fact]
    public async Task A_wrong_store_view_is_answered_with_those_there_are()
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Magento.Connect(shop), "storeViewId", "77"), CancellationToken.None);

        Assert.Equal("store_view_unknown", found.Problem?.Code);
        Assert.Contains("1 (Default Store View)", found.Problem!.Remedy.En);
        Assert.Equal(["1", "2"], found.StoreViews.Select(view => view.Id));
    }

    [Fact]
    public async Task A_store_view_s_orders_and_customers_are_read_and_no_others()
    {
        var shop = await OpenAsync();
        var connection = StoreUnderTest.With(Magento.Connect(shop), "storeViewId", "2");

        var orders = (await Connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10)).SelectMany(page => page.Orders).Select(order => order.OrderId);
        var customers = (await Connector.ReadAllAsync(connection, StoreResource.Customers, Everything, 10)).SelectMany(page => page.Customers).Select(each => each.Reference.StoreCustomerId);

        Assert.Equal(shop.Data.Orders.Where(order => order.View.Id == 2).Select(order => $"{order.Id}").Order(), orders.Order());
        Assert.Equal(shop.Data.Customers.Where(each => each.StoreViewId == 2).Select(each => $"{each.Id}").Order(), customers.Order());
    }

    [Fact]
    public async Task An_integration_s_access_token_needs_no_sign_in()
    {
        var shop = await OpenAsync(new MagentoOptions { Integration = new MagentoIntegration { AccessToken = "token-of-the-integration", AllowsBearer = true } });
        var connection = WithToken(shop, "token-of-the-integration");

        Assert.True((await Connector.VerifyAsync(connection, CancellationToken.None)).IsSuccess);
        Assert.NotEmpty(await Connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 50));
        Assert.DoesNotContain(shop.Requests, request => request.Path.EndsWith("/token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_access_token_is_told_from_a_missing_permission()
    {
        var shop = await OpenAsync(new MagentoOptions
        {
            Integration = new MagentoIntegration { AccessToken = "right", AllowsBearer = true },
            DeniedResources = new HashSet<string> { "Magento_Customer::manage", "Magento_Backend::store" },
        });

        var wrong = await Connector.VerifyAsync(WithToken(shop, "wrong"), CancellationToken.None);
        var right = await Connector.VerifyAsync(WithToken(shop, "right"), CancellationToken.None);

        Assert.Equal("credentials_rejected", wrong.Problem?.Code);
        Assert.Contains("standalone Bearer", wrong.Problem!.Remedy.En);
        Assert.Equal("permission_missing", right.Problem?.Code);
    }

    [Fact]
    public async Task One_sign_in_lasts_for_a_run_and_is_renewed_before_it_ends()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock);
        var shop = await OpenAsync(clock: clock);
        var connector = harness.Registry.Get("magento");
        var connection = Magento.Connect(shop);

        await connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10);
        Assert.Equal(1, SignIns(shop));
        clock.Advance(TimeSpan.FromHours(3) + TimeSpan.FromMinutes(49));
        await connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10);
        Assert.Equal(1, SignIns(shop));
        clock.Advance(TimeSpan.FromMinutes(2));
        await connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10);
        Assert.Equal(2, SignIns(shop));
        Assert.DoesNotContain(shop.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task Tokens_voided_by_the_merchant_are_renewed_in_mid_run()
    {
        var shop = await OpenAsync();

        var pages = await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, Everything, 10, afterPage: number =>
        {
            if (number % 2 == 0)
                shop.ExpireTokens();
        });

        Assert.Equal(shop.Data.Orders.Count, pages.Sum(page => page.Orders.Length));
    }

    [Fact]
    public async Task New_credentials_don_t_use_the_old_ones_token()
    {
        var shop = await OpenAsync();
        Assert.True((await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None)).IsSuccess);
        await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, Everything, 50);

        var failure = await Assert.ThrowsAsync<StoreException>(() => Connector.ReadAllAsync(Magento.ConnectWrongly(shop), StoreResource.Orders, Everything, 50));

        Assert.Equal("credentials_rejected", failure.Problem.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Old_and_new_ways_past_the_last_page_and_the_page_limit_are_the_same_to_us(bool isNew)
    {
        var shop = await OpenAsync(new MagentoOptions { EmptyPagePastEnd = isNew, InputLimiting = isNew, UnstableUnsorted = true });

        var pages = await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, Everything, 100_000);

        Assert.Equal(shop.Data.Orders.Count, pages.Sum(page => page.Orders.Length));
        Assert.All(Questions(shop), query => Assert.Contains("searchCriteria[pageSize]=300&", query));
    }

    [Fact]
    public async Task Questions_are_bounded_sorted_and_ask_for_no_more_than_is_used()
    {
        var shop = await OpenAsync();

        await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, Everything, 10);

        Assert.All(Questions(shop), query =>
        {
            Assert.Contains("[sortOrders][0][field]=updated_at", query);
            Assert.Contains("[sortOrders][1][field]=entity_id", query);
            Assert.Contains("[currentPage]=1&", query);
            Assert.Contains("[condition_type]=gteq", query);
            Assert.Contains("[condition_type]=lteq", query);
            Assert.Contains("fields=items[", query);
            Assert.DoesNotContain("payment", query);
            Assert.DoesNotContain("street", query);
        });
    }

    [Theory]
    [InlineData("storeViewId", "first")]
    [InlineData("storeViewId", "-1")]
    [InlineData("pageSize", "301")]
    [InlineData("pageSize", "0")]
    [InlineData("brandAttribute", "../../customers")]
    [InlineData("accessToken", "two words")]
    [InlineData("paymentMethods", "Bank Transfer")]
    [InlineData("stateOverrides", "holded=paid")]
    [InlineData("requestsPerMinute", "9")]
    public async Task Settings_that_make_no_sense_are_refused(string name, string value)
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Magento.Connect(shop), name, value), CancellationToken.None);

        Assert.Equal("setting_invalid", found.Problem?.Code);
        Assert.DoesNotContain(value, found.Problem!.Message.En);
        Assert.Equal(0, shop.Statistics.Requests);
    }

    [Fact]
    public async Task The_admin_s_own_host_is_signed_in_to()
    {
        var shop = await OpenAsync();
        var admin = await SimulatedShop.StartAsync(new SimulatorOptions { Source = new GeneratedSource { Orders = 0, Customers = 0, Products = 1, End = End } });
        await using var closing = admin;

        // Its token is void at the shop itself: two simulators share none. What matters is who was asked for it.
        await Connector.VerifyAsync(StoreUnderTest.With(Magento.Connect(shop), "adminUrl", new Uri(admin.BaseUrl, "/admin_1x2y").ToString()), CancellationToken.None);

        Assert.Equal("/rest/all/V1/integration/admin/token", admin.Requests[0].Path);
        Assert.Equal(0, SignIns(shop));
    }

    [Theory]
    [InlineData(FaultKind.NotFound)]
    [InlineData(FaultKind.HtmlPage)]
    public async Task A_wrong_admin_address_is_said(FaultKind kind)
    {
        var shop = await OpenAsync();
        await using var admin = await SimulatedShop.StartAsync(new SimulatorOptions { Source = new GeneratedSource { Orders = 0, Customers = 0, Products = 1, End = End } });
        admin.Faults.Add(new FaultRule(kind) { Times = null });

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Magento.Connect(shop), "adminUrl", admin.BaseUrl.ToString()), CancellationToken.None);

        Assert.Equal("admin_url_wrong", found.Problem?.Code);
    }

    [Theory]
    [InlineData(FaultKind.NotFound, "endpoint_not_found")]
    [InlineData(FaultKind.HtmlPage, "answer_not_json")]
    public async Task What_is_no_Magento_is_most_likely_another_address(FaultKind kind, string code)
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(kind) { Times = null });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal(code, found.Problem?.Code);
        Assert.Contains("without the admin panel's path", found.Problem!.Remedy.En);
    }

    [Fact]
    public async Task A_shop_in_maintenance_is_called_so()
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(FaultKind.UnavailableHtml) { Times = null });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal("store_error", found.Problem?.Code);
        Assert.Contains("maintenance", found.Problem!.Message.En);
    }

    [Theory]
    [InlineData("https://shop.example/tienda", null, "https://shop.example/tienda/", "https://shop.example/tienda/")]
    [InlineData("shop.example/index.php/", null, "https://shop.example/index.php/", "https://shop.example/index.php/")]
    [InlineData("https://shop.example", "https://shop.example/admin_1x", "https://shop.example/", "https://shop.example/")]
    [InlineData("https://shop.example", "https://admin.example/admin_1x", "https://shop.example/", "https://admin.example/")]
    [InlineData("https://shop.example", "https://admin.example/tienda/admin_1x/", "https://shop.example/", "https://admin.example/tienda/")]
    public void The_API_lies_beside_the_front_and_beside_the_admin_panel(string site, string? admin, string expectedSite, string expectedAdmin)
    {
        var connection = new StoreConnection("i-1", ImmutableDictionary<string, string>.Empty.Add("siteUrl", site).Add("accessToken", "t").Add("adminUrl", admin ?? ""));

        var settings = MagentoSettings.Read(connection, allowLoopback: false);

        Assert.Equal((expectedSite, expectedAdmin), (settings.Site.AbsoluteUri, settings.TokenSite.AbsoluteUri));
    }

    [Fact]
    public async Task Store_views_are_found_with_their_website_currency_and_time_zone()
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal(
            shop.Data.Views.Where(view => view.Id > 0).Select(view => ($"{view.Id}", view.WebsiteName, view.BaseCurrency, view.TimeZone)),
            found.StoreViews.Select(view => (view.Id, view.Website!, view.Currency!, view.TimeZone!)));
    }

    [Fact]
    public async Task Orders_paid_otherwise_are_read_and_do_not_count()
    {
        var shop = await OpenAsync();
        var method = shop.Data.Orders[0].PaymentMethod;

        var orders = (await Connector.ReadAllAsync(StoreUnderTest.With(Magento.Connect(shop), "paymentMethods", method), StoreResource.Orders, Everything, 25)).SelectMany(page => page.Orders).ToArray();

        Assert.Equal(shop.Data.Orders.Count, orders.Length);
        Assert.Contains(orders, order => order.Status == OrderStatus.Purchase);
        Assert.All(orders, order => Assert.True(order.Status != OrderStatus.Purchase || shop.Data.FindOrder(int.Parse(order.OrderId))!.PaymentMethod == method));
        Assert.Contains(orders, order => order.Status == OrderStatus.Pending && shop.Data.FindOrder(int.Parse(order.OrderId)) is { IsPaid: true } paid && paid.PaymentMethod != method);
    }

    [Fact]
    public async Task A_payment_method_that_nobody_uses_is_noticed()
    {
        var shop = await OpenAsync();
        var method = shop.Data.Orders[0].PaymentMethod;

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Magento.Connect(shop), "paymentMethods", $"{method},banktranfer"), CancellationToken.None);

        Assert.True(found.IsSuccess);
        var notice = Assert.Single(found.Notices);
        Assert.Equal("payment_method_unseen", notice.Code);
        Assert.Contains("banktranfer", notice.Message.En);
        Assert.DoesNotContain(method, notice.Message.En);
        Assert.Contains(method, notice.Remedy.En);
    }

    [Fact]
    public async Task A_state_means_what_the_merchant_says()
    {
        var shop = await OpenAsync();
        shop.Keeper.Put(shop.Data.Orders[0] with { State = OrderState.Holded });

        var orders = await Connector.ReadAllAsync(StoreUnderTest.With(Magento.Connect(shop), "stateOverrides", "holded=purchase"), StoreResource.Orders, Everything, 100);

        var held = orders.SelectMany(page => page.Orders).Single(order => order.OrderId == $"{shop.Data.Orders[0].Id}");
        Assert.Equal((OrderStatus.Purchase, "holded"), (held.Status, held.State));
    }

    [Fact]
    public async Task Orders_placed_before_the_start_are_not_asked_for_even_when_they_change_later()
    {
        var shop = await OpenAsync();
        var start = new DateTimeOffset(shop.Data.Orders[30].CreatedAt);
        shop.Keeper.Put(shop.Data.Orders[0] with { UpdatedAt = End });

        var page = await Connector.ReadPageAsync(Magento.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, null, 300) { PlacedFrom = start }, CancellationToken.None);

        Assert.Equal(shop.Data.Orders.Where(order => order.CreatedAt >= start.UtcDateTime).Select(order => $"{order.Id}").Order(), page.Orders.Select(order => order.OrderId).Order());
    }

    [Fact]
    public async Task Whoever_buys_in_a_store_view_comes_with_the_order_wherever_registered()
    {
        var shop = await OpenAsync();
        var connection = StoreUnderTest.With(Magento.Connect(shop), "storeViewId", "2");
        var second = shop.Data.Views.Single(view => view.Id == 2);
        foreach (var order in shop.Data.Orders.Where(order => order.Customer is { IsGuest: false, StoreViewId: 1 }).Take(5).ToArray())
            shop.Keeper.Put(order with { View = second });

        var customers = (await Connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10)).SelectMany(page => page.Customers).Select(each => each.Reference.StoreCustomerId!).ToHashSet();

        var expected = shop.Data.Orders.Where(order => order.View.Id == 2 && order.Customer is { IsGuest: false, StoreViewId: not 2 }).Select(order => $"{order.Customer.Id}").ToHashSet();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), customers.Order());
    }

    [Fact]
    public async Task What_the_orders_do_not_say_of_refunds_the_credit_memos_do()
    {
        var shop = await OpenAsync(new MagentoOptions { RefundsOnCreditMemosOnly = true });
        var complete = shop.Data.Orders.Where(order => order.State == OrderState.Complete).Take(3).ToArray();
        var whole = shop.Keeper.Refund(complete[0].Id);
        var line = complete[1].Lines.First(each => !each.IsVariant);
        var part = shop.Keeper.Refund(complete[1].Id, new Dictionary<int, int> { [line.Id] = 1 });
        shop.Keeper.Refund(complete[2].Id);
        shop.Keeper.Put(shop.Data.CreditMemos.Single(memo => memo.OrderId == complete[2].Id) with { IsCanceled = true });

        var orders = (await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, UntilNow(shop), 100)).SelectMany(page => page.Orders).ToDictionary(order => order.OrderId);

        Assert.Equal(whole.GrandTotal.ToDecimal(), orders[$"{whole.Id}"].Refunded.ToDecimal());
        Assert.Equal(part.TotalRefunded.ToDecimal(), orders[$"{part.Id}"].Refunded.ToDecimal());
        Assert.Equal(0m, orders[$"{complete[2].Id}"].Refunded.ToDecimal());
        Assert.Contains(shop.Requests, request => request.Path.EndsWith("/creditmemos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_the_credit_memos_a_closed_order_was_given_back()
    {
        var shop = await OpenAsync(new MagentoOptions { RefundsOnCreditMemosOnly = true, DeniedResources = new HashSet<string> { "Magento_Sales::sales_creditmemo" } });
        var closed = shop.Keeper.Refund(shop.Data.Orders.First(order => order.State == OrderState.Complete).Id);

        var orders = await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, UntilNow(shop), 100);

        Assert.Equal(closed.GrandTotal.ToDecimal(), orders.SelectMany(page => page.Orders).Single(order => order.OrderId == $"{closed.Id}").Refunded.ToDecimal());
    }

    [Fact]
    public async Task Credit_memos_are_asked_for_only_where_totals_are_doubtful()
    {
        var shop = await OpenAsync();
        shop.Keeper.Refund(shop.Data.Orders.First(order => order.State == OrderState.Complete).Id);

        await Connector.ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, UntilNow(shop), 100);

        Assert.DoesNotContain(shop.Requests, request => request.Path.EndsWith("/creditmemos", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_keep_to_the_budget_and_a_check_does_not_wait()
    {
        var clock = new ManualTimeProvider();
        await using var harness = new ConnectorHarness(clock);
        var shop = await OpenAsync(clock: clock);
        var connector = harness.Registry.Get("magento");
        var connection = StoreUnderTest.With(Magento.Connect(shop), "requestsPerMinute", "10");

        // Two at once, then eight a minute, the sign-in among them: no minute sees more than ten.
        var started = clock.GetUtcNow();
        var reading = connector.ReadAllAsync(connection, StoreResource.Orders, Everything, 10);
        await clock.RunAsync(reading, TimeSpan.FromSeconds(7.5));
        Assert.Equal(TimeSpan.FromSeconds(7.5 * (shop.Statistics.Requests - 2)), clock.GetUtcNow() - started);

        var sent = shop.Statistics.Requests;
        Assert.True((await connector.VerifyAsync(connection, CancellationToken.None)).IsSuccess);
        Assert.InRange(shop.Statistics.Requests - sent, 5, 12);
    }

    [Fact]
    public void The_description_names_every_setting_and_its_secrets()
    {
        var description = Connector.Description;

        Assert.Equal(["password", "consumerSecret", "accessToken", "accessTokenSecret"], description.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.Equal(["siteUrl", "adminUrl"], description.Fields.Where(field => field.IsAddress).Select(field => field.Name));
        Assert.Equal([StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders], description.Resources.ToArray());
        Assert.Equal(300, description.PageSize);
    }

    private static StoreConnection WithToken(SimulatedShop shop, string token)
    {
        var connection = StoreUnderTest.With(Magento.Connect(shop), "accessToken", token);
        return connection with { Settings = connection.Settings.Remove("username").Remove("password") };
    }

    private static int SignIns(SimulatedShop shop) => shop.Requests.Count(request => request.Path.EndsWith("/token", StringComparison.Ordinal));

    /// <summary>Changes are stamped with the shop's now.</summary>
    private static TimeInterval UntilNow(SimulatedShop shop) => new(Everything.From, shop.Options.Clock.GetUtcNow());

    private static IEnumerable<string> Questions(SimulatedShop shop) =>
        shop.Requests.Where(request => request.Path.EndsWith("/orders", StringComparison.Ordinal)).Select(request => Uri.UnescapeDataString(request.Query));

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public async Task A_page_tells_of_a_clock_that_is_behind(int minutes)
    {
        var clock = AfterTheEnd();
        await using var harness = new ConnectorHarness(clock);
        var its = clock.GetUtcNow().AddMinutes(minutes);
        var shop = await OpenAsync(clock: new ManualTimeProvider(its));

        var pages = await harness.Registry.Get("magento").ReadAllAsync(Magento.Connect(shop), StoreResource.Orders, Everything, 20);

        Assert.All(pages, page => Assert.Equal(minutes < 0 ? its : null, page.StoreTime));
    }

    private Task<SimulatedShop> OpenAsync(MagentoOptions? magento = null, TimeProvider? clock = null) => StartAsync(new SimulatorOptions
    {
        Source = new GeneratedSource { Orders = 60, Customers = 30, Products = 20, End = End },
        Clock = clock ?? TimeProvider.System,
        Magento = magento ?? new MagentoOptions(),
    });
}
