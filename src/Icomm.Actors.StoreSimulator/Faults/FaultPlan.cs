namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>The rules in force, oldest first. A request is struck by the first rule that fires; rules used up are dropped, so rules with one shot each make a queue.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<ActiveRule> _rules = [];
    private readonly Random _random;
    private long _fired;

    internal FaultPlan(int seed) => _random = new Random(seed);

    /// <summary>How many requests were struck so far.</summary>
    public long Fired => Interlocked.Read(ref _fired);

    /// <summary>The rules not used up.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_gate) return [.. _rules.Select(r => r.Rule)];
        }
    }

    public void Add(FaultRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rule.Skip);
        if (rule.Times is { } times) ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        if (!(rule.Probability is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rule), rule.Probability, "A probability lies in 0..1.");
        lock (_gate) _rules.Add(new ActiveRule(rule));
    }

    /// <summary>Strikes the next <paramref name="times"/> requests whose path holds <paramref name="path"/>, after the rules added before are used up.</summary>
    public void Enqueue(Fault fault, string? path = null, int times = 1) => Add(new FaultRule(fault) { Path = path, Times = times });

    public void Clear()
    {
        lock (_gate) _rules.Clear();
    }

    internal Fault? Next(string path)
    {
        lock (_gate)
        {
            for (var i = 0; i < _rules.Count; i++)
            {
                var active = _rules[i];
                if (active.Rule.Path is { } wanted && !path.Contains(wanted, StringComparison.Ordinal)) continue;
                if (active.SkipLeft > 0)
                {
                    active.SkipLeft--;
                    continue;
                }

                if (active.Rule.Probability < 1 && _random.NextDouble() >= active.Rule.Probability) continue;
                if (active.TimesLeft is not null && --active.TimesLeft == 0) _rules.RemoveAt(i);
                Interlocked.Increment(ref _fired);
                return active.Rule.Fault;
            }

            return null;
        }
    }

    private sealed class ActiveRule(FaultRule rule)
    {
        public FaultRule Rule => rule;

        public int SkipLeft { get; set; } = rule.Skip;

        public int? TimesLeft { get; set; } = rule.Times;
    }
}
