using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Catalogue;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What the stores of the management tables must do.</summary>
public abstract class ManagementStoreCompliance
{
    private static readonly DateTimeOffset Now = Samples.Now.AddTicks(1_234_567);

    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_database_is_added_once_by_id_and_by_name()
    {
        await using var store = Open();
        var database = new DatabaseRow("acme", "d1", "Clientes Ñandú", Settings(), Now);
        Assert.True(await store.Databases.TryAddAsync(database, default));
        Assert.False(await store.Databases.TryAddAsync(database, default));
        Assert.False(await store.Databases.TryAddAsync(database with { Name = "another" }, default));
        Assert.False(await store.Databases.TryAddAsync(database with { DatabaseId = "d2", Name = "CLIENTES ñandú" }, default));
        Assert.True(await store.Databases.TryAddAsync(database with { DatabaseId = "d2", Name = "Archivo" }, default));
        Assert.True(await store.Databases.TryAddAsync(database with { Account = "other" }, default));
        await store.ReopenAsync();

        var found = await store.Databases.FindAsync("acme", "d1", default);
        Assert.Equal((database.Name, database.CreatedAt), (found!.Name, found.CreatedAt));
        Assert.Equal(("Europe/Madrid", "EUR", OlderWindowPolicy.Lifetime, 0.92m), (found.Settings.TimeZone, found.Settings.Currency, found.Settings.OlderWindow, found.Settings.Rates["USD"]));
        Assert.Null(await store.Databases.FindAsync("acme", "d3", default));
        Assert.Null(await store.Databases.FindAsync("nobody", "d1", default));
        Assert.Equal(["d2", "d1"], (await store.Databases.ListAsync("acme", default)).Select(row => row.DatabaseId));
        Assert.Empty(await store.Databases.ListAsync("nobody", default));
    }

    [Fact]
    public async Task A_database_is_updated_by_its_version()
    {
        await using var store = Open();
        var database = new DatabaseRow("acme", "d1", "Clientes", Settings(), Now);
        await store.Databases.TryAddAsync(database, default);
        await store.Databases.TryAddAsync(database with { DatabaseId = "d2", Name = "Archivo" }, default);
        Assert.Equal(1, (await store.Databases.FindAsync("acme", "d1", default))!.Version);

        var changed = database with { Name = "Compradores", Settings = Settings() with { Currency = "UYU", RefreshAt = new TimeOnly(6, 30) } };
        Assert.Equal(DatabaseUpdate.Updated, await store.Databases.UpdateAsync(changed, 1, default));
        Assert.Equal(DatabaseUpdate.OtherVersion, await store.Databases.UpdateAsync(changed, 1, default));
        Assert.Equal(DatabaseUpdate.NameTaken, await store.Databases.UpdateAsync(changed with { Name = "ARCHIVO" }, 2, default));
        Assert.Equal(DatabaseUpdate.NotFound, await store.Databases.UpdateAsync(changed with { DatabaseId = "d3" }, 1, default));
        Assert.Equal(DatabaseUpdate.NotFound, await store.Databases.UpdateAsync(changed with { Account = "other" }, 2, default));
        Assert.Equal(DatabaseUpdate.Updated, await store.Databases.UpdateAsync(changed with { Name = "COMPRADORES" }, 2, default));
        await store.ReopenAsync();

        var found = await store.Databases.FindAsync("acme", "d1", default);
        Assert.Equal((3, "COMPRADORES", "UYU", new TimeOnly(6, 30), Now), (found!.Version, found.Name, found.Settings.Currency, found.Settings.RefreshAt, found.CreatedAt));
        Assert.Equal((1, "Archivo"), await store.Databases.FindAsync("acme", "d2", default) is { } other ? (other.Version, other.Name) : default);
    }

