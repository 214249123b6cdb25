using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>What a merchant does with an integration that is there: nothing of it loses an order.</summary>
public sealed class IntegrationChangeTests
{
    private static readonly StoreException Busy = new(new StoreProblem("store_busy", new("The shop is busy.", "The shop is busy.", "The shop is busy."), new("It is tried again by itself.", "It is tried again by itself.", "It is tried again by itself.")), isTransient: true);

    [Fact]
    public async Task A_pause_stops_the_run_at_its_checkpoint_and_the_resumed_one_goes_on_there()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var second = bed.HoldOrdersAfter(pages: 1);
        var runId = await bed.Integration.SyncNowAsync();
        await second.WaitAsync();

        Assert.True(await bed.Integration.PauseAsync().OrFail("pause", TestBed.IntegrationId));

        Assert.Equal(RunOutcome.Stopped, (await bed.EndOfAsync(runId)).Outcome);
        var paused = (await bed.Integration.GetStatusAsync())!;
        Assert.Equal((PauseReason.Requested, null, null), (paused.Pause!.Reason, paused.NextDueAt, paused.CurrentRun));
        Assert.Empty(bed.Backend.Reminders.Rows);
        Assert.Null(await bed.Integration.SyncNowAsync());
        Assert.Null(await bed.Integration.BackfillAsync(new TimeInterval(bed.Now.AddDays(-1), bed.Now)));
        await bed.Integration.ArmAsync();
        Assert.Empty(bed.Backend.Reminders.Rows);

