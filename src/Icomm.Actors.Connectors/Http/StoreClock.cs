using System.Net.Http.Headers;

namespace Icomm.Actors.Connectors.Http;

/// <summary>What a store's clock showed when it answered (<c>Date</c>, RFC 9110 §6.6.1).</summary>
internal static class StoreClock
{
    /// <summary>Slow answers and what lookbacks make up for.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>No shop is open with a clock so far off: the date was made up.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(24);

    /// <returns>UTC; null where it is not behind ours, or only a copy says so: an answer that a cache has kept (<c>Age</c>) is dated when it was made.</returns>
    public static DateTimeOffset? IfBehind(HttpResponseHeaders headers, TimeProvider timeProvider)
    {
        var behind = timeProvider.GetUtcNow() - headers.Date;
        return behind > Tolerance && behind < Furthest && !(headers.Age > TimeSpan.Zero) ? headers.Date : null;
    }
}
