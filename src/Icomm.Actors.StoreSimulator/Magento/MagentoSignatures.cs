using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>
/// Checks requests signed by OAuth 1.0a, with the refusals and the order of checks of Magento's own code. Written from RFC 5849 alone: it shares nothing with the client that it
/// is there to catch. Stricter than Magento in one thing: a timestamp may not be old either, so that one that is not taken anew for each attempt shows.
/// </summary>
internal sealed class MagentoSignatures(MagentoIntegration integration, TimeProvider clock)
{
    public const string Scheme = "OAuth ";

    private static readonly string[] Required =
        ["oauth_consumer_key", "oauth_signature", "oauth_signature_method", "oauth_nonce", "oauth_timestamp", "oauth_token"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _nonces = new(StringComparer.Ordinal);

    /// <exception cref="MagentoException">The request isn't signed as it should be.</exception>
    public void Check(HttpContext context)
    {
        var given = HeaderParameters(context.Request.Headers.Authorization.ToString()[Scheme.Length..]);
        if (given.TryGetValue("oauth_version", out var version) && version != "1.0")
            throw new MagentoException(StatusCodes.Status400BadRequest, "The \"%1\" Oauth version isn't supported.", ("1", version));
        foreach (var name in Required)
        {
            if (!given.ContainsKey(name))
                throw new MagentoException(StatusCodes.Status400BadRequest, "\"%fieldName\" is required. Enter and try again.", ("fieldName", name));
        }

        if (given["oauth_signature_method"] != "HMAC-SHA256")
            throw new MagentoException(StatusCodes.Status400BadRequest, "Signature method %1 is not supported", ("1", given["oauth_signature_method"]));
        if (given["oauth_consumer_key"] != integration.ConsumerKey) throw Unauthorized("A consumer having the specified key does not exist");
        UseUp(given["oauth_nonce"], given["oauth_timestamp"]);
        if (given["oauth_token"] != integration.AccessToken) throw Unauthorized("Specified token does not exist");
        if (!Matches(given["oauth_signature"], SignatureOf(context.Request, given))) throw Unauthorized("The signature is invalid. Verify and try again.");
    }

    private static MagentoException Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, message);

    private static Dictionary<string, string> HeaderParameters(string header)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in header.Split(','))
        {
            if (part.Trim().Split('=', 2) is [var name, var value] && name.StartsWith("oauth_", StringComparison.Ordinal))
                parameters[WebUtility.UrlDecode(name)] = Uri.UnescapeDataString(value.Trim('"'));
        }

        return parameters;
    }

    private void UseUp(string nonce, string timestamp)
    {
        var now = clock.GetUtcNow();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds < (now - integration.ClockDeviation).ToUnixTimeSeconds()
            || seconds > (now + integration.ClockDeviation).ToUnixTimeSeconds())
            throw Unauthorized("The timestamp value in the oauth_timestamp parameter is invalid.");
        lock (_gate)
        {
            foreach (var old in _nonces.Where(each => each.Value < now - 2 * integration.ClockDeviation).Select(each => each.Key).ToArray()) _nonces.Remove(old);
            if (!_nonces.TryAdd(nonce, now))
                throw new MagentoException(StatusCodes.Status401Unauthorized, "The nonce is already being used by the consumer with ID %1.", ("1", 1));
        }
    }

    private string SignatureOf(HttpRequest request, Dictionary<string, string> given)
    {
        var parameters = given.Where(each => each.Key != "oauth_signature").Select(each => (Escape(each.Key), Escape(each.Value))).ToList();
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
            parameters.Add((Escape(pair.DecodeName().ToString()), Escape(pair.DecodeValue().ToString())));
        parameters.Sort((a, b) => string.CompareOrdinal(a.Item1, b.Item1) is var order and not 0 ? order : string.CompareOrdinal(a.Item2, b.Item2));
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var address = $"{request.Scheme}://{request.Host.Value!.ToLowerInvariant()}{target.Split('?')[0]}";
        var text = $"{request.Method}&{Escape(address)}&{Escape(string.Join('&', parameters.Select(each => $"{each.Item1}={each.Item2}")))}";
        var key = $"{Escape(integration.ConsumerSecret)}&{Escape(integration.AccessTokenSecret)}";
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>RFC 5849 §3.6, byte by byte.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var each in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)each) || each is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~') escaped.Append((char)each);
            else escaped.Append('%').Append(each.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }

    private static bool Matches(string given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(wanted));
}
