using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

public sealed class TokenTests
{
    private const string TokenPath = "/rest/all/V1/integration/admin/token";
    private const string Orders = "/rest/V1/orders?searchCriteria[pageSize]=1";

    [Fact]
    public async Task The_token_is_a_bare_JSON_string()
    {
        await using var shop = await StartAsync();
        using var client = MagentoClient.Anonymous(shop);
        using var answer = await client.Http.PostAsJsonAsync(TokenPath, new { username = shop.Username, password = shop.Password });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Matches("^\"[0-9a-z]{32}\"$", body);
    }

    [Fact]
    public async Task Wrong_credentials_get_401()
    {
        await using var shop = await StartAsync();
        using var client = MagentoClient.Anonymous(shop);
        using var answer = await client.Http.PostAsJsonAsync(TokenPath, new { username = shop.Username, password = "wrong" });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("The account sign-in was incorrect", await MessageAsync(answer));
    }

    [Theory]
    [InlineData("""{"username":"icomm"}""")]
    [InlineData("nonsense")]
    public async Task An_incomplete_login_gets_400(string body)
    {
        await using var shop = await StartAsync();
        using var client = MagentoClient.Anonymous(shop);
        using var answer = await client.Http.PostAsync(TokenPath, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData(MagentoTwoFactor.Active, HttpStatusCode.Unauthorized, "Please use the 2fa provider-specific endpoints to obtain a token.")]
    [InlineData(MagentoTwoFactor.NotConfigured, HttpStatusCode.BadRequest, "Please ask an administrator with sufficient access to configure 2FA first")]
    public async Task With_two_factor_on_the_documented_message_comes(MagentoTwoFactor twoFactor, HttpStatusCode status, string message)
    {
        await using var shop = await StartAsync(new MagentoOptions { TwoFactor = twoFactor });
        using var client = MagentoClient.Anonymous(shop);
        using var answer = await client.Http.PostAsJsonAsync(TokenPath, new { username = shop.Username, password = shop.Password });
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(message, await MessageAsync(answer));
    }

    [Fact]
    public async Task Without_a_good_token_nothing_is_told()
    {
        await using var shop = await StartAsync();
        using var client = MagentoClient.Anonymous(shop);
        var (status, body) = await client.SendAsync(Orders);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("The consumer isn't authorized to access %resources.", body.GetProperty("message").GetString());
        Assert.Equal("Magento_Sales::actions_view", body.GetProperty("parameters").GetProperty("resources").GetString());
    }

    [Fact]
    public async Task A_token_lives_four_hours_by_the_shops_clock()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var shop = await StartAsync(clock: clock);
        using var client = await MagentoClient.LoginAsync(shop);
        clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Orders)).Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(Orders)).Status);
        await client.LoginAgainAsync(shop);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Orders)).Status);
    }

    [Fact]
    public async Task Tokens_expire_on_demand_but_an_integrations_never_does()
    {
        await using var shop = await StartAsync(new MagentoOptions { Integration = new MagentoIntegration { AccessToken = "forever", AllowsBearer = true } });
        using var user = await MagentoClient.LoginAsync(shop);
        using var integration = MagentoClient.Anonymous(shop);
        integration.Http.DefaultRequestHeaders.Authorization = new("Bearer", "forever");
        shop.ExpireTokens();
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.SendAsync(Orders)).Status);
        Assert.Equal(HttpStatusCode.OK, (await integration.SendAsync(Orders)).Status);
    }

    [Fact]
    public async Task A_role_without_a_resource_is_refused_that_resource_alone()
    {
        const string attributes = "Magento_Catalog::attributes_attributes";
        await using var shop = await StartAsync(new MagentoOptions { DeniedResources = new HashSet<string> { attributes } });
        using var client = await MagentoClient.LoginAsync(shop);
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(Orders)).Status);
        var (status, body) = await client.SendAsync("/rest/V1/products/attributes/manufacturer/options");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal(attributes, body.GetProperty("parameters").GetProperty("resources").GetString());
    }

    private static Task<SimulatedShop> StartAsync(MagentoOptions? options = null, TimeProvider? clock = null) => SimulatedShop.StartAsync(
        new SimulatorOptions { Source = ShopFixture.Source(orders: 20), Magento = options ?? new MagentoOptions(), Clock = clock ?? TimeProvider.System });

    private static async Task<string?> MessageAsync(HttpResponseMessage answer)
    {
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("message").GetString();
    }
}
