using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;

namespace Icomm.Actors.Simulation.Checks;

/// <summary>Looks at every integration record and every row of the run log when it is stored: one run at a time, counters that add up, progress that is never taken back.</summary>
internal sealed class RunWatch(Violations violations)
{
    private readonly Dictionary<IntegrationKey, IntegrationRecord> _records = [];
    private readonly Dictionary<(string Account, string Integration, string Run), RunRow> _rows = [];

    public void Stored(IntegrationKey key, IntegrationRecord record)
    {
        if (_records.TryGetValue(key, out var before))
        {
            if (before.CurrentRun is { } was && record.CurrentRun is { } run)
            {
                violations.Expect(was.RunId == run.RunId, () => $"{key}: run {run.RunId} took the place of {was.RunId}, which had not ended");
                violations.Expect(run.Counters.Read >= was.Counters.Read, () => $"{key}: run {run.RunId} went back from {was.Counters.Read} to {run.Counters.Read} records");
            }

            foreach (var (resource, covered) in before.Covered)
            {
                foreach (var interval in covered.Intervals)
                    violations.Expect(record.Covered.TryGetValue(resource, out var now) && now.Covers(interval), () => $"{key}: {interval} of {resource} is covered no more");
            }
        }

        if (record.CurrentRun is { } current)
            CheckCounters($"{key}: checkpoint of {current.RunId}", current.Counters);
        _records[key] = record;
    }

    public void Stored(RunRow row)
    {
        var key = (row.Account, row.IntegrationId, row.RunId);
        CheckCounters($"{row.IntegrationId}: row of run {row.RunId}", row.Counters);
        violations.Expect((row.Outcome == RunOutcome.Running) == (row.EndedAt is null), () => $"{row.IntegrationId}: run {row.RunId} is {row.Outcome} and ended at {row.EndedAt:O}");
        if (_rows.TryGetValue(key, out var before))
        {
            violations.Expect(row.Outcome != RunOutcome.Running || before.Outcome == RunOutcome.Running, () => $"{row.IntegrationId}: run {row.RunId} had ended ({before.Outcome}) and was opened again");
            violations.Expect(row.StartedAt == before.StartedAt, () => $"{row.IntegrationId}: run {row.RunId} changed its start");
        }

        foreach (var other in _rows.Values)
        {
            if (other.Account == row.Account && other.IntegrationId == row.IntegrationId && other.RunId != row.RunId && row.Outcome == RunOutcome.Running)
                violations.Expect(other.EndedAt <= row.StartedAt, () => $"{row.IntegrationId}: run {row.RunId} began while {other.RunId} was {other.Outcome} (ended at {other.EndedAt:O})");
        }

        _rows[key] = row;
    }

    public static bool AddsUp(RunCounters counters) => counters.Read == counters.New + counters.Changed + counters.Unchanged + counters.Rejected;

    private void CheckCounters(string what, RunCounters counters) => violations.Expect(AddsUp(counters), () => $"{what}: the counters don't add up: {counters}");
}
