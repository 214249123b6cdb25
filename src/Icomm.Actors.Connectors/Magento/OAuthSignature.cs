using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Signs requests by OAuth 1.0a (RFC 5849 §3.4) with HMAC-SHA256. Magento sorts the parameters' names naturally (2 before 10), the RFC by their bytes: the two agree as long as
/// no name counts to ten, which none of our questions does.
/// </summary>
internal static class OAuthSignature
{
    public const string Method = "HMAC-SHA256";

    /// <param name="method">The request's method, upper case.</param>
    /// <param name="url">The address as it is sent; its query is signed too.</param>
    /// <param name="parameters">The protocol's parameters without the signature, and those of a form's body; not encoded.</param>
    public static string BaseString(string method, Uri url, IEnumerable<(string Name, string Value)> parameters)
    {
        var all = parameters.Concat(Query(url)).Select(each => (Name: Encode(each.Name), Value: Encode(each.Value))).ToList();
        all.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var order and not 0 ? order : string.CompareOrdinal(a.Value, b.Value));
        return $"{method}&{Encode(Address(url))}&{Encode(string.Join('&', all.Select(each => $"{each.Name}={each.Value}")))}";
    }

    public static string Sign(string baseString, string consumerSecret, string tokenSecret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{Encode(consumerSecret)}&{Encode(tokenSecret)}"), Encoding.UTF8.GetBytes(baseString)));

    /// <summary>RFC 5849 §3.6: everything but letters, digits, <c>-._~</c>.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);

    /// <summary>RFC 5849 §3.4.1.2: scheme and host in lower case, the port where it isn't the scheme's own, the path as it is sent.</summary>
    private static string Address(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost.ToLowerInvariant();
        return url.IsDefaultPort ? $"{url.Scheme}://{host}{url.AbsolutePath}" : string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{host}:{url.Port}{url.AbsolutePath}");
    }

    private static IEnumerable<(string Name, string Value)> Query(Uri url)
    {
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            yield return at < 0 ? (Decode(pair), "") : (Decode(pair[..at]), Decode(pair[(at + 1)..]));
        }
    }

    /// <summary>As forms are read: a plus is a space.</summary>
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
