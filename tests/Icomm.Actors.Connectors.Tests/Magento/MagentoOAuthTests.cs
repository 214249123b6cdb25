using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>An Integration's four keys, with which every request is signed. The simulator checks each signature.</summary>
public sealed class MagentoOAuthTests() : ConnectorBed(new SignedMagentoUnderTest(), AfterTheEnd())
{
    private static readonly MagentoIntegration Keys = new();
    private static readonly SignedMagentoUnderTest Magento = new();


    public override Task InitializeAsync() => OpenAsync(new MagentoOptions { Integration = Keys });

    [Fact]
    public async Task Everything_is_read_with_signed_requests_and_no_sign_in()
    {
        Assert.True((await Connector.VerifyAsync(Connect(), CancellationToken.None)).IsSuccess);
        foreach (var resource in Connector.Description.Resources)
            Assert.NotEqual(0, (await Connector.ReadAllAsync(Connect(), resource, Everything, 10)).Sum(page => page.RecordCount));

        Assert.All(Shop.Requests, request => Assert.Equal((200, "GET"), (request.Status, request.Method)));
    }

    [Fact]
    public async Task Each_attempt_is_signed_anew()
    {
        await using var harness = new ConnectorHarness();
        await using var shop = await OpenAsync(new MagentoOptions { Integration = Keys }, TimeProvider.System);
        shop.Faults.Add(new FaultRule(FaultKind.TruncatedJson) { Path = "/orders", Times = 4 });

        var pages = await harness.Registry.Get("magento").ReadAllAsync(Connect(shop), StoreResource.Orders, Everything, 300);

        Assert.Equal(shop.Data.Orders.Count, pages.Sum(page => page.Orders.Length));
        Assert.Equal(5, shop.Requests.Count(request => request.Status == 200));
    }

    [Theory]
    [InlineData("consumerKey", "does not know")]
    [InlineData("accessToken", "does not know")]
    [InlineData("consumerSecret", "signature")]
    [InlineData("accessTokenSecret", "signature")]
    public async Task A_wrong_key_is_said(string name, string expected)
    {
        var found = await Connector.VerifyAsync(StoreUnderTest.With(Connect(), name, "wrong"), CancellationToken.None);

        Assert.Equal("credentials_rejected", found.Problem?.Code);
        Assert.Contains(expected, found.Problem!.Message.En);
        Assert.Contains("System > Integrations", found.Problem.Remedy.En);
        Assert.Equal(1, Shop.Statistics.Requests);
    }

    [Theory]
    [InlineData("consumerKey")]
    [InlineData("consumerSecret")]
    [InlineData("accessToken")]
    [InlineData("accessTokenSecret")]
    public async Task A_key_that_is_left_out_is_named(string name)
    {
        var connection = Connect();

        var found = await Connector.VerifyAsync(connection with { Settings = connection.Settings.Remove(name) }, CancellationToken.None);

        Assert.Equal("setting_missing", found.Problem?.Code);
        Assert.Contains(name, found.Problem!.Message.En);
    }

    [Fact]
    public async Task A_token_that_may_not_come_alone_is_explained_with_both_ways_out()
    {
        var connection = Connect();
        connection = connection with { Settings = connection.Settings.RemoveRange(["consumerKey", "consumerSecret", "accessTokenSecret"]) };

        var found = await Connector.VerifyAsync(connection, CancellationToken.None);

        Assert.Equal("credentials_rejected", found.Problem?.Code);
        Assert.Contains("consumer key", found.Problem!.Remedy.En);
        Assert.Contains("standalone Bearer", found.Problem.Remedy.En);
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task A_clock_that_is_off_is_said(int minutes)
    {
        Clock.Advance(TimeSpan.FromDays(1));
        await using var shop = await OpenAsync(new MagentoOptions { Integration = Keys }, new ManualTimeProvider(Clock.GetUtcNow().AddMinutes(minutes)));

        var found = await Connector.VerifyAsync(Connect(shop), CancellationToken.None);

        Assert.Equal("clock_differs", found.Problem?.Code);
    }

    [Fact]
    public async Task A_missing_permission_is_told_from_bad_keys()
    {
        await using var shop = await OpenAsync(new MagentoOptions { Integration = Keys, DeniedResources = new HashSet<string> { "Magento_Sales::actions_view", "Magento_Backend::store" } });
        await using var inactive = await OpenAsync(new MagentoOptions { Integration = Keys, DeniedResources = new HashSet<string> { "Magento_Sales::actions_view", "Magento_Backend::admin" } });

        Assert.Equal("permission_missing", (await Connector.VerifyAsync(Connect(shop), CancellationToken.None)).Problem?.Code);
        var refused = (await Connector.VerifyAsync(Connect(inactive), CancellationToken.None)).Problem;

        Assert.Equal("credentials_rejected", refused?.Code);
        Assert.Contains("active", refused!.Remedy.En);
    }

    private StoreConnection Connect(SimulatedShop? shop = null) => Magento.Connect(shop ?? Shop);

    private Task<SimulatedShop> OpenAsync(MagentoOptions magento, TimeProvider? clock = null) => StartAsync(new SimulatorOptions
    {
        Source = new GeneratedSource { Orders = 40, Customers = 20, Products = 15, End = End },
        Clock = clock ?? Clock,
        Magento = magento,
    });
}
