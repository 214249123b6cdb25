using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>Runs that are told not to go on, by a person or by the clock: they end at a checkpoint, and the next one goes on from there.</summary>
public sealed class IntegrationStopTests
{
    [Fact]
    public async Task A_stop_keeps_the_checkpoint_and_the_next_run_goes_on_from_there()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var second = bed.HoldOrdersAfter(pages: 1);

        var runId = await bed.Integration.SyncNowAsync();
        await second.WaitAsync();
        await Eventually.IsAsync("first page", TestBed.IntegrationId, "its checkpoint", () => Task.FromResult(bed.Record.OpenSlice), slice => slice is { Resource: "Orders", NextPageToken: not null });
        Assert.Equal(runId, await bed.Integration.StopRunAsync());

        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Stopped, 2), (row.Outcome, row.Counters.Read));
        Assert.Equal("run_stopped", row.Messages[^1].Code);
        var token = bed.Record.OpenSlice!.NextPageToken;

        bed.Backend.Shops.Gate = null;
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        var answered = bed.Answers.Entries.Count;
        var next = await bed.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 4), (next.Outcome, next.Counters.New));
        Assert.Equal(token, bed.Answers.Entries[answered].Page.PageToken);
        Assert.Equal(6, bed.Backend.Profiles.Rows.Length);
    }

    [Fact]
    public async Task Stopping_ends_the_wait_for_a_store_that_does_not_answer()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        var asked = new Signal("the shop is asked");
        bed.Backend.Shops.Gate = (_, cancellation) =>
        {
            asked.Set();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
        };
        var runId = await bed.Integration.SyncNowAsync();
        await asked.WaitAsync();

        Assert.Equal(runId, await bed.Integration.StopRunAsync().OrFail("stop", TestBed.IntegrationId));
        Assert.Equal(RunOutcome.Stopped, (await bed.EndOfAsync(runId)).Outcome);
        Assert.Null((await bed.Integration.GetStatusAsync())!.ProblemCode);
    }

    /// <summary>On a silo that stops they never answer again, and it waits for its runs.</summary>
    [Fact]
    public async Task Stopping_ends_the_wait_for_profiles_that_can_not_be_written()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var tried = new Signal("a profile is written");
        bed.Backend.SetMishaps(call =>
        {
            if (call is not { Server: "profiles", Operation: "write" })
                return Mishap.None;
            tried.Set();
            return new Mishap(Failure.BeforeCommit);
        });
        var runId = await bed.Integration.SyncNowAsync();
        await tried.WaitAsync();

        Assert.Equal(runId, await bed.Integration.StopRunAsync().OrFail("stop", TestBed.IntegrationId));
        Assert.Equal(RunOutcome.Stopped, (await bed.EndOfAsync(runId)).Outcome);

        bed.Backend.SetMishaps(_ => Mishap.None);
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await bed.RunAsync()).Counters.New);
    }

    [Fact]
    public async Task There_is_nothing_to_stop_between_runs()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());

        Assert.Null(await bed.Integration.StopRunAsync());
    }

    [Fact]
    public async Task No_run_begins_before_its_window_opens()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(1, until: bed.Now);
        var opening = bed.Now.AddHours(2);
        await bed.Integration.CreateAsync(bed.Definition(new SyncWindow("UTC", new TimeOnly(2, 0), new TimeOnly(5, 0))));
        Assert.Equal(opening, (await bed.Integration.GetStatusAsync())!.NextDueAt);

        await bed.Integration.AsReference<IRemindable>().ReceiveReminder("sync", default);
        Assert.Empty(bed.Runs.Entries);

        await bed.TickAsync();
        Assert.Equal(opening, (await bed.NextEndAsync()).StartedAt);
    }

    [Fact]
    public async Task A_run_that_is_asked_for_outside_its_window_says_why_it_reads_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(1, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition(new SyncWindow("UTC", new TimeOnly(2, 0), new TimeOnly(5, 0))));

        var row = await bed.EndOfAsync(await bed.Integration.SyncNowAsync());

        Assert.Equal((RunOutcome.Stopped, 0, "run_window_closed"), (row.Outcome, row.Counters.Read, row.Messages[^1].Code));
        Assert.Equal(bed.Now.AddHours(2), bed.Record.NextDueAt);
    }

    [Fact]
    public async Task A_run_ends_at_a_checkpoint_when_its_window_closes()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition(new SyncWindow("UTC", new TimeOnly(0, 0), new TimeOnly(1, 0))));
        var second = bed.HoldOrdersAfter(pages: 1, out var open);

        var runId = await bed.Integration.SyncNowAsync();
        await second.WaitAsync();
        bed.Time.Advance(TimeSpan.FromHours(1));
        open.Set();

        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Stopped, 4, "run_window_closed"), (row.Outcome, row.Counters.Read, row.Messages[^1].Code));
        Assert.Contains("00:00–01:00, UTC", row.Messages[^1].Text, StringComparison.Ordinal);
        Assert.NotNull(bed.Record.OpenSlice);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), bed.Record.NextDueAt);
    }
}
