using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Remote;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>An integration goes with all that is kept of it, whatever it is doing and whatever fails on the way.</summary>
public sealed class IntegrationDeletionTests
{
    [Fact]
    public async Task Its_run_stops_and_its_orders_its_reminder_and_its_record_go()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var second = bed.HoldOrdersAfter(pages: 1);
        await bed.Integration.SyncNowAsync();
        await second.WaitAsync();

        var status = await bed.Integration.DeleteAsync(removesOrders: true).OrFail("delete", TestBed.IntegrationId);
        Assert.True(status!.Deletion!.RemovesOrders);

        await GoneAsync(bed);
        Assert.Empty(bed.Backend.Profiles.Rows);
        Assert.Equal(RunOutcome.Stopped, bed.Runs.Entries[^1].Outcome);
        await Eventually.IsAsync("deletion", TestBed.IntegrationId, "no reminder", () => Task.FromResult(bed.Backend.Reminders.Rows.Count), rows => rows == 0);
        Assert.Null(await bed.Integration.DeleteAsync(removesOrders: true));
    }

    [Fact]
    public async Task Kept_orders_stay_in_the_profiles()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(6, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();

        await bed.Integration.DeleteAsync(removesOrders: false);

        await GoneAsync(bed);
        Assert.Equal(6, bed.Backend.Profiles.Rows.Length);
    }

    [Fact]
    public async Task Its_secrets_go_at_once_and_nothing_else_is_done_with_it()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        bed.Backend.SetMishaps(call => call is { Server: "profiles", Operation: "list" } ? new Mishap(Failure.BeforeCommit) : Mishap.None);

        var status = (await bed.Integration.DeleteAsync(removesOrders: true))!;

        Assert.Equal(("", null, null), (bed.Record.Definition!.ProtectedSecrets, bed.Record.Definition.SecretHints, status.NextDueAt));
        Assert.Null(await bed.Integration.SyncNowAsync());
        Assert.False(await bed.Integration.PauseAsync());
        Assert.False(await bed.Integration.ResumeAsync());
        Assert.Equal(IntegrationChanged.NotFound, await bed.Integration.ChangeAsync(new IntegrationChange { Definition = bed.Definition(), ExpectedVersion = 1, ReadsAnew = false }));

        // The reminder takes it up again.
        bed.Backend.SetMishaps(_ => Mishap.None);
        await Eventually.IsAsync("deletion", TestBed.IntegrationId, "gone", RemindAsync, status => status is null);
        Assert.Empty(bed.Backend.Profiles.Rows);

        async Task<IntegrationStatus?> RemindAsync()
        {
            await bed.Integration.AsReference<IRemindable>().ReceiveReminder("sync", default);
            return await bed.Integration.GetStatusAsync();
        }
    }

    /// <summary>The run ends by itself while the deletion is written, and the deletion follows it at once.</summary>
    [Fact]
    public async Task It_can_be_deleted_at_the_end_of_a_run()
    {
        await using var bed = await TestBed.StartAsync();
        await bed.Integration.CreateAsync(bed.Definition());
        var (asked, written, answered) = (new Signal("the shop is asked"), new Signal("the deletion is written"), new Signal("the shop answers"));
        bed.Backend.Shops.Gate = async (_, cancellation) =>
        {
            asked.Set();
            await answered.Held(cancellation);
            throw new StoreException(new StoreProblem("store_unreachable", new("x", "x", "x"), new("x", "x", "x")), isTransient: true);
        };
        var runId = await bed.Integration.SyncNowAsync();
        await asked.WaitAsync();
        var slow = TimeSpan.FromSeconds(1);
        bed.Backend.SetMishaps(call =>
        {
            if (call is not { Server: "integrations", Operation: "write" })
                return Mishap.None;
            written.Set();
            return new Mishap(There: slow);
        });

        var deletion = bed.Integration.DeleteAsync(removesOrders: true);
        await written.WaitAsync();
        answered.Set();
        await bed.Runs.WhenAsync(rows => rows.Any(row => row.RunId == runId && row.EndedAt is not null), "the run to end");
        await bed.PassTimeUntilAsync(deletion, slow, "delete");

        Assert.NotNull((await deletion)!.Deletion);
        await bed.PassTimeUntilAsync(GoneAsync(bed), slow, "deletion");
    }

    private static async Task GoneAsync(TestBed bed) =>
        await Eventually.IsAsync("deletion", TestBed.IntegrationId, "gone", bed.Integration.GetStatusAsync, status => status is null);
}
