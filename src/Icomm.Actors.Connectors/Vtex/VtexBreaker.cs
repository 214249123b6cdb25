using Icomm.Actors.Connectors.Http;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Leaves an account alone after three questions in a row that failed however often they were asked. The circuit of the HTTP client counts shares of all requests, and would stay
/// closed for long here, where one order is one request and thousands went well before.
/// </summary>
internal sealed class VtexBreaker(TimeSpan rest, TimeProvider timeProvider)
{
    private const int MostFailures = 3;

    private readonly Lock _lock = new();
    private int _failures;
    private DateTimeOffset _restsUntil;
    private StoreException? _last;

    /// <exception cref="StoreException">The account is being left alone (<c>store_resting</c>).</exception>
    public void Check()
    {
        lock (_lock)
        {
            var wait = _restsUntil - timeProvider.GetUtcNow();
            if (_failures >= MostFailures && wait > TimeSpan.Zero)
                throw StoreProblems.CircuitOpen(wait, _last);
        }
    }

    public void Succeeded()
    {
        lock (_lock)
            (_failures, _last) = (0, null);
    }

    /// <summary>A refusal that somebody has to act on is an answer, and so is being asked to slow down.</summary>
    public void Failed(StoreException failure)
    {
        if (!failure.IsTransient || failure.Problem.Code == "rate_limited")
            return;
        lock (_lock)
        {
            _failures++;
            _last = failure;
            _restsUntil = timeProvider.GetUtcNow() + rest;
        }
    }
}
