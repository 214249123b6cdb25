using System.Diagnostics;
using System.Diagnostics.Metrics;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>What is measured and traced of runs. Tags are few and fixed: platform, outcome, kind; never a tenant.</summary>
public sealed class SyncMetrics : IDisposable
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "Icomm.Actors.Sync";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _records;
    private readonly Histogram<double> _duration;

    public SyncMetrics(AccountTurns turns, IMeterFactory? factory = null)
    {
        _meter = factory?.Create(Name) ?? new Meter(Name);
        _runs = _meter.CreateCounter<long>("icomm.sync.runs", "{run}", "Runs that ended, by outcome and problem.");
        _records = _meter.CreateCounter<long>("icomm.sync.records", "{record}", "Orders, customers and products of runs that ended, by what became of them.");
        _meter.CreateObservableGauge("icomm.sync.profile_calls.waiting", () => turns.Waiting, "{call}", "Calls to profiles that wait for their account's turn.");
        _duration = _meter.CreateHistogram<double>("icomm.sync.run.duration", "s", "Time from a run's beginning to its end, waits for the store and interruptions included.");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Covers one stretch of work on a run; null when nobody traces.</summary>
    internal static Activity? Trace(IntegrationKey integration, string storeType, string runId) =>
        Source.StartActivity("sync run")?.SetTag("icomm.store_type", storeType).SetTag("icomm.integration", integration.IntegrationId).SetTag("icomm.run", runId);

    internal static void Tell(Activity? activity, RunEnd end)
    {
        activity?.SetTag("icomm.outcome", end.Outcome.ToString());
        if (end.Problem is { } problem)
            activity?.SetStatus(ActivityStatusCode.Error, problem.Code);
    }

    internal void Ended(string storeType, RunCheckpoint run, RunEnd end, DateTimeOffset now)
    {
        KeyValuePair<string, object?> platform = new("store_type", storeType), outcome = new("outcome", end.Outcome.ToString());
        _runs.Add(1, platform, outcome, new("problem", end.Problem?.Code ?? ""));
        _duration.Record((now - run.StartedAt).TotalSeconds, platform, outcome);
        Count("new", run.Counters.New);
        Count("changed", run.Counters.Changed);
        Count("unchanged", run.Counters.Unchanged);
        Count("rejected", run.Counters.Rejected);

        void Count(string became, long records)
        {
            if (records > 0)
                _records.Add(records, platform, new("became", became));
        }
    }
}
