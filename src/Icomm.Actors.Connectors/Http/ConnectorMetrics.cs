using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Icomm.Actors.Connectors.Http;

/// <summary>What the connectors measure. Tags are few and fixed: platform, operation, outcome; never a tenant.</summary>
public sealed class ConnectorMetrics : IDisposable
{
    /// <summary>Also of the source of activities.</summary>
    public const string MeterName = "Icomm.Actors.Connectors";

    private static readonly ActivitySource Source = new(MeterName);

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _bytes;

    public ConnectorMetrics(IMeterFactory? factory = null)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _duration = _meter.CreateHistogram<double>("icomm.store.request.duration", "s", "Time from sending a request to a store to the end of its answer, one attempt.");
        _retries = _meter.CreateCounter<long>("icomm.store.request.retries", "{attempt}", "Requests to stores that were sent again.");
        _bytes = _meter.CreateCounter<long>("icomm.store.answer.size", "By", "Bytes of answers read from stores, after decompression.");
    }

    /// <summary>Covers one attempt; null when nobody traces. Neither address nor answer is in it.</summary>
    internal static Activity? Trace(StoreCall call) =>
        Source.StartActivity("store request", ActivityKind.Client)?.SetTag("icomm.store_type", call.StoreType).SetTag("icomm.operation", call.Operation).SetTag("icomm.integration", call.IntegrationId);

    internal void Attempted(StoreCall call, string outcome, TimeSpan elapsed) => _duration.Record(
        elapsed.TotalSeconds, new("store_type", call.StoreType), new("operation", call.Operation), new("outcome", outcome));

    internal void Retried(StoreCall call, string cause) => _retries.Add(
        1, new("store_type", call.StoreType), new("operation", call.Operation), new("cause", cause));

    internal void Received(StoreCall call, int bytes) => _bytes.Add(bytes, new("store_type", call.StoreType), new("operation", call.Operation));

    public void Dispose() => _meter.Dispose();
}
