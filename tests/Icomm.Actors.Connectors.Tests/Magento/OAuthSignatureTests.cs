using Icomm.Actors.Connectors.Magento;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>Signatures against the RFC's worked examples, a vector computed with OpenSSL, and Magento's own way to put parameters in order.</summary>
public sealed class OAuthSignatureTests
{
    private static readonly (string, string)[] Protocol =
    [
        ("oauth_consumer_key", "9djdj82h48djs9d2"),
        ("oauth_token", "kkk9d7dh3k39sjv7"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "137131201"),
        ("oauth_nonce", "7d8f3e4a"),
    ];

    /// <summary>RFC 5849 §3.4.1.1, with the form's body <c>c2&amp;a3=2+q</c>.</summary>
    private const string Example =
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2"
        + "%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7";

    [Fact]
    public void The_worked_example_of_RFC_5849_comes_out() => Assert.Equal(
        Example, OAuthSignature.BaseString("POST", new Uri("http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"), [.. Protocol, ("c2", ""), ("a3", "2 q")]));

    [Theory]
    [InlineData("http://EXAMPLE.COM:80/r%20v/X?id=123", "http%3A%2F%2Fexample.com%2Fr%2520v%2FX")]
    [InlineData("https://www.example.net:8080/?q=1", "https%3A%2F%2Fwww.example.net%3A8080%2F")]
    [InlineData("https://www.example.net:443/", "https%3A%2F%2Fwww.example.net%2F")]
    [InlineData("https://tienda-ñandú.example/rest", "https%3A%2F%2Fxn--tienda-and-z9a5i.example%2Frest")]
    public void An_address_is_signed_as_it_is_sent(string url, string expected) => Assert.Equal(expected, OAuthSignature.BaseString("GET", new Uri(url), []).Split('&')[1]);

    /// <summary><c>printf %s "$base" | openssl dgst -sha256 -hmac 'j49sk3j29djd&amp;dh893hdasih9' -binary | base64</c>.</summary>
    [Fact]
    public void The_signature_is_HMAC_SHA256_over_both_secrets() => Assert.Equal("lIfydhbOitvsm4DvUwgM0NdR1Mzd08HnXI+q+EG0QKo=", OAuthSignature.Sign(Example, "j49sk3j29djd", "dh893hdasih9"));

    [Fact]
    public void Secrets_are_encoded_before_they_are_a_key() =>
        Assert.NotEqual(OAuthSignature.Sign(Example, "a&b", "c"), OAuthSignature.Sign(Example, "a", "b&c"));

    [Fact]
    public void Our_questions_are_in_the_same_order_by_bytes_and_naturally()
    {
        var question = new MagentoQuery("orders", 300, 1, MagentoOrderDecoder.FieldsFor(new MagentoOrderRules()))
            .Where("updated_at", "gteq", "2025-01-01 00:00:00").Where("updated_at", "lteq", "2025-01-01 00:00:00").Where("created_at", "gteq", "2025-01-01 00:00:00").Where("store_id", "eq", 1)
            .SortedBy("updated_at").SortedBy("entity_id").ToString();

        // Only a number of two digits is put elsewhere naturally.
        Assert.DoesNotMatch(@"\[\d{2,}\]", question);
    }
}
