using System.Text.Json;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.EndToEnd.Store;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>kill -9 in the middle of a sync: the run goes on by itself after each start, and what it leaves is what an undisturbed sync leaves.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private static readonly DateOnly AsOf = new(2026, 1, 2);
    private static readonly TimeSpan ProgressLimit = TimeSpan.FromMinutes(3);

    /// <summary>Slow enough that ten moments fit into a sync.</summary>
    private static readonly FaultRule Slowness = new(Fault.DelayOf(TimeSpan.FromMilliseconds(15))) { Times = null };

    [Fact]
    public async Task TenKillsLeaveWhatAnUndisturbedSyncLeaves()
    {
        var seed = Environment.GetEnvironmentVariable("ICOMM_CRASH_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (ICOMM_CRASH_SEED={seed} repeats these moments)");
        var random = new Random(seed);
        var source = new GeneratedSource { Seed = 7, Customers = 2_500, Orders = 10_000, Products = 150, Days = 500, End = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        using var calmFolder = new TestFolder();
        using var wildFolder = new TestFolder();
        await using var calmShop = await ServedShop.StartAsync(source);
        await using var wildShop = await ServedShop.StartAsync(ShopSource.Of(calmShop.Data));

        await using var calmSilo = await SiloProcess.StartAsync(calmFolder.Path);
        var calm = await Integration.CreateAsync(calmSilo, calmShop, settings: ("pageSize", "100"));
        var undisturbed = RunCounters.Of(await calm.SyncWellAsync());
        output.WriteLine($"undisturbed: {undisturbed}");
        var calmProfiles = await calm.ProfilesAsync(AsOf);
        await calmSilo.StopAsync();

        wildShop.Shop.Faults.Add(Slowness);
        await using var wildSilo = await SiloProcess.StartAsync(wildFolder.Path);
        var wild = await Integration.CreateAsync(wildSilo, wildShop, settings: ("pageSize", "100"));
        var runId = await wild.StartRunAsync();
        var interrupted = 0;
        foreach (var moment in Enumerable.Range(0, Kills).Select(_ => random.NextDouble() * 0.93).Order())
            interrupted += await KillAtAsync(wildSilo, wild, runId, (long)(moment * undisturbed.Read), TimeSpan.FromMilliseconds(random.Next(60))) ? 1 : 0;
        var run = await wild.EndOfAsync(runId);
        output.WriteLine($"{interrupted} of {Kills} kills hit the run; at its end: {RunCounters.Of(run)}");

        Assert.True(interrupted >= Kills - 1, $"Only {interrupted} of {Kills} kills hit the run.");
        Assert.Equal("succeeded", run.GetProperty("outcome").GetString());
        Assert.Single(await wild.RunsAsync());
        RunCounters.Of(run).AssertAddUp();
        Assert.Equal(undisturbed.Read, RunCounters.Of(run).Read);
        await wild.AssertEqualsTruthAsync();
        AssertSame(calmProfiles.ToDictionary(profile => profile.Email, profile => profile.Content), (await wild.ProfilesAsync(AsOf)).ToDictionary(profile => profile.Email, profile => profile.Content));

        Assert.Equal(0, await wildSilo.StopAsync());
        AssertSame(Rows(calmFolder), Rows(wildFolder));
        wildShop.AssertOneRequestAtATime();
        wildSilo.AssertLogsAreClean();
    }

    /// <returns>Whether the run was under way at that moment.</returns>
    private async Task<bool> KillAtAsync(SiloProcess silo, Integration integration, string runId, long read, TimeSpan later)
    {
        var seen = await Wait.UntilAsync(
            "sync until the kill",
            $"run {runId}",
            $"at {read} records",
            ProgressLimit,
            read: () => integration.GetRunAsync(runId),
            isReached: run => run.TryGetProperty("endedAt", out _) || RunCounters.Of(run).Read >= read,
            actual: run => run.GetRawText(),
            pause: TimeSpan.FromMilliseconds(10));
        await Task.Delay(later, TimeProvider.System);
        await silo.KillAsync();
        output.WriteLine($"killed {later.TotalMilliseconds} ms after {RunCounters.Of(seen).Read} records{Stage(seen)}");
        await silo.StartAsync();
        return !seen.TryGetProperty("endedAt", out _);
    }

    private static string Stage(JsonElement run) => run.TryGetProperty("progress", out var progress) && progress.TryGetProperty("stage", out var stage) ? $" ({stage.GetString()})" : "";

    private static Dictionary<string, object> Rows(TestFolder folder) => StoredProfiles.Read(folder.Path).Values.ToDictionary(row => row.Email!, row => row.Content);

    private static void AssertSame<T>(IReadOnlyDictionary<string, T> expected, IReadOnlyDictionary<string, T> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (key, value) in expected)
            Assert.Equal(value, actual[key]);
    }
}
