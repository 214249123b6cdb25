using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Admin;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>Where the key has a feed, changes come by it, and none is lost however a run ends.</summary>
public sealed partial class VtexFeedTests() : ConnectorBed(new VtexUnderTest(), AfterTheEnd())
{
    private const string OthersFeed = """
        {"filter":{"type":"FromWorkflow","status":["invoiced"]},"queue":{"visibilityTimeoutInSeconds":240,"MessageRetentionPeriodInSeconds":345600}}
        """;

    private static readonly TimeInterval LastYears = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(End));
    private static readonly VtexUnderTest Vtex = new();


    private StoreConnection Connection => StoreUnderTest.With(StoreUnderTest.With(Vtex.Connect(Shop), "rescanDays", "60"), "useFeed", "true");

    public override Task InitializeAsync() => OpenAsync(new VtexOptions());

    [Fact]
    public async Task A_key_without_a_feed_gets_one_and_the_window_looks_back_as_far_as_without()
    {
        var pages = await ReadAsync(LastYears);

        CheckAll(pages);
        Assert.Equal(LastYears.From.AddDays(-60), ListedFrom());
        Assert.Single(Requests("POST", "/api/orders/feed/config"));

        // Not before the decision to look back far has been written down: two pages later.
        Assert.All(pages.Take(2), page => Assert.Equal(0, page.RecordCount));
        Assert.NotEmpty(pages[2].Orders);
    }

    [Fact]
    public async Task Changes_of_any_age_come_by_the_feed_and_the_list_looks_back_three_days()
    {
        await ReadAsync(LastYears);
        var window = Later();
        var old = Shop.Data.Orders.Where(order => order.CreatedAt < End.AddDays(-100)).Take(23).ToArray();
        foreach (var order in old)
            Shop.Keeper.Touch(order.Id);
        var added = Shop.Keeper.AddOrders(3);
        Clock.Advance(TimeSpan.FromMinutes(20));

        var pages = await ReadAsync(new TimeInterval(window.From, Clock.GetUtcNow()));

        Assert.Equal(old.Concat(added).Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Distinct().Order());
        Assert.Equal(window.From.AddDays(-3), ListedFrom());
        Assert.Equal("[]", await ReadFeedAsync());
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("[]", await ReadFeedAsync());
    }

    [Fact]
    public async Task An_order_that_is_given_back_comes_by_the_feed_though_its_status_stays()
    {
        await ReadAsync(LastYears);
        var window = Later();
        var old = Shop.Data.Orders.First(order => order is { State: OrderState.Complete, CreatedAt: var at } && at < End.AddDays(-100) && order.Lines.Any(line => line.Ordered > line.Refunded));
        var refunded = Shop.Keeper.Refund(old.Id);

        var order = Assert.Single((await ReadAsync(window)).SelectMany(page => page.Orders), each => each.OrderId == $"{old.Id}");

        SameOrder.Check(refunded, order);
    }

    [Fact]
    public async Task An_event_is_committed_only_when_its_page_is_durable()
    {
        await ReadAsync(LastYears);
        var window = Later();
        foreach (var order in Shop.Data.Orders.Take(25))
            Shop.Keeper.Touch(order.Id);
        var committed = new List<int>();
        string? token = null;
        do
        {
            token = (await ReadPageAsync(window, token)).NextPageToken;
            committed.Add(Requests("POST", "/api/orders/feed").Length);
        }
        while (token is not null);

        // Three pages of events, then one with none. While a page is read, the one before is still being applied: what is committed then is two pages old.
        Assert.Equal([0, 0, 1, 2, 3], committed);
    }

    [Fact]
    public async Task Whatever_page_a_run_breaks_off_at_nothing_is_lost()
    {
        await ReadAsync(LastYears);
        var window = Later();
        for (var most = 1; most <= 5; most++)
        {
            var changed = Shop.Data.Orders.Skip(most * 25).Take(25).Select(order => $"{Shop.Keeper.Touch(order.Id).Id}").ToArray();
            var durable = new HashSet<string>();
            string? checkpoint = null;

            // As a run does: the next page is under way while this one is applied; the last one read is lost with the process, and so is the token after it.
            for (var (pages, token) = (0, (string?)null); pages < most; pages++)
            {
                var page = await ReadPageAsync(window, token);
                token = page.NextPageToken;
                if (token is null)
                    break;
                if (pages == most - 1)
                {
                    await ReadPageAsync(window, token);
                    break;
                }

                durable.UnionWith(page.Orders.Select(order => order.OrderId));
                checkpoint = token;
            }

            Clock.Advance(TimeSpan.FromMinutes(11));
            durable.UnionWith((await Connector.ReadAllAsync(Connection, StoreResource.Orders, window, 50, checkpoint)).SelectMany(page => page.Orders).Select(order => order.OrderId));
            Assert.Superset(changed.ToHashSet(), durable);
        }
    }

    [Fact]
    public async Task Another_program_s_feed_is_left_as_it_is()
    {
        var found = await Connector.VerifyAsync(Connection, CancellationToken.None);
        Assert.Empty(found.Notices);
        await ConfigureAsync(OthersFeed);
        found = await Connector.VerifyAsync(Connection, CancellationToken.None);
        var window = Later();
        var touched = Shop.Keeper.Touch(Shop.Data.Orders.Last(order => order.CreatedAt < End.AddDays(-50)).Id);

        var pages = await ReadAsync(window);

        Assert.True(found.IsSuccess);
        Assert.Contains(found.Notices, notice => notice.Code == "feed_taken" && notice.Message.En.Contains("60 days", StringComparison.Ordinal));
        Assert.Equal($"{touched.Id}", Assert.Single(pages.SelectMany(page => page.Orders)).OrderId);
        Assert.Equal(window.From.AddDays(-60), ListedFrom());
        Assert.Empty(Requests("POST", "/api/orders/feed/config"));
        Assert.Empty(Requests("GET", "/api/orders/feed"));
    }

    [Fact]
    public async Task Without_the_permission_a_run_looks_back_and_the_check_says_what_would_spare_it()
    {
        await using var shop = await OpenAsync(new VtexOptions { DeniedResources = new HashSet<string> { "Feed v3 and Hook Admin" } });
        var connection = StoreUnderTest.With(Vtex.Connect(shop), "useFeed", "true");

        var found = await Connector.VerifyAsync(connection, CancellationToken.None);
        var pages = await Connector.ReadAllAsync(connection, StoreResource.Orders, LastYears, 50);

        var notice = Assert.Single(found.Notices);
        Assert.Contains("OMS > Feed v3 and Hook Admin", notice.Message.En);
        Assert.Contains("730 days", notice.Message.En);
        CheckAll(pages);
    }

    [Fact]
    public async Task A_feed_not_read_for_longer_than_it_keeps_events_is_not_relied_upon()
    {
        await ReadAsync(LastYears);
        Shop.Keeper.Touch(Shop.Data.Orders[^1].Id);
        var window = Later();
        Clock.Advance(TimeSpan.FromDays(13));

        await ReadAsync(new TimeInterval(window.From, Clock.GetUtcNow()));

        Assert.Equal(window.From.AddDays(-60), ListedFrom());
    }

    [Fact]
    public async Task A_feed_that_vanishes_in_mid_run_is_set_up_anew_and_the_list_looks_back_far()
    {
        await ReadAsync(LastYears);
        var window = Later();
        foreach (var order in Shop.Data.Orders.TakeLast(25))
            Shop.Keeper.Touch(order.Id);
        var first = await ReadPageAsync(window, token: null);
        using var http = Client();
        await http.DeleteAsync("/api/orders/feed/config");

        var rest = await Connector.ReadAllAsync(Connection, StoreResource.Orders, window, 50, first.NextPageToken);

        Assert.Equal(
            Shop.Data.Orders.TakeLast(25).Select(order => $"{order.Id}").Order(), rest.Prepend(first).SelectMany(page => page.Orders).Select(order => order.OrderId).Distinct().Order());
        Assert.Equal(window.From.AddDays(-60), ListedFrom());
        Assert.Equal("[]", await ReadFeedAsync());
    }

    [Fact]
    public void A_position_survives_being_written_down()
    {
        var cursor = VtexFeedCursor.At(VtexFeedStep.Events, isWide: true).Next(["eyJ.a-b_c==", "x,y"]).Next([]).Next(["z"]);
        var read = VtexFeedCursor.Parse(cursor.ToString());

        Assert.Equal((cursor.Step, cursor.IsWide, 3), (read.Step, read.IsWide, read.Pages));
        Assert.Empty(read.Durable);
        Assert.Equal(["z"], read.Last.ToArray());
        Assert.Equal(["eyJ.a-b_c==", "x,y"], VtexFeedCursor.Parse(VtexFeedCursor.At(VtexFeedStep.Events, isWide: false).Next(["eyJ.a-b_c==", "x,y"]).End().ToString()).Durable.ToArray());
    }

    [Theory]
    [InlineData("f1.4.0.0..")]
    [InlineData("f1.2.2.0..")]
    [InlineData("f1.2.0.-1..")]
    [InlineData("f1.2.0.0.*.")]
    [InlineData("f1.2.0.0.")]
    [InlineData("f2.2.0.0..")]
    public void What_is_no_position_is_refused(string token) =>
        Assert.Equal("page_token_invalid", Assert.Throws<StoreException>(() => VtexFeedCursor.Parse(token)).Problem.Code);

    private Task<SimulatedShop> OpenAsync(VtexOptions options) => StartAsync(new SimulatorOptions
    {
        Platform = StorePlatform.Vtex,
        Source = new GeneratedSource { Orders = 200, Customers = 30, Products = 20, Days = 300, End = End },
        Clock = Clock,
        Vtex = options,
    });

    /// <summary>Four hours later: the window since the last one, requests counted anew.</summary>
    private TimeInterval Later()
    {
        var from = Clock.GetUtcNow() - Connector.Description.Lookback;
        Clock.Advance(TimeSpan.FromHours(4));
        Shop.ResetStatistics();
        return new TimeInterval(from, Clock.GetUtcNow());
    }

    private Task<StorePage> ReadPageAsync(TimeInterval window, string? token) =>
        Connector.ReadPageAsync(Connection, new StorePageRequest(StoreResource.Orders, window, token, 50), CancellationToken.None);

    private Task<List<StorePage>> ReadAsync(TimeInterval window) => Connector.ReadAllAsync(Connection, StoreResource.Orders, window, 50);

    private void CheckAll(IEnumerable<StorePage> pages) =>
        Assert.Equal(Shop.Data.Orders.Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Order());

    private RequestRecord[] Requests(string method, string path) => [.. Shop.Requests.Where(request => request.Method == method && request.Path == path)];

    /// <summary>The earliest creation that the list was asked for.</summary>
    private DateTimeOffset ListedFrom() => Requests("GET", "/api/oms/pvt/orders").Min(request =>
        DateTimeOffset.Parse(Filter().Match(Uri.UnescapeDataString(request.Query)).Groups[1].Value, CultureInfo.InvariantCulture));

    private HttpClient Client() => new()
    {
        BaseAddress = Shop.BaseUrl,
        DefaultRequestHeaders = { { "X-VTEX-API-AppKey", Shop.Username }, { "X-VTEX-API-AppToken", Shop.Password } },
    };

    private async Task<string> ReadFeedAsync()
    {
        using var http = Client();
        return await http.GetStringAsync("/api/orders/feed?maxlot=10");
    }

    private async Task ConfigureAsync(string configuration)
    {
        using var http = Client();
        using var content = new StringContent(configuration, Encoding.UTF8, "application/json");
        (await http.PostAsync("/api/orders/feed/config", content)).EnsureSuccessStatusCode();
    }

    [GeneratedRegex(@"creationDate:\[(\S+) TO")]
    private static partial Regex Filter();
}
