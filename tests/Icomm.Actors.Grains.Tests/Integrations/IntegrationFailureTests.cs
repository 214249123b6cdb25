using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing.Grains.Remote;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>What a run does when something fails, and what a person sees of it.</summary>
public sealed class IntegrationFailureTests
{
    private static readonly StoreException Busy = new(new StoreProblem("store_busy", new("The shop is busy.", "The shop is busy.", "The shop is busy."), new("It is tried again by itself.", "It is tried again by itself.", "It is tried again by itself.")), isTransient: true);

    [Fact]
    public async Task A_store_that_fails_for_now_is_asked_again_ever_later()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        bed.Backend.Shops.Manners = _ => new StoreManners { Failure = Busy };

        var first = await bed.RunAsync();

        var status = await bed.Integration.GetStatusAsync();
        Assert.Equal(RunOutcome.Failed, first.Outcome);
        Assert.Equal(("Error", "store_busy", "The shop is busy. It is tried again by itself."), (first.Messages[^1].Level, first.Messages[^1].Code, first.Messages[^1].Text));
        Assert.Equal((IntegrationHealth.Error, "store_busy", bed.Now.AddMinutes(5)), (status!.Health, status.ProblemCode, status.NextDueAt));

        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.RunAsync();
        Assert.Equal(bed.Now.AddMinutes(10), (await bed.Integration.GetStatusAsync())!.NextDueAt);
    }

    [Fact]
    public async Task The_retry_comes_by_itself_and_success_shows()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(2, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        bed.Backend.Shops.Manners = _ => new StoreManners { Failure = Busy };
        var failed = await bed.RunAsync();

        bed.Backend.Shops.Manners = _ => StoreManners.Good;
        await bed.TickAsync();

        var row = await bed.NextEndAsync(failed.RunId);
        Assert.Equal(failed.EndedAt!.Value + TimeSpan.FromMinutes(5), row.StartedAt);
        var status = await bed.Integration.GetStatusAsync();
        Assert.Equal((IntegrationHealth.Success, null, 2L), (status!.Health, status.ProblemCode, row.Counters.New));
    }

    [Fact]
    public async Task Wrong_credentials_wait_for_the_regular_run()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition(password: "wrong"));

        var row = await bed.RunAsync();

        var status = await bed.Integration.GetStatusAsync();
        Assert.Equal(("credentials_rejected", row.StartedAt + TestBed.Interval), (status!.ProblemCode, status.NextDueAt));
    }

    [Fact]
    public async Task A_platform_that_nobody_speaks_to_is_a_failed_run()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition() with { StoreType = "prestashop" });

        await bed.RunAsync();

        Assert.Equal("store_type_unknown", (await bed.Integration.GetStatusAsync())!.ProblemCode);
    }

    [Fact]
    public async Task Secrets_that_can_not_be_read_are_a_failed_run()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition() with { ProtectedSecrets = "another/installation#{}" });

        var row = await bed.RunAsync();

        Assert.Equal(RunOutcome.Failed, row.Outcome);
        Assert.NotNull((await bed.Integration.GetStatusAsync())!.ProblemCode);
    }

    [Fact]
    public async Task A_profile_that_fails_once_is_called_again()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var left = 1;
        bed.Backend.SetMishaps(call => call is { Server: "profiles", Operation: "write" } && Interlocked.Decrement(ref left) >= 0 ? new Mishap(Failure.AfterCommit) : Mishap.None);

        var runId = await bed.Integration.SyncNowAsync();
        await bed.PassTimeUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), TimeSpan.FromSeconds(1), "retry");

        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Succeeded, 2, 1), (row.Outcome, row.Counters.New, row.Counters.Unchanged));
        Assert.Equal(3, bed.Backend.Profiles.Rows.Length);
    }

    /// <summary>The checkpoint stays before the page: nothing of it may be taken for done.</summary>
    [Fact]
    public async Task A_page_whose_profiles_can_not_be_written_is_read_again()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        bed.Backend.SetMishaps(call => call is { Server: "profiles", Operation: "write" } ? new Mishap(Failure.BeforeCommit) : Mishap.None);

        var runId = await bed.Integration.SyncNowAsync();
        await bed.PassTimeUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), TimeSpan.FromSeconds(3), "retries");
        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Failed, 0), (row.Outcome, row.Counters.Read));
        Assert.Equal("internal_error", (await bed.Integration.GetStatusAsync())!.ProblemCode);
        Assert.False(bed.Record.Covered.ContainsKey("Orders"));

        bed.Backend.SetMishaps(_ => Mishap.None);
        Assert.Equal(3, (await bed.RunAsync()).Counters.New);
    }

    /// <summary>Nobody knows whether the write took place: the next activation reads what is true, and the watchdog wakes it.</summary>
    [Theory]
    [InlineData(Failure.BeforeCommit)]
    [InlineData(Failure.AfterCommit)]
    public async Task A_run_whose_checkpoint_fails_goes_on_by_the_watchdog(Failure failure)
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var left = 1;
        bed.Backend.SetMishaps(call => call is { Server: "integrations", Operation: "write" } && bed.Backend.Profiles.Writes > 2 && Interlocked.Decrement(ref left) >= 0
            ? new Mishap(failure)
            : Mishap.None);

        var runId = await bed.Integration.SyncNowAsync();
        await bed.WatchUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), "watchdog");

        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Succeeded, 6), (row.Outcome, bed.Backend.Profiles.Rows.Length));
        Assert.Single(bed.Backend.Runs.Rows);
    }

    [Fact]
    public async Task A_run_whose_end_could_not_be_logged_ends_all_the_same()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(1, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var writes = 0;
        bed.Backend.SetMishaps(call => call is { Server: "runs", Operation: "write" } && Interlocked.Increment(ref writes) == 2 ? new Mishap(Failure.BeforeCommit) : Mishap.None);

        var runId = await bed.Integration.SyncNowAsync();
        await bed.WatchUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), "watchdog");

        Assert.Equal(RunOutcome.Succeeded, (await bed.EndOfAsync(runId)).Outcome);
    }
}
