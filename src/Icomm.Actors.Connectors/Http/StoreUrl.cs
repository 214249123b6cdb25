using System.Net;

namespace Icomm.Actors.Connectors.Http;

/// <summary>Reads the addresses that a merchant types. What it lets through is https, a plain host and a path; the addresses behind the host are checked when connecting.</summary>
internal static class StoreUrl
{
    private const int MaxLength = 2_000;

    /// <summary>RFC 1035 §2.3.4, as text.</summary>
    private const int MaxHostLength = 253;

    /// <param name="setting">Name of the setting, for the message.</param>
    /// <returns>An absolute URL that ends in a slash, without query and fragment.</returns>
    /// <exception cref="StoreException"><c>url_invalid</c>, <c>url_not_https</c> or <c>address_not_allowed</c>.</exception>
    public static Uri Parse(string setting, string text, bool allowLoopback)
    {
        text = WithScheme(text);
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.UserInfo.Length > 0)
            throw StoreProblems.UrlInvalid(setting);
        CheckTarget(url, setting, allowLoopback);
        return new UriBuilder(url) { Path = url.AbsolutePath.TrimEnd('/') + "/", Query = "", Fragment = "" }.Uri;
    }

    /// <summary>Whether it is the address of a web page, http or https, with or without the scheme. Nothing is asked for there.</summary>
    public static bool IsWebAddress(string text) =>
        text.Length <= MaxLength && Uri.TryCreate(WithScheme(text), UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp) && HostOf(url) is { Length: > 0 } && url.UserInfo.Length == 0;

    /// <returns>Scheme, host and port, however the address is written; the text as it is where it has none, and null of a blank one.</returns>
    public static string? AuthorityOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Uri.TryCreate(WithScheme(text), UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : text;

    /// <summary>https, or http where development allows loopback; an address written as digits must be a public one.</summary>
    public static void CheckTarget(Uri url, string setting, bool allowLoopback)
    {
        var host = HostOf(url) ?? throw StoreProblems.UrlInvalid(setting);
        var isLoopback = IsLoopback(host);
        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && isLoopback && allowLoopback))
            throw isLoopback && url.Scheme == Uri.UriSchemeHttp ? StoreProblems.AddressNotAllowed(url.Host) : StoreProblems.UrlNotHttps(setting);
        if (isLoopback ? !allowLoopback : IPAddress.TryParse(host, out var address) && !AddressPolicy.IsAllowed(address, allowLoopback))
            throw StoreProblems.AddressNotAllowed(url.Host);
    }

    private static string WithScheme(string text) => text.Contains("://", StringComparison.Ordinal) ? text.Trim() : "https://" + text.Trim();

    /// <summary>The host as name servers are asked for it; null for what no name server can be asked for.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost.Length <= MaxHostLength ? url.IdnHost.TrimEnd('.') : null;
        }
        catch (UriFormatException)
        {
            // Characters without a form in ASCII: Uri parses them and finds out only here.
            return null;
        }
    }

    private static bool IsLoopback(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
    }
}
