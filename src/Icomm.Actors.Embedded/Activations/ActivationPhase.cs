namespace Icomm.Actors.Embedded;

/// <summary>Where an activation is in its life.</summary>
internal enum ActivationPhase : byte
{
    /// <summary>Placed; waits for its first call.</summary>
    Created,

    /// <summary>Reads its state and runs <c>OnActivateAsync</c>; calls wait.</summary>
    Activating,

    /// <summary>Takes calls.</summary>
    Active,

    /// <summary>Ends its running calls and runs <c>OnDeactivateAsync</c>; new calls wait.</summary>
    Deactivating,

    /// <summary>Gone; waiting calls went to the next activation.</summary>
    Closed,
}
