namespace Icomm.Actors.Embedded;

/// <summary>The clock of a seeded world. It stands still while anything can run, and then jumps to the next timer.</summary>
internal sealed class VirtualTimeProvider(DateTimeOffset start, Action<VirtualTimer> onDue) : TimeProvider
{
    private readonly PriorityQueue<(VirtualTimer Timer, long Order), (long Due, long Order)> _timers = new();
    private long _now = start.UtcTicks;
    private long _order;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(_now, TimeSpan.Zero);

    public override long GetTimestamp() => _now;

    /// <summary>Whether a timer waits that isn't the engine's own.</summary>
    public bool HasWork => _timers.UnorderedItems.Any(each => each.Element.Timer.Order == each.Element.Order && !each.Element.Timer.IsHousekeeping);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state, ++_order, isHousekeeping: false);
        timer.Change(dueTime, period);
        return timer;
    }

    public VirtualTimer CreateTimer(TimerCallback callback, object? state, TimeSpan period, bool isHousekeeping)
    {
        using var flow = new FlowSuppressed();
        var timer = new VirtualTimer(this, callback, state, ++_order, isHousekeeping);
        timer.Change(period, period);
        return timer;
    }

    /// <summary>Moves the clock to the next timer; all that are due then become ready.</summary>
    /// <returns>Whether there was one.</returns>
    public bool MoveToNextTimer()
    {
        while (_timers.TryPeek(out var next, out var when))
        {
            if (next.Timer.Order != next.Order)
            {
                _timers.Dequeue();
                continue;
            }

            MoveTo(Math.Max(_now, when.Due));
            return true;
        }

        return false;
    }

    /// <summary>Jumps forward; what was due meanwhile becomes ready at the new time, in any order.</summary>
    public void Jump(TimeSpan by) => MoveTo(_now + by.Ticks);

    /// <summary>The timers that wait, for reports.</summary>
    public int WaitingTimers => _timers.UnorderedItems.Count(each => each.Element.Timer.Order == each.Element.Order);

    internal long Schedule(VirtualTimer timer, TimeSpan dueTime)
    {
        var order = ++_order;
        _timers.Enqueue((timer, order), (_now + dueTime.Ticks, order));
        return order;
    }

    private void MoveTo(long time)
    {
        _now = time;
        while (_timers.TryPeek(out var next, out var when) && when.Due <= time)
        {
            _timers.Dequeue();
            if (next.Timer.Order == next.Order)
            {
                next.Timer.Order = 0;
                onDue(next.Timer);
            }
        }
    }
}
