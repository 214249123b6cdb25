namespace Orleans.Runtime;

/// <summary>One activation, as its grain sees it.</summary>
public interface IGrainContext
{
    /// <summary>Which grain this is an activation of.</summary>
    GrainId GrainId { get; }

    /// <summary>A reference to the grain, safe to hand to others.</summary>
    GrainReference GrainReference { get; }

    /// <summary>The grain object; null while its constructor runs.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of the silo that the activation lives on. There is no scope per activation.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Done when the activation has been deactivated or its silo has died.</summary>
    Task Deactivated { get; }

    /// <summary>Deactivates the activation once its running calls are done.</summary>
    /// <param name="deactivationReason">Given to <see cref="Grain.OnDeactivateAsync"/>.</param>
    /// <param name="cancellationToken">Cuts <see cref="Grain.OnDeactivateAsync"/> short.</param>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
