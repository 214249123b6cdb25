using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded;

/// <summary>
/// One grain in memory: its turns, who may run when, and its life from the first call to deactivation. There is one per key in the
/// whole cluster. Everything here runs on the activation's own queue, except where it says otherwise.
/// </summary>
internal sealed class Activation(EmbeddedSilo silo, GrainClass grainClass, string key) : TurnQueue, IGrainContext
{
    private object? _grain;
    private RequestList _running;
    private RequestList _waiting;

    // The request that others wait for. As in Orleans it is the first of several interleaving read-only ones.
    private GrainRequest? _blocking;
    private ActivationExtras? _extras;
    private long _lastUse;
    private int _runningCount;
    private bool _pumping;
    private ActivationPhase _phase;

    public EmbeddedSilo Silo => silo;

    public GrainClass Class => grainClass;

    public string Key => key;

    /// <summary>Neighbours in the silo's list of activations. Owned by the silo.</summary>
    public Activation? NextInSilo { get; set; }

    /// <inheritdoc cref="NextInSilo"/>
    public Activation? PreviousInSilo { get; set; }

    public override WorkRunner Runner => silo.Cluster.Runner;

    public GrainId GrainId => GrainId.Create(grainClass.GrainType, key);

    public GrainReference GrainReference => GrainReference.Create(silo.GrainFactory, GrainInterface.Of(grainClass.Interfaces[0]), grainClass, key);

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => silo.Services;

    public StreamSources Streams => Extras.Streams ??= new();

    public Task Deactivated
    {
        get
        {
            lock (Gate)
            {
                return _phase == ActivationPhase.Closed || IsKilled
                    ? Task.CompletedTask
                    : (Extras.Deactivated ??= new(Runner.AnswerOptions)).Task;
            }
        }
    }

    protected override bool AcceptsTurns => _phase != ActivationPhase.Closed;

    private ActivationExtras Extras => _extras ??= new();

    /// <summary>A request has arrived.</summary>
    public void Accept(GrainRequest request)
    {
        if (request.IsAnswered)
        {
            return;
        }

        if (request.KeepsAlive)
        {
            _lastUse = silo.CoarseTime;
        }

        switch (_phase)
        {
            case ActivationPhase.Active when MayRun(request):
                Start(request);
                break;
            case ActivationPhase.Closed:
                request.Reroute();
                break;
            default:
                Wait(request);
                if (_phase == ActivationPhase.Created)
                {
                    _phase = ActivationPhase.Activating;
                    _ = ActivateAsync();
                }

                break;
        }
    }

