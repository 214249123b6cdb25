using System.Diagnostics;
using System.Text.Json;
using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Outside.Api;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>Scores, groups and segments of every customer of the UCI file equal brute force, however many refreshes lead to a day and whatever happens to them.</summary>
public sealed class RetailRefreshTests(SyncedRetail retail, ITestOutputHelper output) : IClassFixture<SyncedRetail>
{
    private const int DaysInAll = 400;
    private const int Kills = 8;

    private static readonly DateOnly First = new(2010, 12, 1);

    /// <summary>From the second day of business, when most windows hold the same few, to one when the last month is nearly empty.</summary>
    private static readonly DateOnly[] Compared = [new(2010, 12, 2), new(2011, 3, 15), new(2011, 7, 31), new(2011, 12, 10), First.AddDays(DaysInAll - 1)];

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task EveryScoreEqualsBruteForceAtFiveDates()
    {
        using var folder = new TestFolder();
        await using var silo = await retail.StartCopyAsync(folder);
        var driver = new RefreshDriver(silo, retail.DatabaseId);
        foreach (var (day, histories) in retail.Oracle.Walk(Compared, RfmRule.Icomm))
        {
            var refresh = await driver.RefreshAsync(day);
            var compared = await AssertEqualAsync(driver, refresh, day, histories);
            var live = await ObservedProfile.AllAsync(silo.Api, retail.DatabaseId, day);
            compared += RfmComparison.AssertEqual($"live as of {day:yyyy-MM-dd}", live, retail.Oracle.Score(day, RfmRule.Icomm), histories);
            output.WriteLine($"as of {day:yyyy-MM-dd}: {compared:N0} values of {live.Count:N0} profiles are equal; {Describe(refresh)}");

            // Once more on the same day: nothing is left to do.
            var again = await driver.RefreshAsync(day);
            var counters = again.GetProperty("counters");
            Assert.Equal((0, 0), (counters.GetProperty("evaluated").GetInt32(), counters.GetProperty("rescored").GetInt32()));
            Assert.Equal(refresh.GetProperty("modelVersion").GetInt64(), again.GetProperty("modelVersion").GetInt64());
            Assert.Equal(refresh.GetProperty("modelVersion").GetInt64(), (await driver.CurrentModelAsync()).GetProperty("version").GetInt64());
        }

        silo.AssertLogsAreClean();
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task FourHundredDailyRefreshesLeadToTheSame()
    {
        using var folder = new TestFolder();
        await using var silo = await retail.StartCopyAsync(folder);
        var driver = new RefreshDriver(silo, retail.DatabaseId);
        var durations = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        foreach (var (day, histories) in retail.Oracle.Walk(Enumerable.Range(0, DaysInAll).Select(First.AddDays), RfmRule.Icomm))
        {
            var refresh = await driver.RefreshAsync(day);
            durations.Add(RefreshDriver.Duration(refresh));
            RefreshComparison.AssertSegments(refresh, day, histories);
            if (Compared.Contains(day))
                output.WriteLine($"as of {day:yyyy-MM-dd}: {await AssertEqualAsync(driver, refresh, day, histories):N0} values are equal; {Describe(refresh)}");
        }

        output.WriteLine(
            $"{durations.Count} refreshes: {durations.Sum(duration => duration.TotalSeconds):0.0} s, median {durations.Order().ElementAt(durations.Count / 2).TotalMilliseconds:0} ms, "
            + $"longest {durations.Max().TotalMilliseconds:0} ms; with comparisons {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        silo.AssertLogsAreClean();
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task RefreshesThatAreKilledGoOnAndLeadToTheSame()
    {
        var seed = Environment.GetEnvironmentVariable("ICOMM_CRASH_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
        output.WriteLine($"seed {seed} (ICOMM_CRASH_SEED={seed} repeats these moments)");
        var random = new Random(seed);

        // Every twentieth day and the compared ones; ranges small enough that a kill hits between two.
        var days = Enumerable.Range(0, DaysInAll).Where(day => day % 20 == 0).Select(First.AddDays).Union(Compared).Order().ToArray();
        var killed = Enumerable.Range(0, days.Length).OrderBy(_ => random.Next()).Take(Kills).Select(i => days[i]).ToHashSet();
        using var folder = new TestFolder();
        await using var silo = await retail.StartCopyAsync(folder, "--Refresh:ProfilesPerRange=250");
        var driver = new RefreshDriver(silo, retail.DatabaseId);
        var hits = 0;
        var typical = TimeSpan.FromMilliseconds(400);
        foreach (var (day, histories) in retail.Oracle.Walk(days, RfmRule.Icomm))
        {
            var id = await driver.StartAsync(day);
            if (killed.Contains(day))
                hits += await KillAsync(silo, driver, id, typical * random.NextDouble()) ? 1 : 0;
            var refresh = await driver.EndOfAsync(id);
            if (!killed.Contains(day))
                typical = RefreshDriver.Duration(refresh);
            RefreshComparison.AssertSegments(refresh, day, histories);
            if (Compared.Contains(day) || killed.Contains(day))
                output.WriteLine($"as of {day:yyyy-MM-dd}: {await AssertEqualAsync(driver, refresh, day, histories):N0} values are equal; {Describe(refresh)}");
        }

        output.WriteLine($"{hits} of {Kills} kills hit a refresh");
        Assert.True(hits >= Kills / 2, $"Only {hits} of {Kills} kills hit a refresh.");
        silo.AssertLogsAreClean();
    }

    /// <returns>Whether the refresh was under way.</returns>
    private async Task<bool> KillAsync(SiloProcess silo, RefreshDriver driver, string id, TimeSpan later)
    {
        await Task.Delay(later, TimeProvider.System);
        var seen = await driver.GetAsync(id);
        await silo.KillAsync();
        var isHit = seen.TryGetProperty("progress", out var progress);
        output.WriteLine($"killed after {later.TotalMilliseconds:0} ms: {(isHit ? progress.GetRawText() : "it had ended")}");
        await silo.StartAsync();
        return isHit;
    }

    private async Task<int> AssertEqualAsync(RefreshDriver driver, JsonElement refresh, DateOnly day, IReadOnlyDictionary<string, SegmentHistory> histories)
    {
        RefreshComparison.AssertSegments(refresh, day, histories);
        RefreshComparison.AssertModel(await driver.CurrentModelAsync(), day, retail.Oracle, RfmRule.Icomm);
        return RfmComparison.AssertEqual($"refreshed as of {day:yyyy-MM-dd}", await driver.ProfilesAsync(day), retail.Oracle.Score(day, RfmRule.Icomm), histories);
    }

    private static string Describe(JsonElement refresh) => $"{refresh.GetProperty("counters").GetRawText()} in {RefreshDriver.Duration(refresh).TotalMilliseconds:0} ms";
}