        bed.Backend.Shops.Gate = null;
        Assert.True(await bed.Integration.ResumeAsync());
        await bed.TickAsync();
        var next = await bed.NextEndAsync(runId!);
        Assert.Equal(RunOutcome.Succeeded, next.Outcome);
        Assert.Equal(6, bed.Backend.Profiles.Rows.Length);
        Assert.Null((await bed.Integration.GetStatusAsync())!.Pause);
    }

    [Fact]
    public async Task Too_many_failures_pause_it_and_say_so()
    {
        await using var bed = await TestBed.StartAsync(new SyncOptions { PauseAfterFailures = 3 });
        await bed.Integration.CreateAsync(bed.Definition());
        bed.Backend.Shops.Manners = _ => new StoreManners { Failure = Busy };

        for (var i = 1; i <= 3; i++)
        {
            var row = await bed.RunAsync();
            Assert.Equal(i == 3 ? "paused_after_failures" : "store_busy", row.Messages[^1].Code);
            bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var status = (await bed.Integration.GetStatusAsync())!;
        Assert.Equal("pauseIntegration", Assert.Single(bed.Backend.Audit.Entries).Action);
        Assert.Equal((PauseReason.Failures, 3, "store_busy", null), (status.Pause!.Reason, status.ConsecutiveFailures, status.ProblemCode, status.NextDueAt));

        // The record comes first, the reminder after it.
        await Eventually.IsAsync("pause", TestBed.IntegrationId, "no reminder", () => Task.FromResult(bed.Backend.Reminders.Rows), rows => rows.Count == 0);

        bed.Backend.Shops.Manners = _ => StoreManners.Good;
        await bed.Integration.ResumeAsync();
        Assert.Equal(RunOutcome.Succeeded, (await bed.RunAsync()).Outcome);
        Assert.Equal((null, 0, IntegrationHealth.Success), await bed.Integration.GetStatusAsync() is { } healed ? (healed.Pause, healed.ConsecutiveFailures, healed.Health) : default);
    }

    [Fact]
    public async Task A_change_of_what_is_read_has_everything_read_anew()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(2, until: bed.Now);
        bed.Backend.Shops.Add("shop2").PutOrders(5, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var first = await bed.RunAsync();
        var definition = bed.Definition();

        bed.Time.Advance(TimeSpan.FromMinutes(1));
        var changed = definition with { Name = "Other", Settings = definition.Settings.SetItem(FakeShops.ShopSetting, "shop2") };
        Assert.Equal(IntegrationChanged.Changed, await bed.Integration.ChangeAsync(new IntegrationChange { Definition = changed, ExpectedVersion = 1, ReadsAnew = true }));
        await bed.TickAsync();

        var next = await bed.NextEndAsync(first.RunId);
        Assert.Equal(5, next.Counters.Read);
        Assert.Equal((2L, "Other"), await bed.Integration.GetStatusAsync() is { } status ? (status.DefinitionVersion, status.Definition.Name) : default);
    }

    [Fact]
    public async Task A_change_made_from_another_version_changes_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());

        var change = new IntegrationChange { Definition = bed.Definition() with { Name = "Other" }, ExpectedVersion = 2, ReadsAnew = true };
        Assert.Equal(IntegrationChanged.OtherVersion, await bed.Integration.ChangeAsync(change));

        Assert.Equal((1L, "My shop"), await bed.Integration.GetStatusAsync() is { } status ? (status.DefinitionVersion, status.Definition.Name) : default);
    }

    [Fact]
    public async Task A_change_in_mid_run_goes_on_from_the_checkpoint()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var second = bed.HoldOrdersAfter(pages: 1);
        var runId = await bed.Integration.SyncNowAsync();
        await second.WaitAsync();

        var change = new IntegrationChange { Definition = bed.Definition() with { Interval = TimeSpan.FromHours(1) }, ExpectedVersion = 1, ReadsAnew = false };
        Assert.Equal(IntegrationChanged.Changed, await bed.Integration.ChangeAsync(change).OrFail("change", TestBed.IntegrationId));
        bed.Backend.Shops.Gate = null;
        await bed.TickAsync();

        var next = await bed.NextEndAsync(runId!);
        Assert.Equal((RunOutcome.Succeeded, 4L), (next.Outcome, next.Counters.New));
        Assert.Equal(next.StartedAt.AddHours(1), (await bed.Integration.GetStatusAsync())!.NextDueAt);
    }

    /// <summary>What was placed before the former start, and changed after it, lies in time that has been read.</summary>
    [Fact]
    public async Task An_earlier_start_has_orders_read_anew_however_late_they_changed()
    {
        await using var bed = await TestBed.StartAsync();
        var start = bed.Now.AddDays(-100);
        bed.Shop.Put(ShopOrders.Order("1", "customer1@example.com", start.AddDays(-20)).Updated(start.AddDays(-19), 90));
        bed.Shop.Put(ShopOrders.Order("2", "customer2@example.com", start.AddDays(-3)).Updated(start.AddDays(5), 90));
        bed.Shop.Put(ShopOrders.Order("3", "customer3@example.com", start.AddDays(3)).Updated(start.AddDays(5), 90));
        await bed.Integration.CreateAsync(bed.Definition() with { StartsAt = start });
        Assert.Equal(1, (await bed.RunAsync()).Counters.New);

        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await bed.Integration.ChangeAsync(new IntegrationChange { Definition = bed.Definition() with { StartsAt = start.AddDays(-50) }, ExpectedVersion = 1, ReadsAnew = false });

        var row = await bed.RunAsync();
        Assert.Equal((2L, 1L), (row.Counters.New, row.Counters.Unchanged));
        Assert.Equal(3, bed.Backend.Profiles.Rows.Length);
    }

    [Fact]
    public async Task A_start_that_is_moved_in_mid_run_has_the_orders_asked_for_from_there()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var second = bed.HoldOrdersAfter(pages: 1);
        var runId = await bed.Integration.SyncNowAsync();
        await second.WaitAsync();

        var start = bed.Now.AddDays(-30);
        await bed.Integration.ChangeAsync(new IntegrationChange { Definition = bed.Definition() with { StartsAt = start }, ExpectedVersion = 1, ReadsAnew = false }).OrFail("change", TestBed.IntegrationId);
        bed.Backend.Shops.Gate = null;
        var answered = bed.Answers.Entries.Count;
        await bed.TickAsync();

        Assert.Equal(RunOutcome.Succeeded, (await bed.NextEndAsync(runId!)).Outcome);
        Assert.All(bed.Answers.Entries.Skip(answered).Where(answer => answer.Page.Resource == StoreResource.Orders), answer => Assert.Equal(start, answer.Page.Window.From));
    }

    [Fact]
    public async Task A_shorter_interval_brings_the_next_run_forward()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();

        await bed.Integration.ChangeAsync(new IntegrationChange { Definition = bed.Definition() with { Interval = TimeSpan.FromMinutes(30) }, ExpectedVersion = 1, ReadsAnew = false });

        Assert.Equal(bed.Now.AddMinutes(30), (await bed.Integration.GetStatusAsync())!.NextDueAt);
    }

    [Fact]
    public async Task A_backfill_reads_its_range_again_and_nothing_else()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        bed.Time.Advance(TimeSpan.FromDays(2));
        await bed.RunAsync();
        var answered = bed.Answers.Entries.Count;

        // Runs are known by the instant they start at, and this clock stands still.
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        var range = new TimeInterval(bed.Now.AddDays(-30), bed.Now.AddDays(-1));
        var row = await bed.EndOfAsync(await bed.Integration.BackfillAsync(range));

        Assert.Equal((RunOutcome.Succeeded, 3L, 0L), (row.Outcome, row.Counters.Unchanged, row.Counters.New));
        var windows = bed.Answers.Entries.Skip(answered).Where(answer => answer.Page.Resource == StoreResource.Orders).Select(answer => answer.Page.Window).ToArray();
        Assert.Contains(windows, window => window.Contains(range));
        Assert.All(windows, window => Assert.True(window.From >= range.From - TimeSpan.FromHours(1)));
        Assert.Single(bed.Record.Covered[nameof(StoreResource.Orders)].Intervals);
    }
}
