namespace Icomm.Actors.Testing;

/// <summary>
/// A clock that moves on by a tick each time it is read, and otherwise with another one, whose timers it has. For code that waits for a moment in a loop: <see cref="Task.Delay(TimeSpan, TimeProvider)"/>
/// knows whole milliseconds, and of a fraction that is left on a clock that stands still there is no end.
/// </summary>
public sealed class ReadAheadTimeProvider(TimeProvider clock) : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset _now;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var (now, next) = (clock.GetUtcNow(), _now.AddTicks(1));
            return _now = now > next ? now : next;
        }
    }

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
