using System.Net;
using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// An account that asked for fewer requests is left alone by all that speak to it: by each lane of an integration, and by other integrations of the same account. VTEX names no time;
/// its guide says to stop and wait about a minute (facts §3.2).
/// </summary>
internal sealed class VtexRest(StoreHttpOptions options, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _until;

    /// <param name="asked">The wait that the account asks for; null when it names none.</param>
    /// <returns>The wait to keep.</returns>
    public TimeSpan Begin(TimeSpan? asked)
    {
        var wait = asked ?? options.UnnamedWait;
        var until = timeProvider.GetUtcNow() + wait;
        lock (_lock)
            _until = until > _until ? until : _until;
        return wait;
    }

    /// <summary>Returns when the account may be asked again.</summary>
    /// <exception cref="StoreException">It wants to be left alone for too long to sit it out (<c>rate_limited</c>).</exception>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
            wait = _until - timeProvider.GetUtcNow();
        return wait <= TimeSpan.Zero ? Task.CompletedTask
            : wait > options.MaxRetryAfter ? throw StoreProblems.FromStatus(HttpStatusCode.TooManyRequests, isJson: true, wait)
            : Task.Delay(wait, timeProvider, cancellationToken);
    }
}
