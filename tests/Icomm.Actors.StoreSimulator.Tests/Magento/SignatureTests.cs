using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Magento;

/// <summary>Signed requests, signed here by hand as RFC 5849 has it.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private const string Path = "/rest/V1/orders";
    private const string Query = "searchCriteria[pageSize]=1";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MagentoIntegration Integration = new();

    private SimulatedShop _shop = null!;

    public async Task InitializeAsync() => _shop = await SimulatedShop.StartAsync(new SimulatorOptions
    {
        Source = ShopFixture.Source(orders: 3),
        Magento = new MagentoOptions { Integration = Integration },
        Clock = new ManualClock(Now),
    });

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_good_signature_opens_the_door() => Assert.Equal((HttpStatusCode.OK, null), await SendAsync());

    [Fact]
    public async Task The_query_is_signed_too() =>
        Assert.Equal((HttpStatusCode.Unauthorized, "The signature is invalid. Verify and try again."), await SendAsync(signed: "searchCriteria[pageSize]=2"));

    [Fact]
    public async Task Another_secret_is_no_secret() => Assert.Equal(
        (HttpStatusCode.Unauthorized, "The signature is invalid. Verify and try again."), await SendAsync(Integration with { AccessTokenSecret = "another" }));

    [Fact]
    public async Task A_request_can_not_be_sent_twice()
    {
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(nonce: "one")).Status);
        Assert.Equal((HttpStatusCode.Unauthorized, "The nonce is already being used by the consumer with ID %1."), await SendAsync(nonce: "one"));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(nonce: "another")).Status);
    }

    [Theory]
    [InlineData(-601, false)]
    [InlineData(-600, true)]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public async Task The_time_is_the_shops_within_ten_minutes(int seconds, bool isGood)
    {
        var (status, message) = await SendAsync(at: Now.AddSeconds(seconds));
        Assert.Equal(isGood ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, status);
        Assert.Equal(isGood ? null : "The timestamp value in the oauth_timestamp parameter is invalid.", message);
    }

    [Fact]
    public async Task Unknown_keys_are_told_apart()
    {
        Assert.Equal("A consumer having the specified key does not exist", (await SendAsync(Integration with { ConsumerKey = "another" })).Message);
        Assert.Equal("Specified token does not exist", (await SendAsync(Integration with { AccessToken = "another" })).Message);
    }

    [Fact]
    public async Task An_access_token_alone_is_nobody()
    {
        using var client = MagentoClient.Anonymous(_shop);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", Integration.AccessToken);
        var (status, body) = await client.SendAsync($"{Path}?{Query}");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Equal("The consumer isn't authorized to access %resources.", body.GetProperty("message").GetString());
    }

    private async Task<(HttpStatusCode Status, string? Message)> SendAsync(MagentoIntegration? with = null, string? nonce = null, DateTimeOffset? at = null, string? signed = null)
    {
        with ??= Integration;
        var oauth = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["oauth_consumer_key"] = with.ConsumerKey,
            ["oauth_nonce"] = nonce ?? Guid.NewGuid().ToString("N"),
            ["oauth_signature_method"] = "HMAC-SHA256",
            ["oauth_timestamp"] = (at ?? Now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["oauth_token"] = with.AccessToken,
            ["oauth_version"] = "1.0",
        };

        // "oauth_…" sorts before "searchCriteria…".
        var (name, value) = (signed ?? Query).Split('=') is [var n, var v] ? (n, v) : throw new ArgumentException("one parameter", nameof(signed));
        var parameters = string.Join('&', oauth.Select(each => $"{each.Key}={each.Value}")) + $"&{Uri.EscapeDataString(name)}={value}";
        var text = $"GET&{Uri.EscapeDataString(new Uri(_shop.BaseUrl, Path).AbsoluteUri)}&{Uri.EscapeDataString(parameters)}";
        var key = $"{with.ConsumerSecret}&{with.AccessTokenSecret}";
        oauth["oauth_signature"] = Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text))));

        using var client = MagentoClient.Anonymous(_shop);
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "OAuth " + string.Join(", ", oauth.Select(each => $"{each.Key}=\"{each.Value}\"")));
        var (status, body) = await client.SendAsync($"{Path}?{Query}");
        return (status, body.TryGetProperty("message", out var message) ? message.GetString() : null);
    }
}
