namespace Icomm.Actors.Testing;

/// <summary>
/// A clock that stands still until it is moved. Timers fire on the thread that moves it, in the order of their due times, each at
/// its own moment; one that is set to be due at once fires on the thread pool, as any timer would. Time zone: UTC.
/// </summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Scheduled, (long Due, long Order)> _timers = new();
    private readonly List<(long From, long To, TaskCompletionSource Waiter)> _waiters = [];
    private long _now = start.UtcTicks;
    private long _order;

    /// <summary>Starts on 1 January 2026, 00:00 UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <summary>Moves the clock forward and fires what falls due, also what falls due because of that.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Interlocked.Read(ref _now) + by.Ticks;
        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the clock to a moment; see <see cref="Advance"/>.</summary>
    public void AdvanceTo(DateTimeOffset moment) => Advance(moment - GetUtcNow());

    /// <summary>Done once a timer is due within this time, from now: what a test waits for before it moves the clock.</summary>
    public Task WhenTimerIsDueWithinAsync(TimeSpan time) => WhenTimerIsDueAsync(TimeSpan.Zero, time);

    /// <summary>
    /// Done once a timer is due after this time, from now, or up to a second before. With a time that no other timer has, it is
    /// exactly the awaited one.
    /// </summary>
    public Task WhenTimerIsDueAfterAsync(TimeSpan time) => WhenTimerIsDueAsync(time - TimeSpan.FromSeconds(1), time);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Task WhenTimerIsDueAsync(TimeSpan earliest, TimeSpan latest)
    {
        lock (_gate)
        {
            var (from, to) = (_now + earliest.Ticks, _now + latest.Ticks);
            if (_timers.UnorderedItems.Any(each =>
                each.Element.IsCurrent(each.Priority.Order) && each.Priority.Due >= from && each.Priority.Due <= to))
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((from, to, waiter));
            return waiter.Task;
        }
    }

    private void FireDue()
    {
        while (TakeDue(Interlocked.Read(ref _now)) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>The next timer due until then, and its moment; when there is none, that end: at once, since a timer set in between would be due in a past that never comes.</summary>
    private Scheduled? TakeDue(long end)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out var timer, out var priority) && priority.Due <= end)
            {
                _timers.Dequeue();
                if (timer.IsCurrent(priority.Order))
                {
                    Interlocked.Exchange(ref _now, Math.Max(_now, priority.Due));
                    return timer;
                }
            }

            Interlocked.Exchange(ref _now, Math.Max(_now, end));
            return null;
        }
    }

    private long Schedule(ManualTimer timer, TimeSpan dueTime)
    {
        var order = ++_order;
        var due = _now + dueTime.Ticks;
        if (dueTime <= TimeSpan.Zero)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.FireDue(), this, preferLocal: false);
        }

        _timers.Enqueue(new Scheduled(timer, order), (due, order));
        _waiters.RemoveAll(each => due >= each.From && due <= each.To && each.Waiter.TrySetResult());
        return order;
    }

    /// <summary>A place in the queue; out of date once its timer was changed.</summary>
    private sealed record Scheduled(ManualTimer Timer, long Order)
    {
        public bool IsCurrent(long order) => Timer.Order == order;

        public void Fire() => Timer.Fire();
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly ExecutionContext? _flow = ExecutionContext.Capture();
        private TimeSpan _period;
        private bool _disposed;

        /// <summary>Its place in the queue; 0 when it is stopped.</summary>
        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed)
                {
                    return false;
                }

                _period = period;
                Order = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Schedule(this, dueTime);
                return true;
            }
        }

        public void Fire()
        {
            lock (clock._gate)
            {
                Order = _disposed || _period <= TimeSpan.Zero ? 0 : clock.Schedule(this, _period);
            }

            if (_flow is null)
            {
                callback(state);
            }
            else
            {
                ExecutionContext.Run(_flow, static self => ((ManualTimer)self!).Call(), this);
            }
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                Order = 0;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Call() => callback(state);
    }
}
