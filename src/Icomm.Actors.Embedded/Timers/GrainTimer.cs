using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>A timer of an activation. One tick is under way at most; the next is due a period after its end.</summary>
internal abstract class GrainTimer : GrainRequest, IGrainTimer
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly Activation _activation;
    private readonly ITimer _timer;
    private readonly bool _interleave;
    private readonly bool _keepsAlive;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        _activation = activation;
        _interleave = options.Interleave;
        _keepsAlive = options.KeepAlive;
        _dueTime = options.DueTime;
        _period = options.Period;

        // Ticks must not run in the flow of whoever created the timer.
        using (new FlowSuppressed())
        {
            _timer = activation.Runner.TimeProvider.CreateTimer(
                static self => ((GrainTimer)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        activation.Add(this);
        _timer.Change(_dueTime, Timeout.InfiniteTimeSpan);
    }

    public override string Name => "timer";

    public override bool AlwaysInterleave => _interleave;

    public override bool ReadOnly => false;

    public override bool KeepsAlive => _keepsAlive;

    public override bool IsAnswered => _stopped.IsCancellationRequested;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        _changed = true;
        _dueTime = dueTime;
        _period = period;
        if (!_ticking)
        {
            ChangeTimer(dueTime);
        }
    }

    public void Dispose()
    {
        Stop();
        _activation.Remove(this);
    }

    /// <summary>No further ticks; the token of one under way is cancelled.</summary>
    public void Stop()
    {
        _timer.Dispose();
        try
        {
            _stopped.Cancel();
        }
        catch (AggregateException exception)
        {
            _activation.Silo.Log.TimerFailed(exception, _activation.GrainId);
        }
    }

    public override void Run() => _activation.Accept(this);

    public override Task Invoke()
    {
        _changed = false;
        try
        {
            return TickAsync(_stopped.Token);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
    }

    public override void OnDelayed()
    {
    }

    public override void Complete(Task result)
    {
        if (result.Exception is { } failure)
        {
            _activation.Silo.Log.TimerFailed(failure.InnerException!, _activation.GrainId);
        }

        _ticking = false;
        if (!_stopped.IsCancellationRequested)
        {
            ChangeTimer(_changed ? _dueTime : _period);
        }
    }

    public override void Fail(Exception error)
    {
    }

    public override void Reroute()
    {
    }

    protected abstract Task TickAsync(CancellationToken token);

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        const long Longest = 0xfffffffe;
        ArgumentOutOfRangeException.ThrowIfLessThan((long)dueTime.TotalMilliseconds, -1, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)dueTime.TotalMilliseconds, Longest, nameof(dueTime));
        ArgumentOutOfRangeException.ThrowIfLessThan((long)period.TotalMilliseconds, -1, nameof(period));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)period.TotalMilliseconds, Longest, nameof(period));
    }

    private void Due()
    {
        // Set on the timer's thread: a change from now on takes effect after the tick.
        _ticking = true;
        _activation.TryPost(this);
    }

    private void ChangeTimer(TimeSpan dueTime)
    {
        try
        {
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile.
        }
    }
}

/// <inheritdoc cref="GrainTimer"/>
internal sealed class GrainTimer<TState>(
    Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    : GrainTimer(activation, options)
{
    protected override Task TickAsync(CancellationToken token) => callback(state, token);
}
