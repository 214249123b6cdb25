using System.Collections.Concurrent;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

/// <summary>
/// What tests and grains share: both engines run in the test's process. Names are made unique with the grain's key, so tests
/// don't meet.
/// </summary>
public sealed class Stage
{
    private readonly ConcurrentDictionary<string, Signal> _signals = new();
    private readonly ConcurrentDictionary<string, Recorder<string>> _recorders = new();

    /// <summary>Something that happens once.</summary>
    public Signal Signal(string name) => _signals.GetOrAdd(name, static key => new Signal(key));

    /// <summary>What happened under this name.</summary>
    public Recorder<string> Log(string name) => _recorders.GetOrAdd(name, static key => new Recorder<string>(key));
}
