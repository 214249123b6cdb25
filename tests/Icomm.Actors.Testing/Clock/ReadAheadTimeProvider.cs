namespace Icomm.Actors.Testing;

/// <summary>
/// Another clock that, read a thousand times while it stands still, is a millisecond ahead. For code that waits for a moment in a loop: <see cref="Task.Delay(TimeSpan, TimeProvider)"/> knows whole
/// milliseconds, and of a fraction that is left on a clock that stands still there is no end.
/// </summary>
public sealed class ReadAheadTimeProvider(TimeProvider clock) : TimeProvider
{
    private const int Reads = 1_000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _last;
    private int _reads;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now != _last)
                (_last, _reads) = (now, 0);
            return ++_reads <= Reads ? now : now + Step;
        }
    }

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
