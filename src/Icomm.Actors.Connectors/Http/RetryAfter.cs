using System.Net.Http.Headers;

namespace Icomm.Actors.Connectors.Http;

/// <summary>Reads <c>Retry-After</c> in both of its forms (RFC 9110 §10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>A slip of the store's must not put its integrations to rest for years.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>
    /// The wait the store asks for, zero to 24 hours: what is longer counts as 24; null when it asks for none. A date is measured against the store's own clock where its answer carries one
    /// (<c>Date</c>), so that a clock that is off does not turn into a wait that is off.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        var wait = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (headers.Date ?? timeProvider.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }
}
