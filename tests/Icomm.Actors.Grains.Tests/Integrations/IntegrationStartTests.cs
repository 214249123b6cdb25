using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;
using Orleans.Runtime;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>How an integration comes to life, and what keeps it alive.</summary>
public sealed class IntegrationStartTests
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Who_was_not_created_is_nobody()
    {
        await using var bed = await TestBed.StartAsync();

        Assert.Null(await bed.Integration.GetStatusAsync());
        Assert.Null(await bed.Integration.SyncNowAsync());
        Assert.Null(await bed.Integration.StopRunAsync());
        await bed.Integration.ArmAsync();
        Assert.Empty(bed.Backend.Reminders.Rows);
    }

    [Fact]
    public async Task A_new_integration_is_shown_and_can_not_be_created_twice()
    {
        await using var bed = await TestBed.StartAsync();

        Assert.True(await bed.Integration.CreateAsync(bed.Definition()));
        Assert.False(await bed.Integration.CreateAsync(bed.Definition() with { Name = "Another" }));

        var status = await bed.Integration.GetStatusAsync();
        Assert.NotNull(status);
        Assert.Equal((IntegrationHealth.New, "My shop", bed.Now), (status.Health, status.Definition.Name, status.CreatedAt));
        Assert.Single(bed.Backend.Reminders.Rows);
    }

    [Fact]
    public async Task Its_reminder_starts_the_first_run_at_once_and_the_next_after_the_interval()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);

        await bed.Integration.CreateAsync(bed.Definition());
        var created = bed.Now;
        await bed.TickAsync();
        var first = await bed.NextEndAsync();
        Assert.Equal(RunOutcome.Succeeded, first.Outcome);
        Assert.InRange(first.StartedAt, created, created + TimeSpan.FromSeconds(1));
        Assert.Equal(3, bed.Backend.Profiles.Rows.Length);

        await bed.TickAsync();
        var second = await bed.NextEndAsync(first.RunId);
        Assert.Equal(first.StartedAt + TestBed.Interval, second.StartedAt);
    }

    /// <summary>A reminder whose moment has passed when its row is there waits for a whole period, which must not be the interval.</summary>
    [Fact]
    public async Task The_first_run_comes_soon_although_the_reminder_table_is_slow()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Backend.SetMishaps(call => call is { Server: "reminders", Operation: "write" } ? new Mishap(There: Slow) : Mishap.None);
        var created = bed.Now;

        var create = bed.Integration.CreateAsync(bed.Definition());
        await bed.PassTimeUntilAsync(create, Slow, "create");
        await bed.WatchUntilAsync(bed.NextEndAsync(), "first run");

        // Writes that are on their way would keep the silo from stopping.
        bed.Backend.SetMishaps(_ => Mishap.None);
        bed.Time.Advance(Slow);
        Assert.InRange(bed.Runs.Entries[0].StartedAt - created, TimeSpan.Zero, TestBed.Interval / 2);
    }

    [Theory]
    [InlineData("integrations", Failure.BeforeCommit)]
    [InlineData("integrations", Failure.AfterCommit)]
    [InlineData("reminders", Failure.BeforeCommit)]
    [InlineData("reminders", Failure.AfterCommit)]
    public async Task A_creation_that_failed_is_not_half_done_and_can_be_made_again(string server, Failure failure)
    {
        await using var bed = await TestBed.StartAsync();
        var left = 1;
        bed.Backend.SetMishaps(call => call.Server == server && call.Operation == "write" && Interlocked.Decrement(ref left) >= 0 ? new Mishap(failure) : Mishap.None);

        await Assert.ThrowsAnyAsync<Exception>(() => bed.Integration.CreateAsync(bed.Definition()));
        await bed.Integration.CreateAsync(bed.Definition());

        Assert.NotNull(await bed.Integration.GetStatusAsync());
        var end = bed.NextEndAsync();
        await bed.TickAsync();

        // Armed twice, Orleans may still hold the first timer when the clock moves; the second one ticks with the watchdog then.
        await bed.WatchUntilAsync(end, "first run");
    }

    /// <summary>Nobody else would take the run up for a whole interval.</summary>
    [Fact]
    public async Task A_run_whose_reminder_could_not_be_set_works_all_the_same()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var left = 1;
        bed.Backend.SetMishaps(call => call is { Server: "reminders", Operation: "write" } && Interlocked.Decrement(ref left) >= 0 ? new Mishap(Failure.BeforeCommit) : Mishap.None);

        await Assert.ThrowsAnyAsync<Exception>(bed.Integration.SyncNowAsync);

        Assert.Equal(RunOutcome.Succeeded, (await bed.NextEndAsync()).Outcome);
        Assert.Equal(3, bed.Backend.Profiles.Rows.Length);
    }

    [Fact]
    public async Task A_lost_reminder_comes_back_when_a_silo_starts()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        Assert.True(bed.Backend.Reminders.Lose(bed.Integration.GetGrainId(), "sync"));

        await bed.Integration.ArmAsync();

        Assert.Equal(bed.Integration.GetGrainId(), Assert.Single(bed.Backend.Reminders.Rows).GrainId);
    }

    [Fact]
    public async Task A_reminder_without_an_integration_goes_away()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Backend.Reminders.UpsertRow(new ReminderEntry
        {
            GrainId = bed.Integration.GetGrainId(),
            ReminderName = "sync",
            StartAt = bed.Now.UtcDateTime,
            Period = TimeSpan.FromHours(1),
        });

        await bed.Integration.AsReference<IRemindable>().ReceiveReminder("sync", default);

        Assert.Empty(bed.Backend.Reminders.Rows);
    }

    [Fact]
    public async Task A_tick_before_its_time_starts_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        var rows = bed.Runs.Entries.Count;

        await bed.Integration.AsReference<IRemindable>().ReceiveReminder("sync", default);

        Assert.Equal(rows, bed.Runs.Entries.Count);
        Assert.Null((await bed.Integration.GetStatusAsync())!.CurrentRun);
    }
}
