namespace Icomm.Actors.Embedded;

/// <summary>Decides what runs when: on the thread pool, or one step at a time from a seed.</summary>
internal abstract class WorkRunner
{
    /// <summary>The clock of grains: timers, reminders, idle collection.</summary>
    public abstract TimeProvider TimeProvider { get; }

    /// <summary>The clock of what must end however the grains' clock is moved: calls, activation, deactivation, a silo's stop.</summary>
    public virtual TimeProvider TimeoutClock => TimeProvider;

    /// <summary>
    /// How tasks are created that others wait for. On the pool, waiting code without a scheduler of its own must not run inside the
    /// turn that ends its wait; in a seeded world it must not leave the world's thread.
    /// </summary>
    public virtual TaskCreationOptions AnswerOptions => TaskCreationOptions.RunContinuationsAsynchronously;

    /// <summary>The queue has work and isn't waiting to run yet.</summary>
    public abstract void Ready(TurnQueue queue);

    /// <summary>Brings a call to its grain, now or later.</summary>
    public abstract void Send(GrainCall call);

    /// <summary>Brings a call's answer to its caller, now or later.</summary>
    public abstract void Answer(GrainCall call);

    /// <summary>A number from 0 to below <paramref name="bound"/>, for placement.</summary>
    public abstract int Next(int bound);

    /// <summary>A timer that keeps the engine itself in order; nothing that a grain or a caller could wait for.</summary>
    public virtual ITimer CreateHousekeepingTimer(TimerCallback callback, object? state, TimeSpan period)
    {
        using var flow = new FlowSuppressed();
        return TimeProvider.CreateTimer(callback, state, period, period);
    }

    /// <summary>Told of all that gets queued, on the thread that queues it.</summary>
    public virtual void OnQueued(TurnQueue queue, object work)
    {
    }

    /// <summary>A silo was killed; answers of its grains may be on their way.</summary>
    public virtual void OnKilled(EmbeddedSilo silo)
    {
    }
}
