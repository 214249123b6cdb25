using Icomm.Actors.Embedded;

namespace Orleans.Runtime;

/// <summary>Which activation the current thread works for.</summary>
internal static class RuntimeContext
{
    /// <summary>The activation; null outside one.</summary>
    public static IGrainContext? Current => TurnQueue.Current as Activation;
}
