using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Refreshes;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IRefreshStore"/>, <see cref="IRefreshLog"/> and <see cref="IRfmModelStore"/> must do.</summary>
public abstract class RefreshStoreCompliance
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_refresh_record_is_written_version_by_version_and_comes_back_whole()
    {
        await using var store = Open();
        Assert.Null(await store.Refreshes.ReadAsync("acme", "main", default));
        var record = Record();
        Assert.Equal(new VersionedWrite(true, 1), await store.Refreshes.WriteAsync("acme", "main", 0, record, default));
        Assert.Equal(new VersionedWrite(false, 1), await store.Refreshes.WriteAsync("acme", "main", 0, record, default));
        record.ConsecutiveFailures = 4;
        var write = store.Refreshes.WriteAsync("acme", "main", 1, record, default);
        record.ConsecutiveFailures = 99; // the grain goes on with its record
        Assert.Equal(new VersionedWrite(true, 2), await write);
        Assert.Equal(new VersionedWrite(false, 2), await store.Refreshes.WriteAsync("acme", "main", 1, record, default));
        await store.ReopenAsync();

        var (stored, version) = (await store.Refreshes.ReadAsync("acme", "main", default))!.Value;
        Assert.Equal((2, 4), (version, stored.ConsecutiveFailures));
        Assert.Equal(
            (record.IsScheduled, record.NextDueAt, record.LastNumber, record.LastCompleted, record.LastProblemCode),
            (stored.IsScheduled, stored.NextDueAt, stored.LastNumber, stored.LastCompleted, stored.LastProblemCode));
        var (before, after) = (record.Current!, stored.Current!);
        Assert.Equal(before with { Settings = after.Settings, Ranges = after.Ranges }, after);
        Assert.Equal(before.Ranges.AsEnumerable(), after.Ranges);
        Assert.Equal((before.Settings.TimeZone, before.Settings.Currency, before.Settings.OlderWindow), (after.Settings.TimeZone, after.Settings.Currency, after.Settings.OlderWindow));
        Assert.Equal(before.Settings.Rates, after.Settings.Rates);
        Assert.Equal((before.Settings.RfmMethod, before.Settings.RefreshAt, before.Settings.OwnSegmentMap), (after.Settings.RfmMethod, after.Settings.RefreshAt, after.Settings.OwnSegmentMap));
        Assert.Null(await store.Refreshes.ReadAsync("acme", "other", default));

        Assert.Equal(new VersionedWrite(false, 2), await store.Refreshes.DeleteAsync("acme", "main", 1, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Refreshes.DeleteAsync("acme", "main", 2, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Refreshes.DeleteAsync("acme", "main", 0, default));
        Assert.Null(await store.Refreshes.ReadAsync("acme", "main", default));
    }

    [Fact]
    public async Task A_logged_refresh_is_overwritten_as_a_whole_and_listed_newest_first()
    {
        await using var store = Open();
        await store.RefreshLog.SaveAsync(Row("r1"), default);
        var ended = Row("r1") with
        {
            EndedAt = Samples.Now.AddMinutes(3),
            Outcome = RunOutcome.Succeeded,
            ModelVersion = 12,
            Counters = new RefreshCounters { Profiles = 10, Evaluated = 4, Rescored = 3, Unanswerable = 2 },
            Segments = [new SegmentCount("LOYAL_ÑANDÚ", 7, 70, 1234.5678m)],
            Transitions = [new SegmentTransition("PROSPECTS", "BEGINNERS_NEW", 3)],
            Messages = [new RunMessage(Samples.Now, "info", "cuts", "computed")],
        };
        await store.RefreshLog.SaveAsync(ended, default);
        for (var i = 2; i <= 12; i++)
            await store.RefreshLog.SaveAsync(Row($"r{i:D2}"), default);
        await store.RefreshLog.SaveAsync(Row("r99") with { DatabaseId = "other" }, default);

        var found = (await store.RefreshLog.FindAsync("acme", "main", "r1", default))!;
        Assert.Equal(ended with { Segments = found.Segments, Transitions = found.Transitions, Messages = found.Messages }, found);
        Assert.Equal(ended.Segments.AsEnumerable(), found.Segments);
        Assert.Equal(ended.Transitions.AsEnumerable(), found.Transitions);
        Assert.Equal(ended.Messages.AsEnumerable(), found.Messages);
        Assert.Null(await store.RefreshLog.FindAsync("acme", "other", "r1", default));

        var first = await store.RefreshLog.ListAsync("acme", "main", null, 7, default);
        var second = await store.RefreshLog.ListAsync("acme", "main", first[^1].RefreshId, 7, default);
        Assert.Equal(["r12", "r11", "r10", "r1", "r09", "r08", "r07", "r06", "r05", "r04", "r03", "r02"], first.Concat(second).Select(row => row.RefreshId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.RefreshLog.ListAsync("acme", "main", null, 0, default));
    }

    [Fact]
    public async Task A_refresh_that_has_ended_is_never_opened_again()
    {
        await using var store = Open();
        var ended = Row("r1") with { EndedAt = Samples.Now, Outcome = RunOutcome.Succeeded };
        await store.RefreshLog.SaveAsync(ended, default);
        await store.RefreshLog.SaveAsync(Row("r1"), default);
        Assert.Equal(RunOutcome.Succeeded, (await store.RefreshLog.FindAsync("acme", "main", "r1", default))!.Outcome);
        await store.RefreshLog.SaveAsync(ended with { Outcome = RunOutcome.Failed }, default);
        Assert.Equal(RunOutcome.Failed, (await store.RefreshLog.FindAsync("acme", "main", "r1", default))!.Outcome);
    }

    [Fact]
    public async Task Of_a_refreshs_messages_the_last_hundred_are_kept()
    {
        await using var store = Open();
        await store.RefreshLog.SaveAsync(Row("r1") with { Messages = [.. Enumerable.Range(0, 250).Select(i => new RunMessage(Samples.Now, "info", "range", $"range {i}"))] }, default);
        var messages = (await store.RefreshLog.FindAsync("acme", "main", "r1", default))!.Messages;
        Assert.Equal((100, "range 150", "range 249"), (messages.Length, messages[0].Text, messages[^1].Text));
    }

    [Fact]
    public async Task A_model_is_saved_once_and_comes_back_whole()
    {
        await using var store = Open();
        var model = Model(1, Today);
        await store.Models.SaveAsync("acme", "main", model, default);
        await store.Models.SaveAsync("acme", "main", model with { Currency = "USD" }, default);
        await store.ReopenAsync();
        var found = (await store.Models.FindAsync("acme", "main", 1, default))!;
        Assert.Equal(model with { Periods = found.Periods }, found);
        Assert.Equal(model.Periods.AsEnumerable(), found.Periods);
        Assert.Null(await store.Models.FindAsync("acme", "main", 2, default));
        Assert.Null(await store.Models.FindAsync("acme", "other", 1, default));
    }

    [Fact]
    public async Task The_model_in_force_is_the_newest_of_the_latest_day_up_to_the_day()
    {
        await using var store = Open();
        Assert.Null(await store.Models.InForceAsync("acme", "main", Today, default));
        foreach (var (version, day) in new[] { (1, 0), (2, 2), (3, 2), (4, 1), (12, -9), (5, 5) })
            await store.Models.SaveAsync("acme", "main", Model(version, Today.AddDays(day)), default);
        foreach (var (day, expected) in new (int, long?)[] { (-10, null), (-9, 12), (-1, 12), (0, 1), (1, 4), (2, 3), (4, 3), (5, 5), (900, 5) })
            Assert.Equal(expected, await store.Models.InForceAsync("acme", "main", Today.AddDays(day), default));
        Assert.Null(await store.Models.InForceAsync("acme", "other", Today, default));

        Assert.Equal([12, 5, 4, 3], (await store.Models.ListAsync("acme", "main", null, 4, default)).Select(model => model.Version));
        Assert.Equal([2, 1], (await store.Models.ListAsync("acme", "main", 3, 4, default)).Select(model => model.Version));
        Assert.Empty(await store.Models.ListAsync("acme", "main", 1, 4, default));
    }

    internal static RfmModel Model(long version, DateOnly asOf) => new()
    {
        Version = version,
        AsOf = asOf,
        ComputedAt = Samples.Now.AddTicks(1),
        Method = RfmMethod.RRfm,
        Currency = "EUR",
        OlderWindow = OlderWindowPolicy.Lifetime,
        Periods = [.. RfmPeriods.All.Select(period => period == RfmPeriod.Days30 ? RfmCuts.None : new RfmCuts(1_000 + (int)period, [1, 2.4m, 3, 4], [1, 1, 2, 3.2m], [-0.0001m, 0, 123456789012.3456m, 1_000_000_000_000m]))],
        Segments = Map,
    };

    internal static SegmentMap Map => new()
    {
        Name = "propio ñ",
        Matching = SegmentMatching.First,
        Rules = [new SegmentRule("A", new ScoreRange(1, 2), ScoreRange.Any, new ScoreRange(5, 5)), new SegmentRule("B", ScoreRange.Any, ScoreRange.Any, ScoreRange.Any)],
        Otherwise = "Others",
    };

    internal static RefreshRecord Record() => new()
    {
        IsScheduled = true,
        NextDueAt = Samples.Now.AddHours(16),
        LastNumber = 12,
        LastCompleted = new CompletedRefresh(11, "f11", Today.AddDays(-1), Samples.Now.AddDays(-1), 11, -7, long.MaxValue, "UYU"),
        LastProblemCode = "store_failed",
        Current = new RefreshCheckpoint
        {
            RefreshId = "f12",
            Number = 12,
            AsOf = Today,
            StartedAt = Samples.Now,
            Publish = true,
            Settings = new DatabaseSettings
            {
                TimeZone = "Europe/Madrid", Currency = "EUR", Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 0.92m), OlderWindow = OlderWindowPolicy.Lifetime,
                RfmMethod = RfmMethod.RRfm, OwnSegmentMap = Map, RefreshAt = new TimeOnly(5, 15),
            },
            Stage = RefreshStage.Scoring,
            Ranges = [new RangeCheckpoint(new ProfileRange(0, 50), true), new RangeCheckpoint(new ProfileRange(50, long.MaxValue), false)],
            ModelVersion = 12,
            Counters = new RefreshCounters { Profiles = 100, Evaluated = 20, Rescored = 3, Unanswerable = 1 },
        },
    };

    private static RefreshRow Row(string id) => new()
    {
        Account = "acme", DatabaseId = "main", RefreshId = id, Number = 4, AsOf = Today, StartedAt = Samples.Now, Outcome = RunOutcome.Running, Counters = new RefreshCounters(),
    };
}
