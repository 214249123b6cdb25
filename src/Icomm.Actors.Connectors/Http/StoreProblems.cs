using System.Globalization;
using System.Net;

namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// What can go wrong between us and any store, in words for a merchant. The codes are part of the API; platforms add their own where they know better.
/// No message holds a secret, personal data, or text that a store wrote.
/// </summary>
internal static class StoreProblems
{
    public static StoreException UrlInvalid(string setting) => Permanent(
        "url_invalid", $"The setting '{setting}' is not a web address.", "Write it as https://www.yourshop.com, without user name or password in it.");

    public static StoreException UrlNotHttps(string setting) => Permanent(
        "url_not_https", $"The setting '{setting}' is not a secure address.", "Use the shop's https:// address; orders are not sent over an open line.");

    public static StoreException AddressNotAllowed(string host) => Permanent(
        "address_not_allowed", $"The host '{host}' is not on the public internet.", "Use the shop's public address; private, local and reserved addresses are refused.");

    public static StoreException RedirectRefused(Uri? target) => Permanent(
        "redirect_refused",
        target is { IsAbsoluteUri: true } ? $"The store sends us on to another address ({target.Scheme}://{target.Host})." : "The store sends us on to another address.",
        "Enter the address that the store really answers at, with or without 'www', then verify again.");

    public static StoreException HostUnknown(string host) => Transient(
        "store_unreachable", $"The host '{host}' could not be found.", "Check the address for typing errors.");

    public static StoreException Unreachable(string host, Exception inner) => Transient(
        "store_unreachable", $"No connection to '{host}' could be made.", "Check the address, and that the shop is up and lets our requests through.", inner);

    public static StoreException TlsFailed(string host, Exception inner) => Transient(
        "store_unreachable", $"'{host}' has no valid certificate.", "Renew or complete the shop's TLS certificate.", inner);

    public static StoreException ConnectionLost(Exception inner) => Transient(
        "store_unreachable", "The store closed the connection without answering.", "Nothing to do: it is tried again. If it stays, ask whoever runs the shop's server.", inner);

    public static StoreException TimedOut(TimeSpan limit) => Transient(
        "store_timeout", $"The store did not answer within {Seconds(limit)}.", "Nothing to do: it is tried again. If it stays, choose a smaller page size or quieter hours.");

    public static StoreException TimedOutAltogether(TimeSpan limit, StoreException? last) => new(
        new StoreProblem(
            last?.Problem.Code ?? "store_timeout",
            $"The store gave no usable answer within {Seconds(limit)}, however often it was asked." + (last is null ? "" : $" The last time: {last.Problem.Message}"),
            last?.Problem.Remedy ?? "Nothing to do: it is tried again later."),
        isTransient: true,
        last) { RetryAfter = last?.RetryAfter };

    public static StoreException CircuitOpen(TimeSpan? wait, StoreException? last) => new(
        new StoreProblem(
            "store_resting",
            "The store failed so often that it is left alone for a while." + (last is null ? "" : $" The last time: {last.Problem.Message}"),
            last?.Problem.Remedy ?? "Nothing to do: it is tried again later."),
        isTransient: true,
        last) { RetryAfter = wait };

    public static StoreException AnswerTooLarge(int limit) => Permanent(
        "answer_too_large", string.Create(CultureInfo.InvariantCulture, $"The store sent more than {limit / 1_048_576.0:0.#} MB in one answer."), "Choose a smaller page size.");

    public static StoreException AnswerTruncated() => Transient(
        "answer_truncated", "The store's answer ends in the middle.", "Nothing to do: it is tried again. If it stays, ask whoever runs the shop's server.");

    public static StoreException AnswerNotJson(string found) => Transient(
        "answer_not_json", $"The store answered with {found} where data was expected.", "Check that the address is the shop's own and that no firewall or maintenance page stands before its API.");

    public static StoreException AnswerUnexpected(string what) => Transient(
        "answer_unexpected", $"The store's answer is not what its API promises: {what}.", "It is tried again. If it stays, an extension of the shop may change its API.");

    /// <summary>The meaning of a status when the platform has nothing more to say about it.</summary>
    public static StoreException FromStatus(HttpStatusCode status, bool isJson, TimeSpan? retryAfter)
    {
        var number = (int)status;
        return status switch
        {
            HttpStatusCode.Unauthorized => Permanent(
                "credentials_rejected", "The store does not accept these credentials.", "Check user and password, or the access token, and verify again."),
            HttpStatusCode.Forbidden when isJson => Permanent(
                "permission_missing", "The credentials lack a permission.", "Grant the permissions that the help article lists, then verify again."),
            HttpStatusCode.Forbidden => Permanent(
                "access_blocked", "Something in front of the store refuses our requests.", "Ask whoever runs the shop's firewall to let our requests through to its API."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => Permanent(
                "endpoint_not_found", "The store has no API at this address.", "Check the site's address, and that its API is switched on."),
            HttpStatusCode.RequestTimeout => Transient(
                "store_timeout", "The store says that it took too long.", "Nothing to do: it is tried again.", retryAfter: retryAfter),
            HttpStatusCode.TooManyRequests => Transient(
                "rate_limited", "The store asks for fewer requests.", "Nothing to do: it is tried again later.", retryAfter: retryAfter),
            HttpStatusCode.ServiceUnavailable => Transient(
                "store_error",
                "The store is closed for maintenance, overloaded, or behind a firewall that turns us away (status 503).",
                "Nothing to do while the shop is closed: it is tried again. If the shop is open, ask whoever runs its firewall to let our requests through to its API.",
                retryAfter: retryAfter),
            _ when number >= 500 => Transient(
                "store_error", $"The store failed with status {number}.", "Nothing to do: it is tried again. If it stays, look into the shop's own error log.", retryAfter: retryAfter),
            _ when number >= 400 => Permanent(
                "request_rejected", $"The store refused the request with status {number}.", "Check the integration's settings."),
            _ => Transient("answer_unexpected", $"The store answered with status {number}.", "Check the site's address."),
        };
    }

    public static StoreException Permanent(string code, string message, string remedy) => new(new StoreProblem(code, message, remedy), isTransient: false);

    public static StoreException Transient(string code, string message, string remedy, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(new StoreProblem(code, message, remedy), isTransient: true, inner) { RetryAfter = retryAfter };

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} seconds");
}
