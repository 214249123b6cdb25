using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Hermes;

/// <summary>What is Hermes' own: the token's two places, amounts of both kinds, cursors that are forgotten, sites that are finished by half.</summary>
public sealed class HermesConnectorTests() : ConnectorBed(new HermesUnderTest(), AfterTheEnd())
{
    private static readonly HermesUnderTest Hermes = new();


    [Fact]
    public async Task A_verification_asks_every_endpoint_as_runs_will()
    {
        var shop = await OpenAsync(new HermesOptions());

        var found = await Connector.VerifyAsync(Hermes.Connect(shop), CancellationToken.None);

        Assert.Null(found.Problem);
        Assert.Empty(found.Notices);
        Assert.Equal(
            ["/api/hermes/v1/ping", "/api/hermes/v1/customers", "/api/hermes/v1/orders", "/api/hermes/v1/products", "/api/hermes/v1/orders"],
            shop.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("customers")]
    [InlineData("orders")]
    [InlineData("products")]
    public async Task An_endpoint_that_is_not_there_is_named(string resource)
    {
        var shop = await OpenAsync(new HermesOptions());
        shop.Faults.Enqueue(FaultKind.NotFound, $"/hermes/v1/{resource}");

        var found = await Connector.VerifyAsync(Hermes.Connect(shop), CancellationToken.None);

        Assert.Equal("endpoint_not_found", found.Problem?.Code);
        Assert.Contains($"GET /api/hermes/v1/{resource}", found.Problem!.Message.En);
        Assert.Equal(("USD", "America/Montevideo"), (found.Currency, found.TimeZone));
    }

    [Theory]
    [InlineData("magento", "1", "wrong_platform")]
    [InlineData("hermes", "2", "version_unsupported")]
    [InlineData("hermes", "10.1", "version_unsupported")]
    [InlineData("hermes", "1.4", null)]
    public async Task The_site_s_introduction_decides(string platform, string version, string? code)
    {
        var shop = await OpenAsync(new HermesOptions { Platform = platform, Version = version });

        Assert.Equal(code, (await Connector.VerifyAsync(Hermes.Connect(shop), CancellationToken.None)).Problem?.Code);
    }

    [Theory]
    [InlineData(TokenPlace.Authorization)]
    [InlineData(TokenPlace.AppTokenHeader)]
    public async Task The_token_arrives_in_either_header(TokenPlace place)
    {
        var shop = await OpenAsync(new HermesOptions { TokenPlace = place });

        Assert.True((await Connector.VerifyAsync(Hermes.Connect(shop), CancellationToken.None)).IsSuccess);
        Assert.Equal("credentials_rejected", (await Connector.VerifyAsync(Hermes.ConnectWrongly(shop), CancellationToken.None)).Problem?.Code);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Amounts_are_read_as_text_and_as_numbers_and_totals_may_be_left_out(bool numeric, bool totals)
    {
        var shop = await OpenAsync(new HermesOptions { NumericAmounts = numeric, Totals = totals });

        var pages = await ReadOrdersAsync(shop, 20);

        CheckComplete(shop, pages);
        Assert.All(pages, page => Assert.Equal(totals ? 90 : null, page.TotalCount));
    }

    [Fact]
    public async Task Customers_who_never_bought_are_read_with_their_attributes()
    {
        var shop = await OpenAsync(new HermesOptions());

        var read = (await Connector.ReadAllAsync(Hermes.Connect(shop), StoreResource.Customers, Everything, 10)).SelectMany(page => page.Customers).ToDictionary(each => each.Reference.StoreCustomerId!);

        var buyers = shop.Data.Orders.Select(order => order.Customer.Id).ToHashSet();
        var prospect = shop.Data.Customers.First(customer => !buyers.Contains(customer.Id));
        var attributes = read[$"{prospect.Id}"].Attributes;
        Assert.Equal((prospect.City, prospect.IsSubscribed ? "true" : "false"), (attributes["city"], attributes["newsletter"]));
        Assert.Equal(prospect.Phone is not null, attributes.ContainsKey("phone"));
    }

    [Fact]
    public async Task A_window_whose_cursor_is_forgotten_is_read_again_and_loses_nothing()
    {
        var shop = await OpenAsync(new HermesOptions());

        var pages = await ReadOrdersAsync(shop, 20, afterPage: page => Forget(page is 1 or 4));

        CheckComplete(shop, pages);
        Assert.Equal(2 + 3 + 5, pages.Count);

        void Forget(bool now)
        {
            if (now)
                shop.ExpireTokens();
        }
    }

    [Fact]
    public async Task A_cursor_that_gets_too_old_while_nobody_reads_is_begun_again()
    {
        var shop = await OpenAsync(new HermesOptions { CursorLifetime = TimeSpan.FromMinutes(30) });
        var first = await ReadOrdersAsync(shop, 20, pages: 2);
        Clock.Advance(TimeSpan.FromHours(1));

        CheckComplete(shop, await ReadOrdersAsync(shop, 20, from: first[^1].NextPageToken));
    }

    [Fact]
    public async Task A_site_that_forgets_at_once_is_no_endless_loop_and_is_read_on_once_it_is_mended()
    {
        var shop = await OpenAsync(new HermesOptions());
        string? token = null;
        StoreException? failure = null;
        for (var page = 0; page < 50 && failure is null; page++)
        {
            try
            {
                token = (await Connector.ReadPageAsync(Hermes.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, token, 20), CancellationToken.None)).NextPageToken;
                shop.ExpireTokens();
            }
            catch (StoreException forgotten)
            {
                failure = forgotten;
            }
        }

        Assert.Equal("cursor_expired", failure?.Problem.Code);
        Assert.Contains("GET /api/hermes/v1/orders", failure!.Problem.Message.En);
        Assert.InRange(shop.Statistics.Requests, 1, 12);
        Clock.Advance(TimeSpan.FromDays(1));
        CheckComplete(shop, await ReadOrdersAsync(shop, 20, from: token));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("251")]
    [InlineData("many")]
    public async Task A_page_size_that_cannot_be_is_refused(string size)
    {
        var shop = await OpenAsync(new HermesOptions());

        Assert.Equal("setting_invalid", (await Connector.VerifyAsync(StoreUnderTest.With(Hermes.Connect(shop), "pageSize", size), CancellationToken.None)).Problem?.Code);
        Assert.Equal(0, shop.Statistics.Requests);
    }

    [Fact]
    public async Task No_page_is_larger_than_the_merchant_s()
    {
        var shop = await OpenAsync(new HermesOptions());

        var pages = await Connector.ReadAllAsync(StoreUnderTest.With(Hermes.Connect(shop), "pageSize", "40"), StoreResource.Orders, Everything, 250);

        Assert.Equal([40, 40, 10], pages.Select(page => page.Orders.Length));
    }

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    public async Task A_page_tells_of_a_clock_that_is_behind(int minutes)
    {
        var shop = await OpenAsync(new HermesOptions(), Clock.GetUtcNow().AddMinutes(minutes));

        var pages = await ReadOrdersAsync(shop, 20);

        Assert.All(pages, page => Assert.Equal(minutes < 0 ? Clock.GetUtcNow().AddMinutes(minutes) : null, page.StoreTime));
    }

    private Task<SimulatedShop> OpenAsync(HermesOptions options, DateTimeOffset? now = null) => StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Hermes,
        Hermes = options,
        Clock = now is { } its ? new ManualTimeProvider(its) : Clock,
        Source = new GeneratedSource { Orders = 90, Customers = 60, Products = 25, End = End },
    });

    private async Task<List<StorePage>> ReadOrdersAsync(SimulatedShop shop, int pageSize, string? from = null, Action<int>? afterPage = null, int? pages = null)
    {
        if (pages is null)
            return await Connector.ReadAllAsync(Hermes.Connect(shop), StoreResource.Orders, Everything, pageSize, from, afterPage);
        var read = new List<StorePage>();
        for (var page = 0; page < pages; page++)
            read.Add(await Connector.ReadPageAsync(Hermes.Connect(shop), new StorePageRequest(StoreResource.Orders, Everything, read.LastOrDefault()?.NextPageToken, pageSize), CancellationToken.None));
        return read;
    }

    private static void CheckComplete(SimulatedShop shop, IEnumerable<StorePage> pages)
    {
        var read = pages.SelectMany(page => page.Orders).ToLookup(order => order.OrderId);
        foreach (var order in shop.Data.Orders)
            SameOrder.Check(order, read[$"{order.Id}"].Last());
    }
}
