using Icomm.Actors.StoreSimulator.Admin;

namespace Icomm.Actors.StoreSimulator.Icommkt;

/// <summary>The simulated contacts API beside a shop: its contacts, what it found wrong, and whom it refuses.</summary>
public sealed class SimulatedIcommkt
{
    private const int MaxViolations = 10_000;

    private readonly Lock _gate = new();
    private readonly List<IcommktViolation> _violations = [];
    private readonly RequestMeter _meter;
    private readonly TimeProvider _clock;

    internal SimulatedIcommkt(IcommktOptions options, TimeProvider clock, RequestMeter meter)
    {
        Options = options;
        Book = new ContactBook(options.ProfileKeys);
        _clock = clock;
        _meter = meter;
    }

    public IcommktOptions Options { get; }

    /// <summary>What a well-made client would not have sent, oldest first; at most 10,000.</summary>
    public IReadOnlyList<IcommktViolation> Violations
    {
        get
        {
            lock (_gate) return [.. _violations];
        }
    }

    /// <summary>The last requests to the contacts API, oldest first; apart from the shop's.</summary>
    public IReadOnlyList<RequestRecord> Requests => _meter.Last();

    /// <summary>What the contacts API has served. Faults are counted by the shop's statistics, with which the fault plan is shared.</summary>
    public SimulatorStatistics Statistics => _meter.Read(faultsFired: 0);

    /// <summary>The rejections not used up.</summary>
    public IReadOnlyList<RejectionRule> Rejections => Rules.Rules;

    internal ContactBook Book { get; }

    internal RejectionRules Rules { get; } = new();

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>The contacts of a profile, by e-mail.</summary>
    /// <exception cref="KeyNotFoundException">There is no such profile.</exception>
    public IReadOnlyList<IcommktContact> Contacts(string profileKey) => Book.All(profileKey);

    /// <summary>The contacts of the first profile, by e-mail.</summary>
    public IReadOnlyList<IcommktContact> Contacts() => Contacts(Options.ProfileKeys[0]);

    /// <summary>Refuses contacts from now on.</summary>
    public void Reject(RejectionRule rule) => Rules.Add(rule);

    /// <summary>Refuses nobody any more.</summary>
    public void ClearRejections() => Rules.Clear();

    /// <summary>Starts counting anew; contacts stay.</summary>
    public void Reset()
    {
        _meter.Reset();
        lock (_gate) _violations.Clear();
    }

    internal void Violated(string method, int? position, string? field, string problem)
    {
        lock (_gate)
        {
            if (_violations.Count < MaxViolations) _violations.Add(new IcommktViolation(Now, method, position, field, problem));
        }
    }
}
