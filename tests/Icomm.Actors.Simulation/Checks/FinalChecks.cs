using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains;

namespace Icomm.Actors.Simulation.Checks;

/// <summary>What must hold of runs, checkpoints and rejected records when the world has become quiet.</summary>
internal static class FinalChecks
{
    public static void Check(FakeBackend backend, IReadOnlyList<ShopUnderTest> shops, Violations violations)
    {
        foreach (var row in backend.Runs.Rows)
            violations.Expect(row.Outcome != RunOutcome.Running, () => $"{row.IntegrationId}: run {row.RunId} never ended in the log");
        foreach (var overlap in backend.Shops.Watch.Violations)
            violations.Add(overlap);
        foreach (var shop in shops)
            Check(backend, shop, violations);
    }

    private static void Check(FakeBackend backend, ShopUnderTest shop, Violations violations)
    {
        if (backend.Integrations.Find(shop.Key) is not { Definition: { } definition } record)
        {
            violations.Add($"{shop.Key} is gone");
            return;
        }

        violations.Expect(record.CurrentRun is null && record.OpenSlice is null, () => $"{shop.Key}: something is open still");
        violations.Expect(record.LastProblemCode is null, () => $"{shop.Key}: shows {record.LastProblemCode} after a run that succeeded");
        violations.Expect(
            backend.Reminders.Rows.Count(row => row.GrainId.Key.ToString() == shop.Key.ToString()) == 1, () => $"{shop.Key}: has not exactly one reminder");

        var runs = backend.Runs.Rows.Where(row => row.IntegrationId == shop.Key.IntegrationId).ToList();
        if (runs.LastOrDefault(run => run.Outcome == RunOutcome.Succeeded) is not { } last)
        {
            violations.Add($"{shop.Key}: no run succeeded");
            return;
        }

        foreach (var resource in Enum.GetValues<StoreResource>())
        {
            violations.Expect(
                record.Covered.TryGetValue(resource.ToString(), out var covered) && covered.Covers(new TimeInterval(definition.StartsAt, last.StartedAt)),
                () => $"{shop.Key}: {resource} is not covered up to the last run: {record.Covered.GetValueOrDefault(resource.ToString())}");
        }

        var added = runs.Sum(run => run.Counters.New);
        violations.Expect(added <= shop.MostNew, () => $"{shop.Key}: {added} new records, and the shop never had more than {shop.MostNew}");

        var rejected = backend.Rejected.Rows.Where(row => row.IntegrationId == shop.Key.IntegrationId).Select(row => row.RecordId).Distinct().Order(StringComparer.Ordinal).ToList();
        var expected = shop.RejectedIds.ToList();
        violations.Expect(rejected.SequenceEqual(expected), () => $"{shop.Key}: rejected [{string.Join(' ', rejected)}], expected [{string.Join(' ', expected)}]");
    }
}
