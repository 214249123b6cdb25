using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Grains.Tests.Refreshes;

public sealed class RetentionTests
{
    [Fact]
    public async Task Customers_who_have_not_ordered_for_long_are_forgotten_with_their_numbers_and_come_back_with_their_next_order()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAsync("old@example.com", daysAgo: 800, 10);
        await bed.BuyManyAsync("folded@example.com", purchases: 1_100, daysAgo: 900);
        await bed.BuyAsync("regular@example.com", daysAgo: 800, 20);
        await bed.BuyAsync("regular@example.com", daysAgo: 20, 30);
        await bed.RefreshAsync();
        Assert.Equal(3, await CountAsync());

        await bed.ChangeSettingsAsync(settings => settings with { Retention = RetentionSettings.Default with { InactiveMonths = 24 } });
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        var refresh = await bed.RefreshAsync();

        Assert.Equal((1, 1), (await CountAsync(), refresh.Counters.Profiles));
        Assert.Equal(2, (await bed.RowAsync("regular@example.com")).Profile.Periods[(int)RfmPeriod.Lifetime].Purchases);
        Assert.Equal(1, (await bed.Get<IActivityQueries>().NewCustomersAsync(RefreshBed.Account, RefreshBed.Database, default)).Sum(month => month.Customers));

        await bed.BuyAsync("old@example.com", daysAgo: 0, 40);
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        await bed.RefreshAsync();
        Assert.Equal(1, (await bed.RowAsync("old@example.com")).Profile.Periods[(int)RfmPeriod.Lifetime].Purchases);

        Task<long> CountAsync() => bed.Get<IProfileQueries>().CountAsync(RefreshBed.Account, RefreshBed.Database, default);
    }

    [Fact]
    public async Task A_damaged_profile_stays_and_holds_up_no_other()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.BuyAsync("ana@example.com", daysAgo: 800, 10);
        await bed.BuyAsync("bea@example.com", daysAgo: 800, 20);
        var damaged = await bed.DamageAsync("ana@example.com");
        await bed.ChangeSettingsAsync(settings => settings with { Retention = RetentionSettings.Default with { InactiveMonths = 24 } });

        await bed.RefreshAsync();

        Assert.Equal(damaged.ProfileId, Assert.Single(await bed.Get<IProfileQueries>().ListAsync(RefreshBed.Account, RefreshBed.Database, null, 10, default)).ProfileId);
    }

    [Fact]
    public async Task Old_runs_rejected_records_and_audit_entries_are_removed_of_what_feeds_the_database()
    {
        await using var bed = await RefreshBed.StartAsync();
        await bed.ChangeSettingsAsync(settings => settings with { Retention = new RetentionSettings(InactiveMonths: null, LogDays: 30) });
        var now = bed.Time.GetUtcNow();
        foreach (var (integration, database) in new[] { ("mine", RefreshBed.Database), ("other", "other") })
        {
            await bed.Get<IIntegrationStore>().WriteAsync(new IntegrationKey(RefreshBed.Account, integration), expectedVersion: 0, Record(database, now), default);
            foreach (var days in new[] { 29, 31 })
            {
                await bed.Get<IRunLog>().SaveAsync(Run(integration, now.AddDays(-days)), default);
                await bed.Get<IRejectedRecords>().AddAsync([Rejected(integration, now.AddDays(-days))], default);
            }
        }

        foreach (var days in new[] { 1_000, 1_100 })
            await bed.Get<IAuditLog>().SaveAsync(Entry(now.AddDays(-days)), default);

        await bed.RefreshAsync();

        Assert.Equal((1, 2), (await RunsAsync("mine"), await RunsAsync("other")));
        Assert.Equal((1, 2), (await RejectedAsync("mine"), await RejectedAsync("other")));
        Assert.Equal(now.AddDays(-1_000), Assert.Single(await bed.Get<IAuditLog>().ListAsync(RefreshBed.Account, AuditFilter.All, null, 10, default)).At);

        async Task<int> RunsAsync(string integration) => (await bed.Get<IRunLog>().ListAsync(RefreshBed.Account, integration, RunFilter.All, null, 10, default)).Length;

        async Task<int> RejectedAsync(string integration) => (await bed.Get<IRejectedRecords>().ListAsync(RefreshBed.Account, integration, isResolved: null, null, 10, default)).Length;
    }

    private static IntegrationRecord Record(string database, DateTimeOffset now) => new()
    {
        CreatedAt = now,
        Definition = new IntegrationDefinition
        {
            Name = "Shop",
            StoreType = "magento",
            DatabaseId = database,
            Settings = ImmutableDictionary<string, string>.Empty,
            ProtectedSecrets = "",
            StartsAt = now,
            Interval = TimeSpan.FromHours(4),
        },
    };

    private static RunRow Run(string integration, DateTimeOffset at) => new()
    {
        Account = RefreshBed.Account,
        IntegrationId = integration,
        RunId = $"{at:yyyyMMdd}",
        StartedAt = at,
        EndedAt = at,
        Outcome = RunOutcome.Succeeded,
        Counters = new RunCounters(),
    };

    private static RejectedRecord Rejected(string integration, DateTimeOffset at) => new()
    {
        Account = RefreshBed.Account,
        IntegrationId = integration,
        RunId = "run",
        Resource = "orders",
        Code = "id_missing",
        Reason = "It has no id.",
        Raw = $"{at:O}",
        At = at,
    };

    private static AuditEntry Entry(DateTimeOffset at) => new()
    {
        Account = RefreshBed.Account,
        EntryId = AuditEntry.IdOf(at, "entry"),
        At = at,
        Action = "updateDatabase",
        Resource = "/api/v1/databases/main",
    };
}
