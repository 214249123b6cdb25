namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>Keeps the requests of one API key apart in time, whichever targets and attempts they belong to.</summary>
internal sealed class RequestPacer(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly long _start = timeProvider.GetTimestamp();

    /// <summary>When the next request may begin, since the pacer was made. Monotonic: a clock that is set back delays nobody.</summary>
    private TimeSpan _next;

    /// <summary>Waits until a request may begin, and takes no turn.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return DelayAsync(_next - timeProvider.GetElapsedTime(_start), cancellationToken);
    }

    /// <summary>Takes the next turn and waits for it.</summary>
    /// <param name="interval">How long after it the next but one may begin.</param>
    public Task TakeTurnAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = timeProvider.GetElapsedTime(_start);
            var turn = _next > now ? _next : now;
            _next = turn + interval;
            return DelayAsync(turn - now, cancellationToken);
        }
    }

    private Task DelayAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        wait > TimeSpan.Zero ? Task.Delay(wait, timeProvider, cancellationToken) : Task.CompletedTask;
}
