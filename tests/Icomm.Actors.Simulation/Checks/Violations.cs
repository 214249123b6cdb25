namespace Icomm.Actors.Simulation.Checks;

/// <summary>What was seen that must never be. A world goes on after one, so that a report shows them all.</summary>
internal sealed class Violations
{
    private const int Most = 30;

    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string what)
    {
        if (_all.Count < Most && !_all.Contains(what))
            _all.Add(what);
    }

    public void Expect(bool holds, Func<string> what)
    {
        if (!holds)
            Add(what());
    }
}
