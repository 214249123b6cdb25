namespace Icomm.Actors.Embedded;

/// <summary>Something that an activation runs from beginning to end under the rules of turn-taking: a call or a timer's tick.</summary>
internal abstract class GrainRequest : ITurn
{
    public abstract string Name { get; }

    /// <summary>May begin while anything else is under way.</summary>
    public abstract bool AlwaysInterleave { get; }

    /// <summary>May begin while another read-only request is under way.</summary>
    public abstract bool ReadOnly { get; }

    /// <summary>Whether it counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether nobody waits for it any more.</summary>
    public abstract bool IsAnswered { get; }

    /// <summary>Neighbours in the activation's list of running or waiting requests. Owned by the activation.</summary>
    public GrainRequest? Next { get; set; }

    /// <inheritdoc cref="Next"/>
    public GrainRequest? Previous { get; set; }

    public abstract void Run();

    /// <summary>Begins the work on the activation; never throws.</summary>
    public abstract Task Invoke();

    /// <summary>It did not finish at once, or has to wait.</summary>
    public abstract void OnDelayed();

    /// <summary>The work is done.</summary>
    public abstract void Complete(Task result);

    /// <summary>The work failed without having run to its end.</summary>
    public abstract void Fail(Exception error);

    /// <summary>The activation is gone before the work began.</summary>
    public abstract void Reroute();
}
