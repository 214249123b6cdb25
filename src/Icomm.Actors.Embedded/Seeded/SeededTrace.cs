using System.Globalization;

namespace Icomm.Actors.Embedded;

/// <summary>
/// What a seeded world did: a rolling hash over all steps, and the lines of the last ones. Equal hashes mean the same run.
/// </summary>
public sealed class SeededTrace
{
    private const ulong Prime = 1099511628211;

    private readonly Queue<string> _lines = new();
    private readonly int _keep;

    internal SeededTrace(int keepLines) => _keep = keepLines;

    /// <summary>Hash of all steps so far: their order, kinds, subjects and times.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    /// <summary>The last steps, oldest first: as many as were asked to be kept.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Adds a line of the scenario's own, for example what it injected; it counts into the hash.</summary>
    public void Note(string text)
    {
        Mix(text);
        Keep(text);
    }

    internal void Add(long number, DateTimeOffset time, Step step)
    {
        var subject = step.Subject.ToString() ?? "";
        Mix((ulong)number);
        Mix((ulong)time.Ticks);
        Mix((ulong)step.Kind);
        Mix(subject);
        if (_keep > 0)
        {
            Keep(string.Create(CultureInfo.InvariantCulture, $"#{number} {time:O} {step.Kind} {subject}"));
        }
    }

    private void Keep(string line)
    {
        if (_keep == 0)
        {
            return;
        }

        _lines.Enqueue(line);
        if (_lines.Count > _keep)
        {
            _lines.Dequeue();
        }
    }

    // FNV-1a: the built-in string hash differs from process to process.
    private void Mix(string text)
    {
        foreach (var c in text)
        {
            Mix((ulong)c);
        }
    }

    private void Mix(ulong value) => Hash = unchecked((Hash ^ value) * Prime);
}
