using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>What is VTEX's own: permissions, sales channels, masks, the late list, scrolls, and how the account is spared.</summary>
public sealed partial class VtexConnectorTests() : ConnectorBed(new VtexUnderTest(), AfterTheEnd())
{
    /// <summary>A page token of a scroll.</summary>
    private const string OfAProcessThatHasGone = "c4.9.40.0123456789abcdef0123456789abcdef.c2Nyb2xsLTE";

    private static readonly VtexUnderTest Vtex = new();

    [Theory]
    [InlineData("List Orders", "OMS")]
    [InlineData("View order", "OMS")]
    [InlineData("Read only documents", "Dynamic Storage")]
    public async Task A_permission_that_runs_need_is_named(string resource, string product)
    {
        var shop = await OpenAsync(new VtexOptions { DeniedResources = new HashSet<string> { resource } });

        var found = await Connector.VerifyAsync(Vtex.Connect(shop), CancellationToken.None);

        Assert.Equal("permission_missing", found.Problem?.Code);
        Assert.Contains($"{product} > {resource}", found.Problem!.Message.En);
        Assert.Contains(resource, found.Problem.Remedy.En);
    }

    [Fact]
    public async Task With_the_article_s_role_alone_all_works_and_what_is_missing_is_said()
    {
        var shop = await OpenAsync(ArticlesRole());

        var found = await Connector.VerifyAsync(Vtex.Connect(shop), CancellationToken.None);

        Assert.True(found.IsSuccess);
        Assert.Empty(found.StoreViews);
        Assert.Equal(("USD", "America/Montevideo"), (found.Currency, found.TimeZone));
        Assert.Equal(["View Product", "Product management", "Feed v3 and Hook Admin"], found.Notices.Select(notice => Resource().Match(notice.Message.En).Groups[1].Value));
        Assert.Equal(0, Assert.Single(await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, Everything, 50)).RecordCount);
    }

    [Theory]
    [InlineData("View Product", "can't be listed to choose from")]
    [InlineData("Product management", "taken from the orders alone")]
    [InlineData("Product Form", "taken from the orders alone")]
    [InlineData("Feed v3 and Hook Admin", "looking back over the last 730 days")]
    public async Task A_permission_that_runs_can_do_without_is_named_with_what_it_costs(string resource, string cost)
    {
        var shop = await OpenAsync(new VtexOptions { DeniedResources = new HashSet<string> { resource } });

        var found = await Connector.VerifyAsync(Vtex.Connect(shop), CancellationToken.None);

        Assert.True(found.IsSuccess);
        var notice = Assert.Single(found.Notices);
        Assert.Equal("permission_missing", notice.Code);
        Assert.Contains($"> {resource}'", notice.Message.En);
        Assert.Contains(cost, notice.Message.En);
        Assert.Contains(resource, notice.Remedy.En);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_said()
    {
        var shop = await OpenAsync();
        shop.Faults.Enqueue(FaultKind.NotFound);

        Assert.Equal("account_unknown", (await Connector.VerifyAsync(Vtex.Connect(shop), CancellationToken.None)).Problem?.Code);
    }

    [Fact]
    public async Task An_unknown_sales_channel_is_answered_with_those_there_are()
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(StoreUnderTest.With(Vtex.Connect(shop), "salesChannels", "1,7"), CancellationToken.None);

        Assert.Equal("sales_channel_unknown", found.Problem?.Code);
        Assert.Contains("2 (Store View 2)", found.Problem!.Remedy.En);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1,3")]
    [InlineData("1,2,3")]
    public async Task Orders_of_the_chosen_channels_are_read_and_no_others(string channels)
    {
        var shop = await OpenAsync();

        var orders = (await Connector.ReadAllAsync(StoreUnderTest.With(Vtex.Connect(shop), "salesChannels", channels), StoreResource.Orders, Everything, 25)).SelectMany(page => page.Orders);

        Assert.Equal(
            shop.Data.Orders.Where(order => channels.Contains($"{order.View.Id}", StringComparison.Ordinal)).Select(order => $"{order.Id}").Order(), orders.Select(order => order.OrderId).Order());
    }

    [Fact]
    public async Task A_suffix_hides_nobody()
    {
        var shop = await OpenAsync(new VtexOptions { Mask = EmailMask.Suffix });

        var orders = await ReadOrdersAsync(shop);

        Assert.All(shop.Data.Orders, order => Assert.Equal(order.Customer.Email, orders[$"{order.Id}"].Customer.Email));
    }

    [Fact]
    public async Task An_alias_is_resolved_by_Master_Data_or_dropped()
    {
        var shop = await OpenAsync(new VtexOptions { Mask = EmailMask.Alias });

        var orders = await ReadOrdersAsync(shop);

        foreach (var order in shop.Data.Orders)
        {
            var customer = orders[$"{order.Id}"].Customer;
            Assert.Equal(order.Customer.IsGuest ? null : order.Customer.Email, customer.Email);
            Assert.True(CustomerIdentity.TryCreate("i-1", customer, out var identity));
            Assert.Equal(order.Customer.IsGuest ? CustomerIdentityKind.StoreCustomer : CustomerIdentityKind.Email, identity.Kind);
        }
    }

    [Fact]
    public async Task Where_Master_Data_is_closed_an_alias_is_dropped_and_the_run_goes_on()
    {
        var shop = await OpenAsync(new VtexOptions { Mask = EmailMask.Alias, DeniedResources = new HashSet<string> { "Read only documents" } });

        var orders = await ReadOrdersAsync(shop);

        Assert.Equal(shop.Data.Orders.Count, orders.Count);
        Assert.All(orders.Values, order => Assert.Null(order.Customer.Email));
        Assert.All(orders.Values, order => Assert.NotNull(order.Customer.StoreCustomerId));
    }

    [Fact]
    public async Task What_the_list_does_not_show_yet_is_left_to_the_next_run()
    {
        var shop = await OpenAsync();
        var now = Clock.GetUtcNow();
        var added = shop.Keeper.AddOrders(1).Single();

        var first = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, new TimeInterval(Everything.From, now), 50);
        Clock.Advance(TimeSpan.FromHours(4));
        var second = await Connector.ReadAllAsync(
            Vtex.Connect(shop), StoreResource.Orders, new TimeInterval(now - Connector.Description.Lookback, Clock.GetUtcNow()), 50);

        Assert.DoesNotContain(first.SelectMany(page => page.Orders), order => order.OrderId == $"{added.Id}");
        Assert.Contains(second.SelectMany(page => page.Orders), order => order.OrderId == $"{added.Id}");
        Assert.All(Filters(shop), filter => Assert.True(filter.Until <= filter.At - VtexOrderReader.IndexLag, "the list was read too close to now"));
    }

    [Fact]
    public async Task Changes_are_found_as_far_back_as_is_looked()
    {
        var shop = await OpenAsync();
        var connection = StoreUnderTest.With(Vtex.Connect(shop), "rescanDays", "60");
        Clock.Advance(TimeSpan.FromHours(1));
        var window = new TimeInterval(Everything.Until.AddMinutes(30), Clock.GetUtcNow());
        var near = shop.Data.Orders.Last(order => order.CreatedAt < window.From.UtcDateTime.AddDays(-50));
        var far = shop.Data.Orders.Last(order => order.CreatedAt < window.From.UtcDateTime.AddDays(-61));
        shop.Keeper.Touch(near.Id);
        shop.Keeper.Touch(far.Id);

        var orders = (await Connector.ReadAllAsync(connection, StoreResource.Orders, window, 50)).SelectMany(page => page.Orders);

        Assert.Equal($"{near.Id}", Assert.Single(orders).OrderId);
    }

    [Fact]
    public async Task A_crowded_day_is_listed_in_stretches_that_fit()
    {
        var shop = await OpenAsync(orders: 620, days: 1);

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, Everything, 10);

        Assert.Equal(shop.Data.Orders.Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Order());
        Assert.All(pages, page => Assert.Equal(620, page.TotalCount));
        Assert.InRange(Filters(shop).Max(filter => filter.Page), 2, 30);
        Assert.DoesNotContain(400, shop.Statistics.ByStatus.Keys);
        Assert.Equal(1, shop.Statistics.MaxConcurrent);
    }

    [Fact]
    public async Task Tokens_outlive_a_start_that_is_moved_later()
    {
        var shop = await OpenAsync();
        var first = await Connector.ReadPageAsync(Vtex.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, null, 50), CancellationToken.None);

        var second = await Connector.ReadPageAsync(
            Vtex.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, first.NextPageToken, 50) { PlacedFrom = Everything.Until.AddDays(-1) }, CancellationToken.None);

        Assert.NotEmpty(second.Orders);
    }

    [Fact]
    public async Task More_at_a_time_only_where_the_merchant_allows_it()
    {
        var shop = await OpenAsync();

        var pages = await Connector.ReadAllAsync(StoreUnderTest.With(Vtex.Connect(shop), "concurrency", "4"), StoreResource.Orders, Everything, 50);

        Assert.Equal(shop.Data.Orders.Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Order());
        Assert.InRange(shop.Statistics.MaxConcurrent, 1, 4);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    public async Task The_orders_of_a_checkout_are_one_purchase_where_that_is_wanted(int pageSize)
    {
        var shop = await OpenAsync(new VtexOptions { SplitCheckouts = true });

        var pages = await Connector.ReadAllAsync(StoreUnderTest.With(Vtex.Connect(shop), "groupCheckouts", "true"), StoreResource.Orders, Everything, pageSize);

        var read = pages.SelectMany(page => page.Orders).ToLookup(order => order.OrderId);
        Assert.Equal(shop.Data.Orders.Count, read.Count);
        Assert.Contains(shop.Data.Orders, order => order.Lines.Count(line => !line.IsVariant) > 1);
        Assert.All(shop.Data.Orders, order => Assert.All(read[$"{order.Id}"], each => SameOrder.Check(order, each)));
    }

    [Fact]
    public async Task Otherwise_each_seller_s_order_is_a_purchase_and_together_they_are_the_checkout()
    {
        var shop = await OpenAsync(new VtexOptions { SplitCheckouts = true });

        var orders = await ReadOrdersAsync(shop);

        foreach (var order in shop.Data.Orders)
        {
            var parts = orders.Values.Where(each => each.OrderId.StartsWith($"{order.Id}-", StringComparison.Ordinal)).ToArray();
            Assert.Equal(order.GrandTotal.Units, parts.Sum(each => each.Total.TenThousandths));
            Assert.Equal(order.Lines.Count(line => !line.IsVariant), parts.Sum(each => each.Lines.Length));
        }
    }

    [Fact]
    public async Task A_name_that_only_looks_like_a_checkout_s_is_an_order_s()
    {
        var shop = await OpenAsync(new VtexOptions { SplitCheckouts = true });
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/order-group/", Times = null });

        var pages = await Connector.ReadAllAsync(StoreUnderTest.With(Vtex.Connect(shop), "groupCheckouts", "true"), StoreResource.Orders, Everything, 100);

        Assert.Equal(
            shop.Data.Orders.SelectMany(order => order.Lines.Count(line => !line.IsVariant) > 1 ? new[] { $"{order.Id}-01", $"{order.Id}-02" } : [$"{order.Id}-01"]).Order(),
            pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Order());
    }

    [Fact]
    public void Requests_beyond_the_budget_wait_their_turn()
    {
        var budget = new RequestBudget(600, Clock);
        var at = new List<TimeSpan>();
        for (var i = 0; i < 2_000; i++)
            at.Add(budget.Take());

        Assert.Equal(150, at.Count(wait => wait == TimeSpan.Zero));
        for (var i = 0; i < at.Count; i++)
            Assert.InRange(at.Count(wait => wait >= at[i] && wait < at[i] + TimeSpan.FromMinutes(1)), 1, 600);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.Zero, budget.Take());
    }

    [Fact]
    public async Task An_account_that_asks_for_fewer_requests_is_left_alone_for_a_minute_by_all_that_speak_to_it()
    {
        var shop = await OpenAsync();
        await using var harness = new ConnectorHarness(Clock, options =>
            (options.UnnamedWait, options.AttemptTimeout, options.TotalTimeout) = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)));
        var connector = harness.Registry.Get("vtex");
        shop.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Path = "/oms/pvt/orders", Skip = 20 });
        var limited = Clock.GetUtcNow();

        var reading = connector.ReadAllAsync(StoreUnderTest.With(Vtex.Connect(shop), "concurrency", "4"), StoreResource.Orders, Everything, 100);
        await Task.WhenAny(reading, Clock.WhenTimerIsDueWithinAsync(TimeSpan.FromMinutes(1))).OrFail("waiting for the account to refuse", "the reading");
        var other = connector.ReadAllAsync(Vtex.Connect(shop, "i-2"), StoreResource.Customers, Everything, 100);
        await Clock.RunAsync(Task.WhenAll(reading, other), TimeSpan.FromMinutes(1));

        Assert.Equal(shop.Data.Orders.Count, (await reading).Sum(page => page.Orders.Length));
        Assert.NotEmpty((await other)[0].Customers);
        Assert.Equal(1, shop.Statistics.ByStatus[429]);
        Assert.All(shop.Requests.Where(request => request.At > limited), request => Assert.True(request.At >= limited.AddMinutes(1), "the account was not left alone"));
        Assert.All(shop.Requests.Where(request => request.Path.Contains("/CL/", StringComparison.Ordinal)), request => Assert.True(request.At >= limited.AddMinutes(1), "the account was not left alone by the other"));
    }

    [Fact]
    public async Task An_order_that_is_listed_and_does_not_exist_is_reported()
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/oms/pvt/orders/", Skip = 4 });

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, Everything, 50);

        Assert.Equal("order_not_found", Assert.Single(pages.SelectMany(page => page.Unreadable)).Code);
        Assert.Equal(shop.Data.Orders.Count - 1, pages.Sum(page => page.Orders.Length));
    }

    [Fact]
    public async Task When_no_order_exists_that_is_listed_the_run_fails()
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/oms/pvt/orders/", Times = null });

        var failure = await Assert.ThrowsAsync<StoreException>(() => Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, Everything, 50));

        Assert.Equal("endpoint_not_found", failure.Problem.Code);
    }

    [Fact]
    public async Task A_product_that_is_listed_and_does_not_exist_is_reported()
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/products/productget/" });
        var found = await Connector.VerifyAsync(Vtex.Connect(shop), CancellationToken.None);
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/products/productget/", Skip = 4 });

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, Everything, 50);

        Assert.True(found.IsSuccess);
        Assert.Equal("product_not_found", Assert.Single(pages.SelectMany(page => page.Unreadable)).Code);
        Assert.Equal(shop.Data.Catalogue.Products.Count - 1, pages.Sum(page => page.Catalogue.Length));
    }

    [Fact]
    public async Task When_no_product_exists_that_is_listed_the_run_fails()
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(FaultKind.NotFound) { Path = "/products/productget/", Times = null });

        var failure = await Assert.ThrowsAsync<StoreException>(() => Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, Everything, 50));

        Assert.Equal("endpoint_not_found", failure.Problem.Code);
    }

    [Theory]
    [InlineData(FaultKind.RepeatPreviousPage)]
    [InlineData(FaultKind.EmptyPage)]
    [InlineData(FaultKind.DuplicateItems)]
    [InlineData(FaultKind.ReorderedItems)]
    public async Task A_list_that_lies_in_mid_run_loses_nothing(FaultKind kind)
    {
        // The list is asked for once in eleven requests: the second page's.
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(kind) { Path = "/oms/pvt/orders", Skip = 11 });

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, Everything, 10).WaitOnAsync(Clock);

        Assert.Equal(1, shop.Statistics.FaultsFired);
        Assert.Equal(shop.Data.Orders.Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Order());
    }

    [Fact]
    public async Task A_scroll_that_was_forgotten_is_made_up_for_by_search()
    {
        var shop = await OpenAsync();

        var pages = await Connector.ReadAllAsync(
            Vtex.Connect(shop), StoreResource.Customers, Everything, 9, afterPage: number => Clock.Advance(number == 1 ? TimeSpan.FromMinutes(21) : TimeSpan.Zero));

        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), Emails(pages));
    }

    [Fact]
    public async Task When_an_account_s_scrolls_are_taken_customers_are_searched()
    {
        var shop = await OpenAsync();
        for (var i = 0; i < 10; i++)
            await Connector.ReadPageAsync(Vtex.Connect(shop), new StorePageRequest(StoreResource.Customers, Everything, null, 9), default);

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, Everything, 9);

        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), pages.SelectMany(page => page.Customers).Select(customer => customer.Reference.Email).Order());
    }

    [Theory]
    [InlineData("/CL/scroll", FaultKind.ConnectionResetMidBody)]
    [InlineData("/CL/scroll", FaultKind.TruncatedJson)]
    [InlineData("/CL/search", FaultKind.ConnectionResetMidBody)]
    [InlineData("/CL/search", FaultKind.TruncatedJson)]
    [InlineData("/CL/search", FaultKind.EmptyPage)]
    [InlineData("/CL/search", FaultKind.DuplicateItems)]
    [InlineData("/CL/search", FaultKind.ReorderedItems)]
    public async Task A_page_of_customers_that_was_lost_or_lies_loses_nobody(string path, FaultKind kind)
    {
        var shop = await OpenAsync();
        shop.Faults.Add(new FaultRule(kind) { Path = path, Skip = 2 });
        var from = path == "/CL/search" ? OfAProcessThatHasGone : null;

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, Everything, 9, from).WaitOnAsync(Clock);

        Assert.Equal(1, shop.Statistics.FaultsFired);
        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), Emails(pages));
    }

    /// <summary>A page that a process had asked for when it died is lost, and the scroll has moved on. A run may also be under way while silos are brought to a version that counts differently.</summary>
    [Theory]
    [InlineData(OfAProcessThatHasGone)]
    [InlineData("c2.5.9.40.0123456789abcdef0123456789abcdef.c2Nyb2xsLTE")]
    [InlineData("c1.5.9.40.c2Nyb2xsLTE")]
    public async Task A_scroll_of_a_process_that_has_gone_is_made_up_for_by_search(string token)
    {
        var shop = await OpenAsync();

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, Everything, 9, token);

        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), Emails(pages));
    }

    [Fact]
    public async Task A_search_is_gone_on_with_where_it_was_by_whoever_comes()
    {
        var shop = await OpenAsync();
        var first = await Connector.ReadPageAsync(Vtex.Connect(shop), new StorePageRequest(StoreResource.Customers, Everything, OfAProcessThatHasGone, 9), default);

        await using var another = new ConnectorHarness(Clock);
        var rest = await another.Registry.Get("vtex").ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, Everything, 9, first.NextPageToken);

        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), rest.Prepend(first).SelectMany(page => page.Customers).Select(customer => customer.Reference.Email).Order());
    }

    [Fact]
    public async Task More_customers_than_a_search_lists_are_searched_completely()
    {
        var shop = await OpenAsync(customers: 10_700);

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, Everything, 100, OfAProcessThatHasGone).WaitOnAsync(Clock);

        Assert.Equal(shop.Data.Customers.Select(customer => customer.Email).Order(), Emails(pages));
        Assert.All(pages, page => Assert.Equal(10_700, page.TotalCount));
    }

    /// <summary>Who changes once more leaves the window for a later one, and those behind move up over the page that comes next.</summary>
    [Fact]
    public async Task Customers_that_leave_the_window_meanwhile_hide_nobody()
    {
        var shop = await OpenAsync();
        var createdBefore = Everything.Until.AddMinutes(1);
        Clock.Advance(TimeSpan.FromHours(1));
        var changed = shop.Keeper.ChangeCustomers(20);
        var window = new TimeInterval(createdBefore, Clock.GetUtcNow());
        var changedAgain = new HashSet<string>();

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, window, 4, OfAProcessThatHasGone, afterPage: _ =>
        {
            Clock.Advance(TimeSpan.FromHours(1));
            changedAgain.UnionWith(shop.Keeper.ChangeCustomers(3).Select(customer => customer.Email));
        });

        Assert.Empty(changed.Select(customer => customer.Email).Except(changedAgain).Except(Emails(pages)));
        Assert.NotEmpty(changed.Select(customer => customer.Email).Except(Emails(pages)));
    }

    [Fact]
    public async Task Customers_changed_in_a_window_are_read_and_no_others()
    {
        var shop = await OpenAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var changed = shop.Keeper.ChangeCustomers(3);

        var pages = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Customers, new TimeInterval(Everything.Until.AddMinutes(1), Clock.GetUtcNow()), 2);

        Assert.Equal(changed.Select(customer => customer.Email).Order(), Emails(pages));
    }

    [Fact]
    public async Task The_catalogue_is_read_once_a_day()
    {
        var shop = await OpenAsync();
        var midnight = new DateTimeOffset(2025, 6, 30, 0, 0, 0, TimeSpan.Zero);

        var night = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, new TimeInterval(midnight.AddHours(-3), midnight.AddHours(1)), 50);
        shop.ResetStatistics();
        var day = await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, new TimeInterval(midnight.AddHours(1), midnight.AddHours(5)), 50);

        Assert.Equal(shop.Data.Catalogue.Products.Count, night.Sum(page => page.Catalogue.Length));
        Assert.Equal(0, day.Sum(page => page.RecordCount));
        Assert.Equal(0, shop.Statistics.Requests);
    }

    [Fact]
    public async Task Without_the_permission_for_brands_products_come_without_them()
    {
        var shop = await OpenAsync(new VtexOptions { DeniedResources = new HashSet<string> { "Brands" } });

        var items = (await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Catalogue, Everything, 50)).SelectMany(page => page.Catalogue).ToArray();

        Assert.Equal(shop.Data.Catalogue.Products.Count, items.Length);
        Assert.All(items, item => Assert.Null(item.Brand));
    }

    private Task<SimulatedShop> OpenAsync(VtexOptions? options = null, int orders = 90, int days = 300, int customers = 30) => StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Vtex,
        Source = new GeneratedSource { Orders = orders, Customers = customers, Products = 20, Days = days, StoreViews = 3, End = End },
        Clock = Clock,
        Vtex = options ?? new VtexOptions(),
    });

    private async Task<Dictionary<string, Icomm.Actors.Domain.Orders.StoreOrder>> ReadOrdersAsync(SimulatedShop shop) =>
        (await Connector.ReadAllAsync(Vtex.Connect(shop), StoreResource.Orders, Everything, 50)).SelectMany(page => page.Orders).ToDictionary(order => order.OrderId);

    private static VtexOptions ArticlesRole() => new() { DeniedResources = new HashSet<string> { "View Product", "Product management", "Product Form", "Feed v3 and Hook Admin" } };

    private static IEnumerable<string?> Emails(IEnumerable<StorePage> pages) => pages.SelectMany(page => page.Customers).Select(customer => customer.Reference.Email).Distinct().Order();

    /// <summary>What the list was asked for.</summary>
    private static IEnumerable<(DateTimeOffset At, int Page, DateTimeOffset Until)> Filters(SimulatedShop shop) => shop.Requests
        .Select(request => (request.At, Filter: Filter().Match(Uri.UnescapeDataString(request.Query))))
        .Where(each => each.Filter.Success)
        .Select(each => (
            each.At, int.Parse(each.Filter.Groups[1].Value, CultureInfo.InvariantCulture), DateTimeOffset.Parse(each.Filter.Groups[2].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"[?&]page=(\d+)&.*TO ([^\]]+)\]")]
    private static partial Regex Filter();

    [GeneratedRegex(@"> ([^']+)'")]
    private static partial Regex Resource();
}

/// <summary>Waits between attempts pass on the test's clock.</summary>
file static class Waiting
{
    public static async Task<T> WaitOnAsync<T>(this Task<T> work, ManualTimeProvider clock)
    {
        await clock.RunAsync(work, TimeSpan.FromMilliseconds(5));
        return await work;
    }
}
