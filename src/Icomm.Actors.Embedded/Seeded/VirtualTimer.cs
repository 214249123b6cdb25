namespace Icomm.Actors.Embedded;

/// <summary>A timer of a seeded world.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider clock, TimerCallback callback, object? state, long number, bool isHousekeeping) : ITimer
{
    private readonly ExecutionContext? _flow = ExecutionContext.Capture();
    private TimeSpan _period;
    private bool _disposed;

    /// <summary>Whether it only keeps the engine in order.</summary>
    public bool IsHousekeeping => isHousekeeping;

    /// <summary>Its place among the waiting ones; 0 when it doesn't wait. A changed timer leaves its old place behind.</summary>
    public long Order { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _period = period;
        Order = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Schedule(this, dueTime);
        return true;
    }

    public void Fire()
    {
        // It may have been disposed, or set anew, between falling due and its step.
        if (_disposed || Order != 0)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            Order = clock.Schedule(this, _period);
        }

        if (_flow is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_flow, static self => ((VirtualTimer)self!).Call(), this);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        Order = 0;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override string ToString() => $"timer {number}";

    private void Call() => callback(state);
}
