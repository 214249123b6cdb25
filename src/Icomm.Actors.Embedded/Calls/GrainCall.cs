using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>
/// One call: sent by a reference, run as a turn of the activation, answered to the caller. It is answered once; whatever comes
/// after the first answer (a late result, a time-out, the death of the silo) is ignored.
/// </summary>
internal abstract class GrainCall : GrainRequest
{
    private readonly Dictionary<string, object>? _requestContext = RequestContext.Export();
    private Task? _result;
    private Exception? _error;

    protected GrainCall(GrainReference target)
    {
        Target = target;
        Caller = TurnQueue.Current as Activation;
    }

    public GrainReference Target { get; }

    /// <summary>The activation that called; null for a caller outside grains.</summary>
    public Activation? Caller { get; }

    /// <summary>The activation that took the call; null while it is on its way.</summary>
    public Activation? Activation { get; private set; }

    /// <summary>How long the caller waits; null for the cluster's default.</summary>
    public abstract TimeSpan? Timeout { get; }

    /// <summary>Place among the calls that can time out. Owned by <see cref="CallTimeouts"/>.</summary>
    public CallTimeouts.Entry? TimeoutEntry { get; set; }

    protected EmbeddedCluster Cluster => Target.Origin.Cluster;

    /// <summary>Finds or places the activation and hands the call to it.</summary>
    public void Arrive()
    {
        while (true)
        {
            if (Target.Class.FindOrPlace(Target.Key) is not { } activation)
            {
                Fail(new SiloUnavailableException($"No silo is up to run {Name} of {Target.GrainId}"));
                return;
            }

            Activation = activation;
            if (activation.TryPost(this))
            {
                return;
            }

            // It ended between the look-up and the post. The directory forgets it before it closes, so the next look-up differs.
        }
    }

    public override void Run() => Activation!.Accept(this);

    public override void Reroute() => Cluster.Runner.Send(this);

    public override void OnDelayed() => Cluster.Timeouts.Watch(this);

    public override Task Invoke()
    {
        RequestContext.Import(_requestContext);
        try
        {
            return Invoke(Activation!) ?? throw new InvalidOperationException($"{Name} of {Target.GrainId} returned null in place of a task");
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
        finally
        {
            RequestContext.Import(null);
        }
    }

    public override void Complete(Task result)
    {
        _result = result;
        Cluster.Timeouts.Forget(this);
        Cluster.Runner.Answer(this);
    }

    public override void Fail(Exception error)
    {
        _error = error;
        Cluster.Timeouts.Forget(this);
        Cluster.Runner.Answer(this);
    }

    /// <summary>Replaces an answer that was lost on its way with a failure.</summary>
    public void LoseAnswer(Exception error) => _error = error;

    /// <summary>Hands the outcome to the caller, unless the caller died.</summary>
    public void DeliverAnswer()
    {
        if (CallerIsDead)
        {
            return;
        }

        OnAnswered();
        if (_error is not null)
        {
            SetError(_error);
        }
        else if (_result!.IsCompletedSuccessfully)
        {
            SetResult(_result);
        }
        else
        {
            SetError(_result.Exception?.InnerException ?? new TaskCanceledException(_result));
        }
    }

    /// <summary>The caller waits no longer.</summary>
    public virtual void TimeOut(TimeSpan after)
    {
        OnAnswered();
        SetError(new TimeoutException($"{Name} of {Target.GrainId} gave no answer in {after}. {Describe()}"));
    }

    /// <summary>For reports: who calls whom, and how far it got.</summary>
    public string Describe()
    {
        var caller = Caller?.ToString() ?? "a caller outside grains";
        return $"{caller} called {Name} of {Target.GrainId}: {Activation?.DescribeRequest(this) ?? "on its way"}";
    }

    public override string ToString() => $"{Name} of {Target.GrainId} for {Caller?.ToString() ?? "outside"}";

    /// <summary>Whether the caller may still send; an activation of a killed silo must not.</summary>
    protected bool CallerIsDead => Caller is { IsKilled: true };

    protected abstract Task Invoke(Activation activation);

    protected abstract void SetResult(Task result);

    protected abstract void SetError(Exception error);

    protected virtual void OnAnswered()
    {
    }
}
