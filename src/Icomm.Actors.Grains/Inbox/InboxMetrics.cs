using System.Diagnostics.Metrics;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>What is measured of messages that stores push. Tags are few and fixed: platform, outcome; never a tenant.</summary>
public sealed class InboxMetrics : IDisposable
{
    public const string MeterName = "Icomm.Actors.Inbox";

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _applied;
    private readonly Histogram<double> _age;

    public InboxMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _received = _meter.CreateCounter<long>("icomm.inbox.received", "{message}", "Messages that were acknowledged.");
        _refused = _meter.CreateCounter<long>("icomm.inbox.refused", "{message}", "Messages that were refused, by the answer's code.");
        _applied = _meter.CreateCounter<long>("icomm.inbox.applied", "{message}", "Messages that were applied and removed.");
        _age = _meter.CreateHistogram<double>("icomm.inbox.age", "s", "Time for which the oldest message of a batch had waited when the batch was taken up, each time it is.");
    }

    /// <param name="outcome"><c>stored</c> or <c>repeated</c>.</param>
    public void Received(string storeType, string outcome) => _received.Add(1, new("store_type", storeType), new("outcome", outcome));

    /// <param name="code">The answer's.</param>
    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();

    internal void TakenUp(string storeType, TimeSpan age) => _age.Record(age.TotalSeconds, new KeyValuePair<string, object?>("store_type", storeType));

    internal void Applied(string storeType, int messages) => _applied.Add(messages, new KeyValuePair<string, object?>("store_type", storeType));
}
