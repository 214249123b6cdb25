using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Refreshes;

public sealed class DatabaseRefreshTests
{
    [Fact]
    public async Task Evaluates_and_scores_everybody()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(25);

        var refresh = await bed.RefreshAsync();

        Assert.Equal(RunOutcome.Succeeded, refresh.Outcome);
        Assert.Equal(new RefreshCounters { Profiles = 25, Evaluated = 25, Rescored = 25 }, refresh.Counters);
        Assert.Equal(25, refresh.Segments.Sum(segment => segment.Customers));
        var model = (await bed.Get<IRfmModelStore>().FindAsync(RefreshBed.Account, RefreshBed.Database, refresh.ModelVersion!.Value, default))!;
        Assert.Equal(25, model[RfmPeriod.Lifetime].Population);
        foreach (var row in await bed.AllRowsAsync())
            AssertScores(row, model, refresh.AsOf);
    }

    [Fact]
    public async Task A_second_one_of_the_day_finds_nothing_to_do()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(10);
        var first = await bed.RefreshAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await bed.RefreshAsync();

        Assert.Equal(RunOutcome.Succeeded, second.Outcome);
        Assert.Equal(new RefreshCounters(), second.Counters);
        Assert.Equal(first.ModelVersion, second.ModelVersion);
    }

    [Fact]
    public async Task Evaluates_again_only_who_changed()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(20);
        await bed.RefreshAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(1));

        await bed.BuyAsync("customer3@example.com", 0, 500);
        var refresh = await bed.RefreshAsync();

        Assert.Equal(20, refresh.Counters.Profiles);
        Assert.Equal(1, refresh.Counters.Evaluated);
        Assert.Equal(5, (await bed.RowAsync("customer3@example.com")).Profile.Periods[(int)RfmPeriod.Lifetime].Purchases);
    }

    [Fact]
    public async Task Windows_move_with_the_days_though_nobody_buys()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAsync("ana@example.com", daysAgo: 29, 100);
        await bed.BuyAsync("bea@example.com", daysAgo: 5, 100);
        await bed.RefreshAsync();
        Assert.Equal(1, Purchases30(await bed.RowAsync("ana@example.com")));

        bed.Time.Advance(TimeSpan.FromDays(2));
        var refresh = await bed.RefreshAsync();

        Assert.Equal(1, refresh.Counters.Evaluated);
        Assert.Equal(0, Purchases30(await bed.RowAsync("ana@example.com")));
        Assert.Equal(0, (await bed.RowAsync("ana@example.com")).Scores!.Codes[(int)RfmPeriod.Days30]);
        Assert.Equal(1, Purchases30(await bed.RowAsync("bea@example.com")));
    }

    [Fact]
    public async Task Remembers_the_segment_before_and_when_it_changed()
    {
        await using var bed = await RefreshBed.StartAsync();
        for (var i = 0; i < 5; i++)
            await bed.BuyAsync($"customer{i}@example.com", daysAgo: 10 * i, 100);
        var first = await bed.RefreshAsync();
        var before = (await bed.RowAsync("customer4@example.com")).Scores!;
        Assert.Null(before.PreviousSegment);
        Assert.Equal("BEGINNERS_LOSE_IT", before.Segment);

        bed.Time.Advance(TimeSpan.FromDays(1));
        await bed.BuyAsync("customer4@example.com", daysAgo: 0, 100);
        var second = await bed.RefreshAsync();

        var after = (await bed.RowAsync("customer4@example.com")).Scores!;
        Assert.Equal("LOYAL_CHAMPIONS", after.Segment);
        Assert.Equal("BEGINNERS_LOSE_IT", after.PreviousSegment);
        Assert.Equal(second.AsOf.DayNumber, after.SegmentChangedOn);
        Assert.Contains(new SegmentTransition("BEGINNERS_LOSE_IT", "LOYAL_CHAMPIONS", 1), second.Transitions);
        Assert.Empty(first.Transitions);
    }

    [Fact]
    public async Task Other_settings_count_everything_again()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(10);
        await bed.RefreshAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(1));

        await bed.ChangeSettingsAsync(settings => settings with { Currency = "USD", Rates = settings.Rates.Add("UYU", 0.025m) });
        var refresh = await bed.RefreshAsync();
        Assert.Equal(10, refresh.Counters.Evaluated);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.ChangeSettingsAsync(settings => settings with { SegmentMapName = "r-rfm" });
        var remapped = await bed.RefreshAsync();
        Assert.Equal(0, remapped.Counters.Evaluated);
        Assert.Equal(10, remapped.Transitions.Sum(transition => transition.Customers));
    }

    [Fact]
    public async Task Another_day_stands_aside_while_one_is_under_way()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(30);

        var first = await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null));
        var same = await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null));
        await bed.EndOfAsync(first.RefreshId!);

        Assert.False(same.IsOther);
        var before = await bed.RefreshAsync(new DateOnly(2026, 1, 31));
        Assert.Equal(new DateOnly(2026, 1, 31), before.AsOf);
        Assert.Equal(30, before.Counters.Evaluated);
    }

    [Fact]
    public async Task Comes_every_day_at_the_databases_time()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(5);
        await bed.Refresh.ScheduleAsync();

        // Montevideo is three hours behind UTC.
        var due = new DateTimeOffset(2026, 3, 11, 7, 0, 0, TimeSpan.Zero);
        Assert.Equal(due, (await bed.Refresh.GetStatusAsync())!.NextDueAt);

        for (var day = 0; day < 3; day++)
        {
            await TickAsync(bed, due.AddDays(day));
            var status = await Eventually.IsAsync(
                "daily refresh", "database", $"the refresh of day {day}", bed.Refresh.GetStatusAsync,
                status => status is { Current: null, LastCompleted: { } last } && last.AsOf == new DateOnly(2026, 3, 11).AddDays(day));
            Assert.Equal(due.AddDays(day + 1), status!.NextDueAt);
        }

        Assert.Equal(3, (await bed.HistoryAsync()).Length);
    }

    [Fact]
    public async Task A_day_that_folding_made_unanswerable_leaves_the_profile_out()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAsync("ana@example.com", daysAgo: 500, 100);
        await bed.BuyManyAsync("bea@example.com", purchases: 1_001, daysAgo: 500);
        var today = await bed.RefreshAsync();
        Assert.Equal(0, today.Counters.Unanswerable);
        Assert.Equal(2, today.Segments.Sum(segment => segment.Customers));

        var past = await bed.RefreshAsync(new DateOnly(2025, 1, 1));

        Assert.Equal(1, past.Counters.Unanswerable);
        Assert.Equal(1, past.Segments.Sum(segment => segment.Customers));
        Assert.Equal("as_of_folded", (await bed.RowAsync("bea@example.com")).Profile.ProblemCode);

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        var again = await bed.RefreshAsync();
        Assert.Equal(2, again.Segments.Sum(segment => segment.Customers));
        Assert.Equal(1_001, (await bed.RowAsync("bea@example.com")).Profile.Periods[(int)RfmPeriod.Lifetime].Purchases);
    }

    [Fact]
    public async Task A_damaged_profile_holds_up_no_other()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(10);
        var key = await bed.DamageAsync("customer3@example.com");

        Assert.Equal(RunOutcome.Succeeded, (await bed.RefreshAsync()).Outcome);

        var rows = await bed.AllRowsAsync();
        Assert.Equal((key.ProfileId, ProfileStateErrors.Corrupt), rows.Where(row => row.Profile.ProblemCode is not null).Select(row => (row.Profile.ProfileId, row.Profile.ProblemCode)).Single());
        Assert.Equal(9, rows.Count(row => row.Profile.ProblemCode is null && row.Scores is not null));
    }

    [Fact]
    public async Task Another_time_of_day_counts_at_once()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.Refresh.ScheduleAsync();

        await bed.ChangeSettingsAsync(settings => settings with { RefreshAt = new TimeOnly(6, 30) });
        await bed.Refresh.ScheduleAsync();

        Assert.Equal(new DateTimeOffset(2026, 3, 11, 9, 30, 0, TimeSpan.Zero), (await bed.Refresh.GetStatusAsync())!.NextDueAt);
    }

    [Fact]
    public async Task A_time_of_day_changed_during_a_refresh_counts_from_its_end_on()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAllAsync(200);
        var started = await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null));

        await bed.ChangeSettingsAsync(settings => settings with { RefreshAt = new TimeOnly(6, 30) });
        await bed.Refresh.ScheduleAsync();
        await bed.EndOfAsync(started.RefreshId!);

        Assert.Equal(new DateTimeOffset(2026, 3, 11, 9, 30, 0, TimeSpan.Zero), (await bed.Refresh.GetStatusAsync())!.NextDueAt);
    }

    [Fact]
    public async Task Goes_on_on_another_silo_when_its_own_dies()
    {
        await using var bed = await RefreshBed.StartAsync(profilesPerRange: 100, silos: 2);
        await bed.BuyAllAsync(40);
        var started = await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null));

        await bed.Cluster.KillSiloAsync(bed.Cluster.SiloNames[^1]);

        // Whoever asks finds it, and takes it up.
        await bed.Refresh.ScheduleAsync();
        var refresh = await bed.EndOfAsync(started.RefreshId!);
        Assert.Equal(RunOutcome.Succeeded, refresh.Outcome);
        Assert.Equal(40, refresh.Segments.Sum(segment => segment.Customers));
        Assert.Equal(40, (await bed.AllRowsAsync()).Length);
    }

    private static async Task TickAsync(RefreshBed bed, DateTimeOffset due)
    {
        // Orleans sets no timer for a reminder that is far off: armed again once it is near, either engine does.
        bed.Time.AdvanceTo(due - TimeSpan.FromSeconds(90));
        await bed.Refresh.ScheduleAsync();
        await bed.Time.WhenTimerIsDueAfterAsync(TimeSpan.FromSeconds(90)).OrFail("next tick", "database");
        bed.Time.AdvanceTo(due);
    }

    private static void AssertScores(MasterDataRow row, RfmModel model, DateOnly asOf)
    {
        var scorer = new RfmScorer(model);
        foreach (var period in RfmPeriods.All)
            Assert.Equal(scorer.Score(period, row.Profile.Periods[(int)period].Rfm, asOf.DayNumber).Code, row.Scores!.Codes[(int)period]);
        Assert.Equal(scorer.SegmentOf(RfmScore.OfCode(row.Scores!.Codes[(int)RfmPeriod.Lifetime])), row.Scores.Segment);
    }

    private static int Purchases30(MasterDataRow row) => row.Profile.Periods[(int)RfmPeriod.Days30].Purchases;
}
