namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>The rejections in force, oldest first.</summary>
internal sealed class RejectionRules
{
    private readonly Lock _gate = new();
    private readonly List<(RejectionRule Rule, int? Left)> _rules = [];

    public IReadOnlyList<RejectionRule> Rules
    {
        get
        {
            lock (_gate) return [.. _rules.Select(each => each.Rule)];
        }
    }

    public void Add(RejectionRule rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(rule.EmailContains);
        ArgumentOutOfRangeException.ThrowIfEqual(rule.StatusCode, IcommktStatus.Saved);
        if (rule.Times is { } times) ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_gate) _rules.Add((rule, rule.Times));
    }

    public void Clear()
    {
        lock (_gate) _rules.Clear();
    }

    public RejectionRule? Next(string email)
    {
        lock (_gate)
        {
            var index = _rules.FindIndex(each => email.Contains(each.Rule.EmailContains, StringComparison.OrdinalIgnoreCase));
            if (index < 0) return null;
            var (rule, left) = _rules[index];
            if (left == 1) _rules.RemoveAt(index);
            else _rules[index] = (rule, left - 1);
            return rule;
        }
    }
}
