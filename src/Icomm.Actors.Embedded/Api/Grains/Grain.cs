using Icomm.Actors.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base class of grains.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation _activation;

    /// <summary>Called by the engine on the activation's own scheduler.</summary>
    /// <exception cref="InvalidOperationException">The object is created by hand, outside an activation.</exception>
    protected Grain() =>
        _activation = RuntimeContext.Current as Activation
            ?? throw new InvalidOperationException($"{GetType()} was created outside an activation: get it through IGrainFactory.");

    /// <summary>The activation.</summary>
    public IGrainContext GrainContext => _activation;

    /// <summary>A reference to this grain, safe to hand to others.</summary>
    public GrainReference GrainReference => _activation.GrainReference;

    /// <summary>Gives references to other grains.</summary>
    protected IGrainFactory GrainFactory => _activation.Silo.GrainFactory;

    /// <summary>The silo's services.</summary>
    protected internal IServiceProvider ServiceProvider => _activation.ActivationServices;

    /// <inheritdoc cref="IGrainBase.OnActivateAsync"/>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync"/>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates this activation once its running calls are done. The next call activates the grain anew.</summary>
    protected void DeactivateOnIdle() => ((IGrainBase)this).DeactivateOnIdle();

    /// <summary>Keeps idle collection away for at least this long.</summary>
    /// <param name="timeSpan">The time; <see cref="Timeout.InfiniteTimeSpan"/> for ever, negative or zero takes the delay back.</param>
    protected void DelayDeactivation(TimeSpan timeSpan) => _activation.DelayDeactivation(timeSpan);
}
