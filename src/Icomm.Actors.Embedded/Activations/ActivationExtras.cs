using Orleans;

namespace Icomm.Actors.Embedded;

/// <summary>What only some activations need, so that an idle one pays one pointer for it.</summary>
internal sealed class ActivationExtras
{
    /// <summary>Idle collection stays away until then, in ticks of the silo's time.</summary>
    public long KeepUntil { get; set; }

    public List<GrainTimer>? Timers { get; set; }

    public StreamSources? Streams { get; set; }

    public DeactivationReason? Reason { get; set; }

    public CancellationToken DeactivationToken { get; set; }

    public bool Ending { get; set; }

    /// <summary>Set when somebody waits for the end.</summary>
    public TaskCompletionSource? Deactivated { get; set; }
}
