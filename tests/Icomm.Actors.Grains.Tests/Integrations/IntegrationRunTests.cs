using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Remote;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests.Integrations;

/// <summary>What a run reads, in which order, and what it leaves behind.</summary>
public sealed class IntegrationRunTests
{
    private static readonly DatabaseSettings Settings = new() { TimeZone = "America/Montevideo", Currency = "UYU" };

    [Fact]
    public async Task A_run_brings_every_order_to_the_profile_of_its_buyer()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 4);
        bed.Shop.PutOrders(10, until: bed.Now);
        bed.Shop.Put(ShopOrders.Order("order-11", " CUSTOMER1@example.com", bed.Now));
        await bed.Integration.CreateAsync(bed.Definition());

        var row = await bed.RunAsync();

        Assert.Equal(RunOutcome.Succeeded, row.Outcome);
        Assert.Equal(new RunCounters { Read = 11, New = 11, Pages = 5 }, row.Counters);
        Assert.Equal(10, bed.Backend.Profiles.Rows.Length);
        Assert.Equal(2, (await bed.Profile("customer1@example.com").EvaluateAsync(DateOnly.FromDateTime(bed.Now.UtcDateTime), Settings, null))!.Summary.OrderCount);
        var status = await bed.Integration.GetStatusAsync();
        Assert.Equal((IntegrationHealth.Success, row.StartedAt + TestBed.Interval), (status!.Health, status.NextDueAt));
    }

    [Fact]
    public async Task A_run_with_nothing_new_writes_no_profile()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(10, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        var writes = bed.Backend.Profiles.Writes;

        bed.Time.Advance(TimeSpan.FromMinutes(1));
        var row = await bed.RunAsync();

        Assert.Equal(new RunCounters { Read = 9, Unchanged = 9, Pages = 3 }, row.Counters);
        Assert.Equal(writes, bed.Backend.Profiles.Writes);
    }

    /// <summary>It stamps what it saves after the run with instants from before it.</summary>
    [Fact]
    public async Task A_store_whose_clock_is_behind_loses_nothing()
    {
        await using var bed = await TestBed.StartAsync();
        var behind = TimeSpan.FromMinutes(20);
        bed.Backend.Shops.Manners = _ => new StoreManners { ClockBehind = behind };
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();

        bed.Time.Advance(TimeSpan.FromMinutes(2));
        bed.Shop.Put(ShopOrders.Order("order-1", "new@example.com", bed.Now - behind), committedAt: bed.Now);
        bed.Time.Advance(TestBed.Interval);

        Assert.Equal(1, (await bed.RunAsync()).Counters.New);
        bed.Time.Advance(TestBed.Interval);
        Assert.Equal(0, (await bed.RunAsync()).Counters.Read);
    }

    [Fact]
    public async Task A_later_run_asks_only_for_what_is_new()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(10, until: bed.Now.AddHours(-1));
        await bed.Integration.CreateAsync(bed.Definition());
        var first = await bed.RunAsync();

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(ShopOrders.Order("order-11", "new@example.com", bed.Now.AddMinutes(-5)));
        var row = await bed.RunAsync();

        Assert.Equal(new RunCounters { Read = 1, New = 1, Pages = 3 }, row.Counters);
        var orders = bed.Answers.Entries[^1].Page;
        Assert.Equal(first.StartedAt.AddMilliseconds(1) - bed.Backend.Lookback, orders.Window.From);
        Assert.Equal(row.StartedAt, orders.Window.Until);
    }

    [Fact]
    public async Task Syncing_now_joins_the_run_under_way()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var open = new Signal("the shop answers");
        bed.Backend.Shops.Gate = (_, cancellation) => open.Held(cancellation);

        var first = await bed.Integration.SyncNowAsync();
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await bed.Integration.SyncNowAsync();
        await bed.Integration.AsReference<IRemindable>().ReceiveReminder("sync", default);
        open.Set();
        await bed.EndOfAsync(first);

        Assert.Equal(first, second);
        Assert.Single(bed.Backend.Runs.Rows);
        Assert.Empty(bed.Backend.Shops.Watch.Violations);
        Assert.Equal(3, bed.Backend.Shops.Watch.Requests);
    }

    [Fact]
    public async Task Calls_are_answered_while_a_run_works_and_say_how_far_it_is()
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2);
        bed.Shop.PutOrders(5, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var (third, open) = (new Signal("the third page of orders is asked for"), new Signal("the shop answers"));
        bed.Backend.Shops.Gate = async (request, cancellation) =>
        {
            if (bed.Answers.Entries.Count(answer => answer.Page.Resource == StoreResource.Orders) < 2)
                return;
            third.Set();
            await open.Held(cancellation);
        };

        var runId = await bed.Integration.SyncNowAsync();
        await third.WaitAsync();
        var progress = (await Eventually.IsAsync(
            "third page", TestBed.IntegrationId, "two pages applied", bed.Integration.GetStatusAsync, status => status?.CurrentRun is { StageDone: 4 }))!.CurrentRun!;
        open.Set();
        await bed.EndOfAsync(runId);

        Assert.Equal((runId, "Orders", 5, 4, 4), (progress.RunId, progress.Stage, progress.StageTotal, progress.Read, progress.New));
    }

    /// <summary>The articles promise one request at a time; fetching ahead must not break that.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Pages_are_fetched_while_one_is_applied_and_no_further_than_the_store_allows(int pagesAhead)
    {
        await using var bed = await TestBed.StartAsync(pageSize: 2, pagesAhead: pagesAhead);
        bed.Shop.PutOrders(20, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        bed.Backend.SetMishaps(call => call is { Server: "profiles", Operation: "write" } ? new Mishap(There: TimeSpan.FromSeconds(1)) : Mishap.None);

        // Catalogue, accounts, the orders that came at once and are held up in their profiles, and those that wait behind them.
        var before = 2 + 2 * pagesAhead;
        var runId = await bed.Integration.SyncNowAsync();
        await bed.Answers.CountAsync(before);
        await bed.Time.WhenTimerIsDueWithinAsync(TimeSpan.FromSeconds(1)).OrFail("first pages of orders", "a profile's write");

        Assert.Equal(before, bed.Backend.Shops.Watch.Requests);
        Assert.Equal(0, bed.Backend.Profiles.Writes);
        await bed.PassTimeUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), TimeSpan.FromSeconds(1), "apply");
        var row = await bed.EndOfAsync(runId);
        Assert.Equal((RunOutcome.Succeeded, new RunCounters { Read = 20, New = 20, Pages = 12 }), (row.Outcome, row.Counters));
        Assert.Empty(bed.Backend.Shops.Watch.Violations);

        // With Orleans' own timers time may have passed on to the next run.
        Assert.Equal(12, bed.Answers.Entries.Count(answer => answer.Page.Window.Until == row.StartedAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task So_many_profiles_are_called_at_a_time_and_no_more(int bound)
    {
        await using var bed = await TestBed.StartAsync(new SyncOptions { ProfileCallsInFlight = bound }, pageSize: 20);
        bed.Shop.PutOrders(10, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());
        var inFlight = new Recorder<int>("writes under way");
        var (underWay, gate) = (0, new Lock());
        bed.Backend.SetMishaps(call =>
        {
            if (call is not { Server: "profiles", Operation: "write" })
                return Mishap.None;
            lock (gate)
                inFlight.Add(++underWay);
            return new Mishap(There: TimeSpan.FromSeconds(1));
        });
        bed.Backend.Servers.ForEach(server => server.Done = (call, _) =>
        {
            if (call is not { Server: "profiles", Operation: "write" })
                return;
            lock (gate)
                underWay--;
        });

        var runId = await bed.Integration.SyncNowAsync();
        await inFlight.CountAsync(bound);
        await bed.PassTimeUntilAsync(inFlight.CountAsync(10), TimeSpan.FromSeconds(1), "apply");
        await bed.PassTimeUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].EndedAt is not null, "the end"), TimeSpan.FromSeconds(1), "apply");
        await bed.EndOfAsync(runId);

        Assert.Equal(bound, inFlight.Entries.Max());
    }

    [Fact]
    public async Task What_can_not_be_read_is_kept_and_the_run_goes_on()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(3, until: bed.Now);
        bed.Shop.PutUnreadable(StoreResource.Orders, "bad", new UnreadableRecord("bad", "date_invalid", "created_at is 'yesterday'", "{\"id\":\"bad\"}"), bed.Now.AddHours(-1));
        bed.Shop.Put(ShopOrders.Order("nobody's", email: null, bed.Now.AddHours(-2)));
        await bed.Integration.CreateAsync(bed.Definition());

        var row = await bed.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 5, 3, 2), (row.Outcome, row.Counters.Read, row.Counters.New, row.Counters.Rejected));
        Assert.Equal("records_rejected", row.Messages[^1].Code);
        Assert.Equal([("bad", "date_invalid"), ("nobody's", "customer_missing")], bed.Backend.Rejected.Rows.Select(record => (record.RecordId!, record.Code)).Order());
        Assert.All(bed.Backend.Rejected.Rows, record => Assert.Equal((row.RunId, "Orders"), (record.RunId, record.Resource)));
    }

    [Fact]
    public async Task An_order_whose_profile_is_damaged_is_kept_and_the_others_of_its_page_count()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.Put(ShopOrders.Order("first", "ana@example.com", bed.Now.AddHours(-2)));
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();
        var damaged = Assert.Single(bed.Backend.Profiles.Rows);
        await bed.Backend.Profiles.OverwriteAsync(damaged.Key, new byte[] { 9, 9, 9 }, damaged.Summary);

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(ShopOrders.Order("second", "ana@example.com", bed.Now));
        bed.Shop.Put(ShopOrders.Order("third", "ana@example.com", bed.Now));
        bed.Shop.Put(ShopOrders.Order("another's", "eva@example.com", bed.Now));
        var runId = await bed.Integration.SyncNowAsync();
        await bed.PassTimeUntilAsync(bed.Runs.WhenAsync(rows => rows[^1].RunId == runId && rows[^1].EndedAt is not null, "the end"), TimeSpan.FromSeconds(1), "apply");
        var row = await bed.EndOfAsync(runId);

        Assert.Equal((RunOutcome.Succeeded, 1, 2), (row.Outcome, row.Counters.New, row.Counters.Rejected));
        Assert.Equal([("second", "profile_corrupt"), ("third", "profile_corrupt")], bed.Backend.Rejected.Rows.Select(record => (record.RecordId!, record.Code)).Order());
    }

    [Fact]
    public async Task What_was_kept_is_resolved_when_the_shop_has_mended_it()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutUnreadable(StoreResource.Orders, "bad", new UnreadableRecord("bad", "date_invalid", "created_at is 'yesterday'", "{\"id\":\"bad\"}"), bed.Now.AddHours(-1));
        bed.Shop.Put(ShopOrders.Order("nobody's", email: null, bed.Now.AddHours(-2)));
        await bed.Integration.CreateAsync(bed.Definition());
        await bed.RunAsync();

        bed.Time.Advance(TimeSpan.FromHours(1));
        bed.Shop.Put(ShopOrders.Order("bad", "ana@example.com", bed.Now));
        var row = await bed.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 1), (row.Outcome, row.Counters.New));
        Assert.Equal([("bad", true), ("nobody's", false)], bed.Backend.Rejected.Rows.Select(record => (record.RecordId!, record.ResolvedAt is not null)).Order());
    }

    [Fact]
    public async Task An_order_that_its_profile_refuses_is_kept_and_the_others_of_its_customer_count()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.Put(ShopOrders.Order("good", "ana@example.com", bed.Now.AddHours(-2)));
        bed.Shop.Put(ShopOrders.Order("moneyless", "ana@example.com", bed.Now.AddHours(-1)) with { Currency = "" });
        await bed.Integration.CreateAsync(bed.Definition());

        var row = await bed.RunAsync();

        Assert.Equal((RunOutcome.Succeeded, 2, 1, 1), (row.Outcome, row.Counters.Read, row.Counters.New, row.Counters.Rejected));
        Assert.Equal("moneyless", Assert.Single(bed.Backend.Rejected.Rows).RecordId);
        Assert.Equal(1, Assert.Single(bed.Backend.Profiles.Rows).Summary.OrderCount);
    }

    [Fact]
    public async Task Lines_take_from_the_catalogue_what_they_lack()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.Put(new CatalogueItem { ProductId = "p9", Name = "Mate", Brand = "Pampa", Categories = [new NamedId("c9", "Mates")], UpdatedAt = bed.Now.AddDays(-1) });
        var order = ShopOrders.Order("1", "ana@example.com", bed.Now.AddHours(-1));
        bed.Shop.Put(order with { Lines = [new OrderLine { ProductId = "p9", Name = "Mate", Units = Quantity.From(1) }] });
        await bed.Integration.CreateAsync(bed.Definition());

        var row = await bed.RunAsync();

        var indicators = (await bed.Profile("ana@example.com").EvaluateAsync(DateOnly.FromDateTime(bed.Now.UtcDateTime), Settings, null))!.Indicators;
        Assert.Equal("Pampa", Assert.Single(indicators.LastPurchaseBrands));
        Assert.Equal("Mates", Assert.Single(indicators.LastPurchaseCategories));
        Assert.Equal(new RunCounters { Read = 2, New = 2, Pages = 3 }, row.Counters);
    }

    [Fact]
    public async Task The_log_tells_when_a_run_began_and_how_it_ended()
    {
        await using var bed = await TestBed.StartAsync();
        bed.Shop.PutOrders(2, until: bed.Now);
        await bed.Integration.CreateAsync(bed.Definition());

        var row = await bed.RunAsync();

        var running = bed.Runs.Entries[0];
        Assert.Equal((row.RunId, RunOutcome.Running, null), (running.RunId, running.Outcome, running.EndedAt));
        Assert.Equal([("Information", "run_began"), ("Information", "run_succeeded")], row.Messages.Select(message => (message.Level, message.Code)));
        Assert.Equal(bed.Now, row.EndedAt);
        Assert.Single(bed.Backend.Runs.Rows);
    }
}
