namespace Orleans.Runtime;

/// <summary>A timer of an activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next tick and the period anew. During a tick it takes effect after that tick.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