    /// <summary>Asks for deactivation once the running requests are done. From any thread.</summary>
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(Current, this))
        {
            BeginDeactivating(deactivationReason, cancellationToken);
        }
        else
        {
            TryPost(new Command(() => BeginDeactivating(deactivationReason, cancellationToken)));
        }
    }

    /// <summary>Keeps idle collection away.</summary>
    public void DelayDeactivation(TimeSpan time) =>
        Extras.KeepUntil =
            time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? long.MaxValue
            : time <= TimeSpan.Zero ? 0
            : silo.Now + time.Ticks;

    /// <summary>Deactivates the activation if it has been idle for this long. From any thread.</summary>
    /// <returns>Whether it looks idle; it is asked again on its own queue.</returns>
    public bool CollectIfIdle(TimeSpan age)
    {
        if (!IsIdle(age))
        {
            return false;
        }

        TryPost(new Command(() =>
        {
            if (IsIdle(age))
            {
                BeginDeactivating(new(DeactivationReasonCode.ActivationIdle, $"Idle for more than {age}."), default);
            }
        }));
        return true;
    }

    public void Add(GrainTimer timer)
    {
        lock (Gate)
        {
            (Extras.Timers ??= []).Add(timer);
        }
    }

    public void Remove(GrainTimer timer)
    {
        lock (Gate)
        {
            _extras?.Timers?.Remove(timer);
        }
    }

    /// <summary>The silo crashed: nothing of this activation runs again, and its callers learn that. From any thread.</summary>
    public void Crash()
    {
        grainClass.Forget(this);
        List<GrainRequest> lost = [.. Kill().OfType<GrainRequest>()];
        TaskCompletionSource? deactivated;
        lock (Gate)
        {
            lost.AddRange(_running.Drain());
            lost.AddRange(_waiting.Drain());
            deactivated = _extras?.Deactivated;
        }

        foreach (var timer in TakeTimers())
        {
            timer.Stop();
        }

        foreach (var request in lost)
        {
            request.Fail(new SiloUnavailableException($"Silo {silo.Name} died while {request.Name} of {GrainId} was under way"));
        }

        deactivated?.TrySetResult();
    }

    /// <summary>For reports: how far a request got.</summary>
    public string DescribeRequest(GrainRequest request)
    {
        lock (Gate)
        {
            for (var running = _running.First; running is not null; running = running.Next)
            {
                if (ReferenceEquals(running, request))
                {
                    return $"running on {this}";
                }
            }
        }

        return $"waiting on {this} ({_phase}), which runs {_blocking?.Name ?? "nothing that blocks"}";
    }

    public override string ToString() => $"{grainClass.GrainType}/{key}@{silo.Name}";

    private bool MayRun(GrainRequest request) =>
        _blocking is null
        || grainClass.Reentrant
        || request.AlwaysInterleave
        || (request.ReadOnly && _blocking.ReadOnly);

    private void Wait(GrainRequest request)
    {
        lock (Gate)
        {
            if (!IsKilled)
            {
                _waiting.Add(request);
                request.OnDelayed();
                return;
            }
        }

        FailKilled(request);
    }

    private void Start(GrainRequest request)
    {
        _runningCount++;
        var task = request.Invoke();
        if (task.IsCompleted)
        {
            _runningCount--;
            Finish(request, task);
            return;
        }

        lock (Gate)
        {
            if (IsKilled)
            {
                FailKilled(request);
                return;
            }

            _running.Add(request);
        }

        if (_blocking is null && !request.AlwaysInterleave && !grainClass.Reentrant)
        {
            _blocking = request;
        }

        request.OnDelayed();

        // The awaiter captures this queue: wherever the task ends, the rest runs as a turn of this activation.
        task.GetAwaiter().UnsafeOnCompleted(() =>
        {
            lock (Gate)
            {
                if (IsKilled)
                {
                    return;
                }

                _running.Remove(request);
            }

            _runningCount--;
            if (ReferenceEquals(_blocking, request))
            {
                _blocking = null;
            }

            Finish(request, task);
        });
    }

    private void Finish(GrainRequest request, Task task)
    {
        if (request.KeepsAlive)
        {
            _lastUse = silo.CoarseTime;
        }

        if (task.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            BeginDeactivating(new(DeactivationReasonCode.ApplicationError, conflict, "The grain's state is stale."), default);
        }

        request.Complete(task);
        RunWaiting();
    }

    private void RunWaiting()
    {
        if (_pumping)
        {
            return;
        }

        _pumping = true;
        while (_phase == ActivationPhase.Active && TakeRunnable() is { } request)
        {
            Start(request);
        }

        _pumping = false;
        if (_phase == ActivationPhase.Deactivating && _runningCount == 0)
        {
            TryPost(new Command(EndIfQuiet));
        }
    }

    private GrainRequest? TakeRunnable()
    {
        lock (Gate)
        {
            for (var request = _waiting.First; request is not null;)
            {
                var next = request.Next;
                if (request.IsAnswered)
                {
                    _waiting.Remove(request);
                }
                else if (MayRun(request))
                {
                    _waiting.Remove(request);
                    return request;
                }

                request = next;
            }

            return null;
        }
    }

    private void FailKilled(GrainRequest request) =>
        request.Fail(new SiloUnavailableException($"Silo {silo.Name} died while {request.Name} of {GrainId} was under way"));

    private async Task ActivateAsync()
    {
        try
        {
            var (grain, states) = grainClass.Construct(this);
            _grain = grain;
            foreach (var state in states)
            {
                await state.ReadAsync();
            }

            using var cancellation = new CancellationTokenSource(silo.Cluster.Options.ActivationTimeout, Runner.TimeoutClock);
            await ((IGrainBase)grain).OnActivateAsync(cancellation.Token).WaitAsync(cancellation.Token);
        }
        catch (Exception exception)
        {
            silo.Log.ActivationFailed(exception, GrainId);
            GrainRequest[] failed;
            lock (Gate)
            {
                failed = [.. _waiting.Drain()];
            }

            foreach (var timer in TakeTimers())
            {
                timer.Stop();
            }

            Close();
            foreach (var request in failed)
            {
                request.Fail(exception);
            }

            return;
        }

        _phase = ActivationPhase.Active;
        if (_extras?.Reason is { } reason)
        {
            _extras.Reason = null;
            BeginDeactivating(reason, default);
        }

        RunWaiting();
    }

    private void BeginDeactivating(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_phase is ActivationPhase.Deactivating or ActivationPhase.Closed)
        {
            return;
        }

        Extras.Reason ??= reason;
        Extras.DeactivationToken = cancellationToken;
        if (_phase == ActivationPhase.Created)
        {
            Close();
        }
        else if (_phase == ActivationPhase.Active)
        {
            _phase = ActivationPhase.Deactivating;
            if (_runningCount == 0)
            {
                TryPost(new Command(EndIfQuiet));
            }
        }
    }

    private void EndIfQuiet()
    {
        if (_phase == ActivationPhase.Deactivating && _runningCount == 0 && !Extras.Ending)
        {
            Extras.Ending = true;
            _ = EndAsync(Extras.Reason!.Value);
        }
    }

    private async Task EndAsync(DeactivationReason reason)
    {
        foreach (var timer in TakeTimers())
        {
            timer.Stop();
        }

        try
        {
            using var timeout = new CancellationTokenSource(silo.Cluster.Options.DeactivationTimeout, Runner.TimeoutClock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Extras.DeactivationToken);
            if (_extras?.Streams is { } streams)
            {
                await streams.EndAllAsync();
            }

            await ((IGrainBase)_grain!).OnDeactivateAsync(reason, both.Token).WaitAsync(both.Token);
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, GrainId);
        }

        Close();
        await DisposeGrainAsync();
    }

    // The directory forgets the activation before it closes: a call that finds it closed finds another one when it looks again.
    private void Close()
    {
        grainClass.Forget(this);
        List<GrainRequest> waiting;
        TaskCompletionSource? deactivated;
        lock (Gate)
        {
            _phase = ActivationPhase.Closed;
            waiting = _waiting.Drain();
            deactivated = _extras?.Deactivated;
        }

        silo.Remove(this);
        deactivated?.TrySetResult();
        foreach (var request in waiting)
        {
            request.Reroute();
        }
    }

    private async Task DisposeGrainAsync()
    {
        try
        {
            if (_grain is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (_grain as IDisposable)?.Dispose();
            }
        }
        catch (Exception exception)
        {
            silo.Log.DeactivationFailed(exception, GrainId);
        }
    }

    private bool IsIdle(TimeSpan age) =>
        _phase == ActivationPhase.Active
        && _runningCount == 0
        && _waiting.IsEmpty
        && silo.Now - _lastUse >= age.Ticks
        && (_extras?.KeepUntil ?? 0) <= silo.Now;

    private GrainTimer[] TakeTimers()
    {
        lock (Gate)
        {
            var timers = _extras?.Timers?.ToArray() ?? [];
            _extras?.Timers = null;
            return timers;
        }
    }

    private sealed class Command(Action action) : ITurn
    {
        public void Run() => action();
    }
}
