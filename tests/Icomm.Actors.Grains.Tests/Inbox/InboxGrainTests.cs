using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Inbox;

/// <summary>What was pushed gets to the profiles, once, whatever happens in between.</summary>
public sealed class InboxGrainTests
{
    [Fact]
    public async Task What_was_pushed_is_in_the_profiles_and_in_the_log()
    {
        await using var bed = await InboxBed.StartAsync(batch: 4);

        await bed.PushOrdersAsync(from: 0, count: 10);

        var row = await bed.EmptyAsync();
        Assert.Equal(10, await bed.ProfilesAsync());
        Assert.Equal((bed.Now, 0, 0), (row.Record.LastAppliedAt, row.Bytes, row.Record.ConsecutiveFailures));
        var entry = Assert.Single(await bed.EntriesAsync());
        Assert.Equal((RunOutcome.Succeeded, bed.Now, 10, 10, 3), (entry.Outcome, entry.EndedAt, entry.Counters.Read, entry.Counters.New, entry.Counters.Pages));
        Assert.Equal("push_applied", Assert.Single(entry.Messages).Code);
    }

    [Fact]
    public async Task The_messages_of_an_hour_are_one_entry_of_the_log()
    {
        await using var bed = await InboxBed.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await bed.PushOrdersAsync(i, count: 1);
            await bed.EmptyAsync();
            await Eventually.IsAsync("log", "entries", "the message is counted", bed.EntriesAsync, entries => entries.Sum(entry => entry.Counters.Read) == i + 1);
            bed.Time.Advance(TimeSpan.FromMinutes(25));
        }

