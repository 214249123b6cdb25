using System.Globalization;
using Icomm.Actors.Embedded;

namespace Icomm.Actors.Simulation;

/// <summary>What a person needs to understand a world: faults, answers of shops, runs; each with its step and time. Part of the trace.</summary>
internal sealed class Diary(SeededWorld world, bool isKept)
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Note(string text)
    {
        world.Trace.Note(text);
        if (isKept)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"#{world.Steps} {world.TimeProvider.GetUtcNow():MM-dd HH:mm:ss.fff} {text}"));
    }
}
