namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// Keeps an integration's requests under a number a minute: what a merchant allows, or our share of a platform's throttle. A quarter of a minute's requests may go at once;
/// beyond that each waits its turn, at a pace that leaves room for that quarter: no sixty seconds, wherever they begin, see more than the number.
/// </summary>
/// <param name="perMinute">At least 2.</param>
internal sealed class RequestBudget(int perMinute, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly double _most = Math.Max(1, perMinute / 4);
    private readonly double _pace = perMinute - Math.Max(1, perMinute / 4);
    private double _left = Math.Max(1, perMinute / 4);
    private long _counted = timeProvider.GetTimestamp();

    public int PerMinute => perMinute;

    /// <summary>Returns when one more request may be sent.</summary>
    public Task TakeAsync(CancellationToken cancellationToken)
    {
        var wait = Take();
        return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, timeProvider, cancellationToken);
    }

    /// <returns>How long the request has to wait; its place is taken.</returns>
    internal TimeSpan Take()
    {
        lock (_lock)
        {
            var now = timeProvider.GetTimestamp();
            _left = Math.Min(_most, _left + timeProvider.GetElapsedTime(_counted, now).TotalMinutes * _pace) - 1;
            _counted = now;
            return _left >= 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(-_left / _pace);
        }
    }
}