    [Fact]
    public async Task All_databases_of_all_accounts_come_once()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 1_203).Select(i => store.Databases.TryAddAsync(new DatabaseRow($"account-{i % 3}", $"d{i:D4}", "name " + i, Settings(), Now), default)));
        var all = await store.Databases.KeysAsync(default);
        Assert.Equal(1_203, all.Length);
        Assert.Equal(1_203, all.Distinct().Count());
    }

    [Fact]
    public async Task An_integration_is_written_version_by_version_and_comes_back_whole()
    {
        await using var store = Open();
        var key = new IntegrationKey("acme", "i1");
        Assert.Null(await store.Integrations.ReadAsync(key, default));
        var record = Integration("Tienda");
        Assert.Equal(new VersionedWrite(true, 1), await store.Integrations.WriteAsync(key, 0, record, default));
        Assert.Equal(new VersionedWrite(false, 1), await store.Integrations.WriteAsync(key, 0, record, default));
        record.ConsecutiveFailures = 4;
        Assert.Equal(new VersionedWrite(true, 2), await store.Integrations.WriteAsync(key, 1, record, default));
        Assert.Equal(new VersionedWrite(false, 2), await store.Integrations.WriteAsync(key, 1, record, default));
        await store.ReopenAsync();

        var stored = await store.Integrations.ReadAsync(key, default);
        Assert.Equal(2, stored!.Version);
        Assert.Equal(4, stored.Record.ConsecutiveFailures);
        var (before, after) = (record, stored.Record);
        Assert.Equal(before.Definition! with { Settings = after.Definition!.Settings }, after.Definition);
        Assert.Equal(before.Definition!.Settings.OrderBy(pair => pair.Key), after.Definition!.Settings.OrderBy(pair => pair.Key));
        Assert.Equal(before.Covered, after.Covered);
        Assert.Equal(before.OpenSlice, after.OpenSlice);
        Assert.Equal(before.CurrentRun, after.CurrentRun);
        Assert.Equal((before.CreatedAt, before.LastSuccessAt, before.NextDueAt, before.LastProblemCode), (after.CreatedAt, after.LastSuccessAt, after.NextDueAt, after.LastProblemCode));

        Assert.Equal(new VersionedWrite(false, 2), await store.Integrations.DeleteAsync(key, 1, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Integrations.DeleteAsync(key, 2, default));
        Assert.Null(await store.Integrations.ReadAsync(key, default));
    }

    [Fact]
    public async Task A_record_that_its_grain_changes_after_writing_is_stored_as_it_was()
    {
        await using var store = Open();
        var key = new IntegrationKey("acme", "i1");
        var record = Integration("before");
        Task write;
        using (await store.HoldCommitsAsync(() => store.Integrations.WriteAsync(new IntegrationKey("acme", "first"), 0, Integration("first"), default)))
        {
            write = store.Integrations.WriteAsync(key, 0, record, default);
            record.ConsecutiveFailures = 99;
        }

        await write;
        Assert.Equal(0, (await store.Integrations.ReadAsync(key, default))!.Record.ConsecutiveFailures);
    }

    [Fact]
    public async Task The_index_lists_an_accounts_integrations_and_all_of_them()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 1_203).Select(i =>
            store.Integrations.WriteAsync(new IntegrationKey($"account-{i % 3}", $"i{i:D4}"), 0, Integration("shop " + i), default)));
        var listed = await store.IntegrationIndex.ListAsync("account-1", default);
        Assert.Equal(401, listed.Length);
        Assert.Equal(("account-1", "i0001", "shop 1"), (listed[0].Account, listed[0].IntegrationId, listed[0].Record.Definition!.Name));
        var all = new List<string>();
        await foreach (var row in store.IntegrationIndex.AllAsync(default))
            all.Add(row.IntegrationId);
        Assert.Equal(1_203, all.Distinct().Count());
        Assert.Equal(1_203, all.Count);
        Assert.Equal(all.Order(StringComparer.Ordinal), (await store.IntegrationIndex.KeysAsync(default)).Select(key => key.IntegrationId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_integration_that_cannot_be_read_hides_no_other()
    {
        await using var store = Open();
        foreach (var id in (string[])["i1", "i2", "i3"])
            await store.Integrations.WriteAsync(new IntegrationKey("acme", id), 0, Integration("shop " + id), default);
        await store.DamageAsync(new IntegrationKey("acme", "i2"));

        var all = new List<FoundIntegration>();
        await foreach (var found in store.IntegrationIndex.AllAsync(default))
            all.Add(found);

        Assert.Equal([("i1", null), ("i2", PersistenceErrors.RecordUnreadable), ("i3", null)], all.Select(found => (found.IntegrationId, found.ProblemCode)));
        Assert.Equal(["shop i1", null, "shop i3"], all.Select(found => found.Row?.Record.Definition!.Name));
        Assert.Single(all.Select(found => found.StoreType).Distinct());
    }

    [Fact]
    public async Task A_run_is_overwritten_as_a_whole_and_listed_newest_first()
    {
        await using var store = Open();
        var run = Run("r1");
        await store.Runs.SaveAsync(run, default);
        var ended = run with
        {
            EndedAt = Now.AddMinutes(3),
            Outcome = RunOutcome.Failed,
            Trigger = RunTrigger.Backfill,
            ProblemCode = "store_unreachable",
            Stages = [StageProgress.Begin("Customers", Now).Advance(Now.AddSeconds(40), 100, left: null).End(Now.AddMinutes(1)), StageProgress.Begin("Orders", Now.AddMinutes(1)).Advance(Now.AddMinutes(2), 10, left: 5)],
            Counters = new RunCounters { Read = 10, New = 4, Changed = 3, Unchanged = 2, Rejected = 1, Pages = 5 },
            Messages = [new RunMessage(Now, "error", "store_unreachable", "no answer")],
        };
        await store.Runs.SaveAsync(ended, default);
        for (var i = 2; i <= 12; i++)
            await store.Runs.SaveAsync(Run($"r{i:D2}"), default);
        await store.Runs.SaveAsync(Run("r99") with { IntegrationId = "i2" }, default);

        var found = await store.Runs.FindAsync("acme", "i1", "r1", default);
        Assert.Equal(ended with { Messages = found!.Messages, Stages = found.Stages }, found);
        Assert.Equal(ended.Stages.AsEnumerable(), found.Stages);
        Assert.Equal(ended.Messages.AsEnumerable(), found.Messages);
        Assert.Null(await store.Runs.FindAsync("acme", "i2", "r1", default));
        Assert.Null(await store.Runs.FindAsync("other", "i1", "r1", default));

        var first = await store.Runs.ListAsync("acme", "i1", RunFilter.All, null, 7, default);
        var second = await store.Runs.ListAsync("acme", "i1", RunFilter.All, first[^1].RunId, 7, default);
        Assert.Equal(["r12", "r11", "r10", "r1", "r09", "r08", "r07", "r06", "r05", "r04", "r03", "r02"], first.Concat(second).Select(row => row.RunId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Runs.ListAsync("acme", "i1", RunFilter.All, null, 0, default));
    }

    [Fact]
    public async Task Runs_are_listed_by_what_is_asked_of_them()
    {
        await using var store = Open();
        var runs = new List<RunRow>();
        RunTrigger?[] triggers = [null, RunTrigger.Schedule, RunTrigger.Request, RunTrigger.Backfill, RunTrigger.Push];
        foreach (var outcome in Enum.GetValues<RunOutcome>())
        {
            foreach (var trigger in triggers)
            {
                var code = outcome == RunOutcome.Failed ? trigger is null ? "store_timeout" : "store_unreachable" : null;
                runs.Add(Run($"r{runs.Count:D3}") with { StartedAt = Now.AddHours(runs.Count), Outcome = outcome, Trigger = trigger, ProblemCode = code });
                await store.Runs.SaveAsync(runs[^1], default);
            }
        }

        RunFilter[] filters =
        [
            RunFilter.All,
            new() { Outcome = RunOutcome.Failed },
            new() { Trigger = RunTrigger.Backfill },
            new() { ProblemCode = "store_timeout" },
            new() { ProblemCode = "store_unreachable", Trigger = RunTrigger.Push },
            new() { From = Now.AddHours(3), Until = Now.AddHours(9) },
            new() { From = Now.AddHours(3).AddTicks(1) },
            new() { Outcome = RunOutcome.Succeeded, ProblemCode = "store_timeout" },
        ];
        foreach (var filter in filters)
        {
            var expected = runs.Where(filter.Admits).Select(run => run.RunId).Reverse().ToArray();
            var listed = new List<string>();
            for (string? before = null; ;)
            {
                var page = await store.Runs.ListAsync("acme", "i1", filter, before, 3, default);
                listed.AddRange(page.Select(run => run.RunId));
                if (page.Length < 3)
                    break;
                before = page[^1].RunId;
            }

            Assert.Equal(expected, listed);
        }
    }

    [Fact]
    public async Task A_run_that_has_ended_is_never_opened_again()
    {
        await using var store = Open();
        var ended = Run("r1") with { EndedAt = Now, Outcome = RunOutcome.Succeeded };
        await store.Runs.SaveAsync(ended, default);

        await store.Runs.SaveAsync(ended with { EndedAt = null, Outcome = RunOutcome.Running }, default);
        Assert.Equal((RunOutcome.Succeeded, Now), await StoredAsync());

        await store.Runs.SaveAsync(ended with { EndedAt = Now.AddHours(1), Outcome = RunOutcome.Failed }, default);
        Assert.Equal((RunOutcome.Failed, Now.AddHours(1)), await StoredAsync());

        async Task<(RunOutcome, DateTimeOffset?)> StoredAsync() => await store.Runs.FindAsync("acme", "i1", "r1", default) is { } row ? (row.Outcome, row.EndedAt) : default;
    }

    [Fact]
    public async Task Of_a_runs_messages_the_last_hundred_are_kept()
    {
        await using var store = Open();
        await store.Runs.SaveAsync(Run("r1") with { Messages = [.. Enumerable.Range(0, 250).Select(i => new RunMessage(Now, "info", "page", $"page {i}"))] }, default);
        var messages = (await store.Runs.FindAsync("acme", "i1", "r1", default))!.Messages;
        Assert.Equal((100, "page 150", "page 249"), (messages.Length, messages[0].Text, messages[^1].Text));
    }

    [Fact]
    public async Task A_rejected_record_is_kept_once_as_it_came()
    {
        await using var store = Open();
        var one = Rejected("{\"id\": \"ñ\u0000 1e400\"}");
        var two = Rejected("") with { RecordId = null };
        await store.Rejected.AddAsync([one, two, one], default);
        await store.Rejected.AddAsync([one with { RunId = "later" }], default);
        await store.Rejected.AddAsync([one with { Resource = "customers" }, one with { IntegrationId = "i2" }], default);
        await store.Rejected.AddAsync([], default);
        await store.ReopenAsync();

        var stored = await store.Rejected.ListAsync("acme", "i1", isResolved: null, null, 10, default);
        Assert.Equal([one with { Resource = "customers" }, two, one], stored.Select(row => row.Record));
        Assert.Equal([two, one], (await store.Rejected.ListAsync("acme", "i1", isResolved: null, stored[0].Id, 2, default)).Select(row => row.Record));
        Assert.Empty(await store.Rejected.ListAsync("acme", "i1", isResolved: null, stored[^1].Id, 2, default));
        Assert.Empty(await store.Rejected.ListAsync("other", "i1", isResolved: null, null, 2, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Rejected.ListAsync("acme", "i1", isResolved: null, null, 1_001, default));
    }

    [Fact]
    public async Task A_catalogue_item_is_overwritten_by_newer_ones_only()
    {
        await using var store = Open();
        var item = new CatalogueItem { ProductId = "p1", Name = "Camisa", Brand = "Ñ", Categories = [new NamedId("1", "Ropa"), new NamedId("2", "Camisas")], UpdatedAt = Now };
        var other = item with { ProductId = "p2", Brand = null, Categories = [] };
        Assert.Equal(new CatalogueChanges(2, 0), await Save(item, other));
        Assert.Equal(new CatalogueChanges(0, 0), await Save(item, other));
        Assert.Equal(new CatalogueChanges(0, 0), await Save(item with { Name = "old", UpdatedAt = Now.AddTicks(-1) }));
        Assert.Equal(new CatalogueChanges(0, 1), await Save(other with { Brand = "same time, another content" }));
        Assert.Equal(new CatalogueChanges(1, 1), await Save(item with { Name = "Camisa azul", UpdatedAt = Now.AddTicks(1) }, item with { ProductId = "p3" }));

        var found = await store.Catalogue.FindAsync("acme", "i1", ["p1", "p2", "p2", "none"], default);
        Assert.Equal(2, found.Count);
        Assert.Equal(("Camisa azul", "Ñ", Now.AddTicks(1)), (found["p1"].Name, found["p1"].Brand, found["p1"].UpdatedAt));
        Assert.Equal(item.Categories.AsEnumerable(), found["p1"].Categories);
        Assert.Empty(found["p2"].Categories);
        Assert.Empty(await store.Catalogue.FindAsync("acme", "i2", ["p1"], default));
        Assert.Empty(await store.Catalogue.FindAsync("acme", "i1", [], default));

        Task<CatalogueChanges> Save(params CatalogueItem[] items) => store.Catalogue.SaveAsync("acme", "i1", items, default);
    }

    [Fact]
    public async Task Thousands_of_catalogue_items_are_saved_and_found_at_once()
    {
        await using var store = Open();
        var items = Enumerable.Range(0, 3_000).Select(i => new CatalogueItem { ProductId = "p" + i, Name = "n" + i, UpdatedAt = Now }).ToArray();
        Assert.Equal(new CatalogueChanges(3_000, 0), await store.Catalogue.SaveAsync("acme", "i1", items, default));
        Assert.Equal(3_000, (await store.Catalogue.FindAsync("acme", "i1", [.. items.Select(item => item.ProductId)], default)).Count);
    }

    [Fact]
    public async Task What_is_left_of_an_integration_goes_in_parts_and_nothing_of_others_does()
    {
        await using var store = Open();
        var leftovers = store.Services.GetRequiredService<IIntegrationLeftovers>();
        IntegrationKey[] integrations = [new("acme", "i1"), new("acme", "i2"), new("other", "i3")];
        foreach (var (account, integrationId) in integrations)
        {
            var products = Enumerable.Range(1, 5).Select(i => new CatalogueItem { ProductId = $"p{i}", Name = $"Product {i}", UpdatedAt = Now });
            await store.Catalogue.SaveAsync(account, integrationId, [.. products], default);
            await store.Rejected.AddAsync([.. Enumerable.Range(1, 3).Select(i => Rejected($"{i}") with { Account = account, IntegrationId = integrationId })], default);
            await store.Runs.SaveAsync(Run("r1") with { Account = account, IntegrationId = integrationId }, default);
            await store.Inbox.AddAsync(new IntegrationKey(account, integrationId), new InboxMessage("{}"u8.ToArray(), Now, WithFormerToken: false), new InboxLimits(10, 1_000, TimeSpan.FromDays(1)), default);
        }

        Assert.Equal((true, 0), await OwnedAsync());
        var parts = 0;
        while (await leftovers.DeleteSomeAsync(integrations[0], 2, default))
            parts++;

        Assert.Equal((3, false), (parts, await leftovers.DeleteSomeAsync(integrations[0], 2, default)));
        Assert.Equal((false, 0), await OwnedAsync());
        Assert.Equal((0, 0, 0), await CountAsync(integrations[0]));
        foreach (var other in integrations[1..])
            Assert.Equal((5, 3, 1), await CountAsync(other));
        Assert.Equal(2, (await store.Inboxes.ListAsync("acme", default)).Length + (await store.Inboxes.ListAsync("other", default)).Length);

        async Task<(bool HasInbox, int Imports)> OwnedAsync()
        {
            var owned = await leftovers.FindGrainsAsync(integrations[0], default);
            return (owned.HasInbox, owned.Imports.Length);
        }

        async Task<(int Products, int Rejected, int Runs)> CountAsync(IntegrationKey of) => (
            (await store.Catalogue.FindAsync(of.Account, of.IntegrationId, ["p1", "p2", "p3", "p4", "p5"], default)).Count,
            (await store.Rejected.ListAsync(of.Account, of.IntegrationId, isResolved: null, null, 10, default)).Length,
            (await store.Runs.ListAsync(of.Account, of.IntegrationId, RunFilter.All, null, 10, default)).Length);
    }

    private static DatabaseSettings Settings() => new()
    {
        TimeZone = "Europe/Madrid",
        Currency = "EUR",
        Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 0.92m),
        OlderWindow = OlderWindowPolicy.Lifetime,
    };

    private static IntegrationRecord Integration(string name) => new()
    {
        Definition = new IntegrationDefinition
        {
            Name = name,
            StoreType = "magento",
            DatabaseId = "d1",
            Settings = ImmutableDictionary<string, string>.Empty.Add("url", "https://shop.example").Add("store_view", "es"),
            ProtectedSecrets = "CfDJ8",
            StartsAt = Now.AddYears(-2),
            Interval = TimeSpan.FromHours(4),
            Window = new SyncWindow("America/Montevideo", new TimeOnly(22, 0), new TimeOnly(6, 30)),
        },
        CreatedAt = Now,
        Covered = { ["orders"] = IntervalSet.Empty.Add(new TimeInterval(Now.AddDays(-9), Now.AddDays(-5))).Add(new TimeInterval(Now.AddDays(-3), Now)) },
        OpenSlice = new SliceCheckpoint("orders", new TimeInterval(Now.AddDays(-5), Now.AddDays(-3)), "page-7", 700, 1_200),
        CurrentRun = new RunCheckpoint { RunId = "r1", StartedAt = Now, Until = Now.AddMinutes(-1), Counters = new RunCounters { Read = 700, New = 600, Unchanged = 100, Pages = 7 } },
        LastSuccessAt = Now.AddDays(-1),
        NextDueAt = Now.AddHours(3),
        LastProblemCode = "store_unreachable",
    };

    [Fact]
    public async Task Old_runs_and_rejected_records_go_oldest_first_and_an_open_run_stays()
    {
        await using var store = Open();
        for (var i = 0; i < 5; i++)
        {
            await store.Runs.SaveAsync(Run($"r{i}") with { EndedAt = i == 1 ? null : Now.AddDays(i), Outcome = i == 1 ? RunOutcome.Running : RunOutcome.Succeeded }, default);
            await store.Rejected.AddAsync([Rejected($"{i}") with { At = Now.AddDays(i) }], default);
        }

        await store.Runs.SaveAsync(Run("r0") with { IntegrationId = "i2", EndedAt = Now, Outcome = RunOutcome.Succeeded }, default);
        await store.Rejected.AddAsync([Rejected("0") with { IntegrationId = "i2" }], default);

        Assert.Equal(1, await store.Runs.RemoveAsync("acme", "i1", Now.AddDays(3), 1, default));
        Assert.Equal(["r4", "r3", "r2", "r1"], (await store.Runs.ListAsync("acme", "i1", RunFilter.All, null, 10, default)).Select(run => run.RunId));
        Assert.Equal(1, await store.Runs.RemoveAsync("acme", "i1", Now.AddDays(3), 10, default));
        Assert.Equal(["r4", "r3", "r1"], (await store.Runs.ListAsync("acme", "i1", RunFilter.All, null, 10, default)).Select(run => run.RunId));
        Assert.Equal(2, await store.Rejected.RemoveAsync("acme", "i1", Now.AddDays(3), 2, default));
        Assert.Equal(1, await store.Rejected.RemoveAsync("acme", "i1", Now.AddDays(3), 2, default));
        Assert.Equal(["4", "3"], (await store.Rejected.ListAsync("acme", "i1", isResolved: null, null, 10, default)).Select(row => row.Record.Raw));
        Assert.Single(await store.Runs.ListAsync("acme", "i2", RunFilter.All, null, 10, default));
        Assert.Single(await store.Rejected.ListAsync("acme", "i2", isResolved: null, null, 10, default));
    }

    [Fact]
    public async Task A_rejected_record_is_resolved_when_its_id_is_used_and_open_again_when_it_comes_again()
    {
        await using var store = Open();
        var (one, two) = (Rejected("one"), Rejected("two") with { RecordId = "18" });
        await store.Rejected.AddAsync([one, two, Rejected("nameless") with { RecordId = null }], default);
        await store.Rejected.AddAsync([one with { IntegrationId = "i2" }, one with { Resource = "customers" }], default);

        Assert.Equal(0, await store.Rejected.ResolveAsync("acme", "i1", "orders", [], Now, default));
        Assert.Equal(0, await store.Rejected.ResolveAsync("acme", "i1", "orders", ["16"], Now, default));
        Assert.Equal(1, await store.Rejected.ResolveAsync("acme", "i1", "orders", [.. Enumerable.Range(17, 2_000).Where(id => id != 18).Select(id => $"{id}")], Now.AddDays(1), default));
        Assert.Equal(0, await store.Rejected.ResolveAsync("acme", "i1", "orders", ["17"], Now.AddDays(2), default));

        Assert.Equal([("one", Now.AddDays(1))], await ListAsync(isResolved: true));
        Assert.Equal([("one", null), ("nameless", null), ("two", null)], await ListAsync(isResolved: false));
        Assert.Equal(4, (await ListAsync(isResolved: null)).Length);
        Assert.Null(Assert.Single(await store.Rejected.ListAsync("acme", "i2", isResolved: null, null, 10, default)).Record.ResolvedAt);

        var again = one with { RunId = "r9", Code = "refused", Reason = "still no amount", At = Now.AddDays(3) };
        await store.Rejected.AddAsync([again], default);
        Assert.Empty(await ListAsync(isResolved: true));
        Assert.Equal(4, (await ListAsync(isResolved: false)).Length);
        Assert.Equal(again, (await store.Rejected.ListAsync("acme", "i1", isResolved: false, null, 10, default))[^1].Record);

        async Task<(string, DateTimeOffset?)[]> ListAsync(bool? isResolved) =>
            [.. (await store.Rejected.ListAsync("acme", "i1", isResolved, null, 10, default)).Select(row => (row.Record.Raw, row.Record.ResolvedAt))];
    }

    private static RunRow Run(string id) => new()
    {
        Account = "acme", IntegrationId = "i1", RunId = id, StartedAt = Now, Outcome = RunOutcome.Running, Counters = new RunCounters(),
    };

    private static RejectedRecord Rejected(string raw) => new()
    {
        Account = "acme", IntegrationId = "i1", RunId = "r1", Resource = "orders", RecordId = "17", Code = "invalid_amount", Reason = "1e400 is no amount", Raw = raw, At = Now,
    };
}