        var entries = await bed.EntriesAsync();
        Assert.Equal([3, 1], entries.Select(entry => entry.Counters.Read));
        Assert.All(entries, entry => Assert.Single(entry.Messages));
    }

    [Fact]
    public async Task A_later_version_of_an_order_counts_also_when_it_arrives_first()
    {
        await using var bed = await InboxBed.StartAsync(batch: 1);
        await bed.StoreOrderAsync(1, total: 70, at: bed.Now);
        await bed.StoreOrderAsync(1, total: 900, at: bed.Now.AddMinutes(-1));
        await bed.Grain.WakeAsync();
        await bed.EmptyAsync();

        var settings = (await bed.Get<IDatabaseStore>().FindAsync(InboxBed.Account, InboxBed.Database, default))!.Settings;
        var view = await bed.Profile(1).EvaluateAsync(DateOnly.FromDateTime(bed.Now.UtcDateTime), settings, modelVersion: null);
        Assert.Equal(1, view!.Summary.PurchaseCount);
        Assert.Equal(70m, Assert.Single(await bed.Profile(1).ExplainAsync("ICOMMKT_Amount_30_Days", DateOnly.FromDateTime(bed.Now.UtcDateTime), settings)).Converted!.Value.ToDecimal());
    }

    [Fact]
    public async Task What_can_not_be_used_is_kept_with_its_reason_and_holds_nobody_up()
    {
        await using var bed = await InboxBed.StartAsync();
        await bed.StoreOrderAsync(1);
        await bed.StoreAsync(PushingConnector.Unreadable("one"));
        await bed.StoreAsync(PushingConnector.Poison("two", card: "4111"));
        await bed.StoreAsync(PushingConnector.Poison(PushingConnector.Unsaid));
        await bed.StoreAsync(PushingConnector.Message("nobody's", null, bed.Now));
        await bed.StoreOrderAsync(2);
        await bed.Grain.WakeAsync();
        await bed.EmptyAsync();

        Assert.Equal(2, await bed.ProfilesAsync());
        var entry = Assert.Single(await bed.EntriesAsync());
        var rejected = (await bed.Get<IRejectedRecords>().ListAsync(InboxBed.Account, bed.Key.IntegrationId, isResolved: null, null, 10, default)).Select(stored => stored.Record).OrderBy(record => record.Code).ThenBy(record => record.Raw).ToArray();
        Assert.Equal(
            [("customer_missing", "nobody's"), ("json_invalid", "unreadable one"), ("message_unreadable", ""), ("message_unreadable", "poison two")],
            rejected.Select(record => (record.Code, record.Raw)));
        Assert.All(rejected, record => Assert.Equal(entry.RunId, record.RunId));
        Assert.Equal((6, 4, "records_rejected"), (entry.Counters.Read, entry.Counters.Rejected, entry.Messages[^1].Code));
    }

    [Fact]
    public async Task A_message_of_which_nobody_tells_is_found_by_the_reminder()
    {
        await using var bed = await InboxBed.StartAsync();
        await bed.Grain.ArmAsync();
        await bed.StoreOrderAsync(1);

        await bed.WatchUntilAsync(row => row.Messages == 0, "a lost wake-up");

        Assert.Equal(1, await bed.ProfilesAsync());
    }

    [Fact]
    public async Task What_comes_while_messages_are_applied_is_applied_as_well()
    {
        await using var bed = await InboxBed.StartAsync();
        var isRemoving = new Signal("the first batch is about to be removed");
        var goOn = new Signal("the second batch is stored");
        bed.Inbox.BeforeRemove = () =>
        {
            isRemoving.Set();
            return goOn.Held();
        };
        await bed.PushOrdersAsync(0, 3);
        await isRemoving.WaitAsync();

        await bed.PushOrdersAsync(3, 4);
        goOn.Set();

        await bed.EmptyAsync();
        Assert.Equal(7, await bed.ProfilesAsync());
    }

    [Fact]
    public async Task Many_who_wake_it_make_one_work_at_a_time()
    {
        await using var bed = await InboxBed.StartAsync(silos: 2, batch: 2);
        var (working, most) = (0, 0);
        bed.Inbox.BeforePeek = async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            await Task.Yield();
            Interlocked.Decrement(ref working);
        };
        for (var i = 0; i < 30; i++)
            await bed.StoreOrderAsync(i);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bed.Grain.WakeAsync()));

        await bed.EmptyAsync();
        Assert.Equal((1, 30), (most, await bed.ProfilesAsync()));
    }

    /// <summary>The silo dies between a batch's profiles and its removal: the batch is applied again, and changes nothing.</summary>
    [Fact]
    public async Task A_killed_silo_loses_nothing_and_counts_nothing_twice()
    {
        await using var bed = await InboxBed.StartAsync(silos: 2, batch: 3);
        var isApplied = new Signal("a batch is applied and not removed");
        bed.Inbox.BeforeRemove = () =>
        {
            isApplied.Set();
            return new Signal("never").Held();
        };
        await bed.Grain.ArmAsync();
        await bed.PushOrdersAsync(0, 10);
        await isApplied.WaitAsync();
        Assert.Equal(10, (await bed.RowAsync()).Messages);

        bed.Inbox.BeforeRemove = null;
        foreach (var silo in bed.Cluster.SiloNames.ToArray())
        {
            await bed.Cluster.StartSiloAsync();
            await bed.Cluster.KillSiloAsync(silo);
        }

        await bed.WatchUntilAsync(row => row.Messages == 0, "after the kill");
        Assert.Equal(10, await bed.ProfilesAsync());
        var entries = await Eventually.IsAsync("log", "entries", "an entry", bed.EntriesAsync, entries => entries.Length > 0);
        Assert.Equal(10, entries.Sum(entry => entry.Counters.New + entry.Counters.Unchanged));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_whose_removal_fails_are_tried_again_and_count_once(bool afterwards)
    {
        await using var bed = await InboxBed.StartAsync();
        var left = 2;
        Func<Task> fail = () => Interlocked.Decrement(ref left) >= 0
            ? Task.FromException(new PersistenceException(PersistenceErrors.WriteOutcomeUnknown, "injected"))
            : Task.CompletedTask;
        if (afterwards)
            bed.Inbox.AfterRemove = fail;
        else
            bed.Inbox.BeforeRemove = fail;

        await bed.PushOrdersAsync(0, 5);
        Assert.Equal(("internal_error", afterwards ? 0 : 5), await bed.FailedAsync(1) is var row ? (row.Record.LastProblemCode, row.Messages) : default);

        await bed.WatchUntilAsync(row => row is { Messages: 0, Record.LastProblemCode: null }, "after the failures");
        Assert.Equal(5, await bed.ProfilesAsync());
    }

    [Fact]
    public async Task Without_its_database_an_inbox_keeps_everything_waits_ever_longer_and_says_so()
    {
        await using var bed = await InboxBed.StartAsync(databaseId: "gone");
        await bed.PushOrdersAsync(0, 3);

        var first = await bed.FailedAsync(1);
        Assert.Equal(("database_not_found", "The integration's database is gone. Choose another database.", bed.Now.AddMinutes(1)), (first.Record.LastProblemCode, first.Record.LastProblemText, first.Record.RetryAt));
        Assert.Equal(RunOutcome.Failed, Assert.Single(await bed.EntriesAsync()).Outcome);
        var peeks = bed.Inbox.Peeks;
        await bed.PushOrdersAsync(3, 2);
        Assert.Equal((1, 5, peeks), (await bed.RowAsync() is var row ? row.Record.ConsecutiveFailures : 0, (await bed.RowAsync()).Messages, bed.Inbox.Peeks));

        await bed.WatchUntilAsync(failed => failed.Record.ConsecutiveFailures >= 4, "retries");
        var fourth = (await bed.RowAsync()).Record;

        // Each wait is twice the one before and begins where that ended, or later: 2, 4 and 8 minutes after the first.
        Assert.True(fourth.RetryAt >= first.Record.RetryAt!.Value.AddMinutes(2 + 4 + 8), $"The fourth retry is to come at {fourth.RetryAt}.");

        await bed.AddDatabaseAsync("gone");
        await bed.Grain.ArmAsync(); // a person has mended it and doesn't want to wait
        var mended = await bed.EmptyAsync();
        Assert.Equal((null, null, 0, null), (mended.Record.LastProblemCode, mended.Record.LastProblemText, mended.Record.ConsecutiveFailures, mended.Record.RetryAt));
        Assert.Equal(RunOutcome.Succeeded, (await bed.EntriesAsync())[^1].Outcome);
    }

    [Fact]
    public async Task A_paused_integration_keeps_its_messages_until_it_is_resumed()
    {
        await using var bed = await InboxBed.StartAsync();
        await bed.Integration.PauseAsync();
        await bed.PushOrdersAsync(0, 3);
        await bed.WatchUntilAsync(_ => bed.Now > new DateTimeOffset(2026, 3, 10, 12, 9, 0, TimeSpan.Zero), "a pause");
        Assert.Equal((3, null, 0), await bed.RowAsync() is var row ? (row.Messages, row.Record.LastProblemCode, bed.Inbox.Peeks) : default);

        await bed.Integration.ResumeAsync();
        await bed.Grain.ArmAsync();
        await bed.EmptyAsync();
        Assert.Equal(3, await bed.ProfilesAsync());
    }

    [Fact]
    public async Task The_reminder_goes_when_nothing_can_come_any_more()
    {
        await using var bed = await InboxBed.StartAsync();
        await bed.Grain.ArmAsync();
        Assert.Equal(1, await RemindersAsync());
        await bed.Get<IInboundTokens>().RevokeAsync(bed.Key, default);
        await bed.WatchUntilAsync(_ => RemindersAsync().GetAwaiter().GetResult() == 0, "disarming");

        async Task<int> RemindersAsync() => (await bed.Get<Orleans.IReminderTable>().ReadRows(0, 0)).Reminders.Count(entry => entry.ReminderName == "inbox");
    }

    [Fact]
    public async Task The_regular_run_of_an_integration_that_is_only_pushed_to_succeeds_and_says_that_there_is_nothing_to_pull()
    {
        await using var bed = await InboxBed.StartAsync();
        var runId = await bed.Integration.SyncNowAsync();
        var run = await Eventually.IsAsync("run", runId!, "an end", () => bed.Get<IRunLog>().FindAsync(InboxBed.Account, "i1", runId!, default), run => run?.EndedAt is not null);
        Assert.Equal((RunOutcome.Succeeded, 0, "nothing_to_pull"), (run!.Outcome, run.Counters.Pages, run.Messages[^1].Code));
        Assert.Equal(IntegrationHealth.Success, (await Eventually.IsAsync("run", runId!, "no run", bed.Integration.GetStatusAsync, status => status!.CurrentRun is null))!.Health);
    }
}
