using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>What is Magento's own: sign-in, permissions, store views, brands, and the shape of its questions.</summary>
public sealed class MagentoConnectorTests : IAsyncLifetime
{
    private static readonly DateTime End = new(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeInterval Everything = new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(End));
    private static readonly MagentoUnderTest Magento = new();

    private readonly ConnectorHarness _harness = new();
    private SimulatedShop? _shop;

    private IStoreConnector Connector => _harness.Registry.Get("magento");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _harness.DisposeAsync();
        if (_shop is not null)
            await _shop.DisposeAsync();
    }

    [Theory]
    [InlineData(MagentoTwoFactor.Active)]
    [InlineData(MagentoTwoFactor.NotConfigured)]
    [InlineData(MagentoTwoFactor.UserNotConfigured)]
    public async Task Two_factor_authentication_is_explained(MagentoTwoFactor twoFactor)
    {
        var shop = await OpenAsync(new MagentoOptions { TwoFactor = twoFactor });

        var found = await Connector.VerifyAsync(Magento.Connect(shop), CancellationToken.None);

        Assert.Equal("two_factor_required", found.Problem?.Code);
        Assert.Contains("Integration", found.Problem!.Remedy);
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
        Assert.Contains(resource, found.Problem!.Message);
        Assert.Contains(path, found.Problem.Remedy);
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

        var items = await Connector.ReadAllAsync(MagentoUnderTest.With(Magento.Connect(shop), "brandAttribute", "marca"), StoreResource.Catalogue, Everything, 50);

        Assert.Contains(items.SelectMany(page => page.Catalogue), item => shop.Data.Catalogue.Brands.Any(brand => brand.Label == item.Brand));
    }

    [Fact]
    public async Task A_wrong_store_view_is_answered_with_those_there_are()
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(MagentoUnderTest.With(Magento.Connect(shop), "storeViewId", "77"), CancellationToken.None);

        Assert.Equal("store_view_unknown", found.Problem?.Code);
        Assert.Contains("1 (Default Store View)", found.Problem!.Remedy);
        Assert.Equal(["1", "2"], found.StoreViews.Select(view => view.Id));
    }

    [Fact]
    public async Task A_store_view_s_orders_and_customers_are_read_and_no_others()
    {
        var shop = await OpenAsync();
        var connection = MagentoUnderTest.With(Magento.Connect(shop), "storeViewId", "2");

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
        Assert.Contains("standalone Bearer", wrong.Problem!.Remedy);
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
    public async Task Settings_that_make_no_sense_are_refused(string name, string value)
    {
        var shop = await OpenAsync();

        var found = await Connector.VerifyAsync(MagentoUnderTest.With(Magento.Connect(shop), name, value), CancellationToken.None);

        Assert.Equal("setting_invalid", found.Problem?.Code);
        Assert.DoesNotContain(value, found.Problem!.Message);
        Assert.Equal(0, shop.Statistics.Requests);
    }

    [Fact]
    public async Task The_admin_s_own_host_is_signed_in_to()
    {
        var shop = await OpenAsync();
        var admin = await SimulatedShop.StartAsync(new SimulatorOptions { Source = new GeneratedSource { Orders = 0, Customers = 0, Products = 1, End = End } });
        await using var closing = admin;

        // Its token is void at the shop itself: two simulators share none. What matters is who was asked for it.
        await Connector.VerifyAsync(MagentoUnderTest.With(Magento.Connect(shop), "adminUrl", new Uri(admin.BaseUrl, "/admin_1x2y").ToString()), CancellationToken.None);

        Assert.Equal("/rest/all/V1/integration/admin/token", admin.Requests[0].Path);
        Assert.Equal(0, SignIns(shop));
    }

    [Fact]
    public void The_description_names_every_setting_and_its_secrets()
    {
        var description = Connector.Description;

        Assert.Equal(["password", "consumerSecret", "accessToken", "accessTokenSecret"], description.Fields.Where(field => field.IsSecret).Select(field => field.Name));
        Assert.Equal([StoreResource.Catalogue, StoreResource.Customers, StoreResource.Orders], description.Resources.ToArray());
        Assert.Equal(300, description.PageSize);
    }

    private static StoreConnection WithToken(SimulatedShop shop, string token)
    {
        var connection = MagentoUnderTest.With(Magento.Connect(shop), "accessToken", token);
        return connection with { Settings = connection.Settings.Remove("username").Remove("password") };
    }

    private static int SignIns(SimulatedShop shop) => shop.Requests.Count(request => request.Path.EndsWith("/token", StringComparison.Ordinal));

    private static IEnumerable<string> Questions(SimulatedShop shop) =>
        shop.Requests.Where(request => request.Path.EndsWith("/orders", StringComparison.Ordinal)).Select(request => Uri.UnescapeDataString(request.Query));

    private async Task<SimulatedShop> OpenAsync(MagentoOptions? magento = null, TimeProvider? clock = null) => _shop = await SimulatedShop.StartAsync(new SimulatorOptions
    {
        Source = new GeneratedSource { Orders = 60, Customers = 30, Products = 20, End = End },
        Clock = clock ?? TimeProvider.System,
        Magento = magento ?? new MagentoOptions(),
    });
}
