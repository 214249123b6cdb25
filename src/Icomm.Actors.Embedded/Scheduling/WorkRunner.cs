namespace Icomm.Actors.Embedded;

/// <summary>Decides what runs when: on the thread pool, or one step at a time from a seed.</summary>
internal abstract class WorkRunner
{
    /// <summary>The clock of everything in the cluster.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>Whether answers must not run their continuations on the pool.</summary>
    public virtual bool IsSeeded => false;

    /// <summary>The queue has work and isn't waiting to run yet.</summary>
    public abstract void Ready(TurnQueue queue);

    /// <summary>Brings a call to its grain, now or later.</summary>
    public abstract void Send(GrainCall call);

    /// <summary>Brings a call's answer to its caller, now or later.</summary>
    public abstract void Answer(GrainCall call);

    /// <summary>A number from 0 to below <paramref name="bound"/>, for placement.</summary>
    public abstract int Next(int bound);

    /// <summary>Told of all that gets queued, on the thread that queues it.</summary>
    public virtual void OnQueued(TurnQueue queue, object work)
    {
    }

    /// <summary>A silo was killed; answers of its grains may be on their way.</summary>
    public virtual void OnKilled(EmbeddedSilo silo)
    {
    }
}
