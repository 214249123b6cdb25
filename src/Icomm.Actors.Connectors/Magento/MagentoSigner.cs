using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>Signs the requests of an Integration, each attempt with a nonce and a time of its own: Magento takes no nonce twice.</summary>
internal sealed class MagentoSigner(MagentoCredentials.SignedIntegration integration, TimeProvider timeProvider)
{
    public AuthenticationHeaderValue Authorize(HttpMethod method, Uri url)
    {
        (string Name, string Value)[] protocol =
        [
            ("oauth_consumer_key", integration.ConsumerKey),
            ("oauth_nonce", RandomNumberGenerator.GetHexString(32, lowercase: true)),
            ("oauth_signature_method", OAuthSignature.Method),
            ("oauth_timestamp", timeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("oauth_token", integration.Token),
            ("oauth_version", "1.0"),
        ];
        var signature = OAuthSignature.Sign(OAuthSignature.BaseString(method.Method, url, protocol), integration.ConsumerSecret, integration.TokenSecret);
        return new AuthenticationHeaderValue(
            "OAuth", string.Join(", ", protocol.Append(("oauth_signature", signature)).Select(each => $"{each.Item1}=\"{OAuthSignature.Encode(each.Item2)}\"")));
    }
}
