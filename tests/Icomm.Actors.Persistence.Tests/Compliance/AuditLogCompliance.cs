using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Audit;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What the audit log must do.</summary>
public abstract class AuditLogCompliance
{
    private static readonly DateTimeOffset Now = Samples.Now.AddTicks(1_234_567);

    protected abstract StoreFixture Open();

    [Fact]
    public async Task An_entry_is_kept_with_all_that_is_known_of_it()
    {
        await using var store = Open();
        await store.Accounts.TryAddFirstAsync(new AccountRow("a1", "First", Now, DisabledAt: null), Key("k1", "a1"), default);
        var begun = Entry("a1", 1) with { Key = new AuditedKey("k1", "a1"), Resource = "/api/v1/integrations" };
        await store.Audit.SaveAsync(begun, default);
        var done = begun with
        {
            Resource = "/api/v1/integrations/i1",
            IntegrationId = "i1",
            DatabaseId = "d1",
            Outcome = AuditOutcome.Done,
            Changes = [new FieldChange("name", null, "Tienda \"Ñandú\""), new FieldChange("settings.siteUrl", "https://a.example", null)],
        };
        await store.Audit.SaveAsync(done, default);
        await store.Audit.SaveAsync(Entry("a1", 2), default);
        await store.ReopenAsync();

        var entries = await store.Audit.ListAsync("a1", AuditFilter.All, before: null, 10, default);
        Assert.Equal(["e2", "e1"], entries.Select(entry => entry.EntryId));
        Assert.Null(entries[0].Key);
        Assert.Equal(done.Changes.AsEnumerable(), entries[1].Changes);
        Assert.Equal(done with { Key = new AuditedKey("k1", "a1", "Key k1"), Changes = [] }, entries[1] with { Changes = [] });
    }

    [Fact]
    public async Task Entries_are_filtered_and_paged_newest_first_and_are_one_accounts()
    {
        await using var store = Open();
        for (var i = 1; i <= 9; i++)
        {
            await store.Audit.SaveAsync(
                Entry("a1", i) with { Action = i % 2 == 0 ? "pauseIntegration" : "updateIntegration", IntegrationId = $"i{i % 3}", DatabaseId = i > 5 ? "d1" : null, Key = i == 4 ? new AuditedKey("gone", "a1") : null },
                default);
        }

        await store.Audit.SaveAsync(Entry("a2", 5), default);
        Assert.Equal(["e9", "e8", "e7"], await IdsAsync(AuditFilter.All, limit: 3));
        Assert.Equal(["e6", "e5"], await IdsAsync(AuditFilter.All, before: "e7", limit: 2));
        Assert.Equal(["e8", "e6", "e4", "e2"], await IdsAsync(new AuditFilter { Action = "pauseIntegration" }));
        Assert.Equal(["e7", "e4", "e1"], await IdsAsync(new AuditFilter { IntegrationId = "i1" }));
        Assert.Equal(["e9", "e8", "e7", "e6"], await IdsAsync(new AuditFilter { DatabaseId = "d1" }));
        Assert.Equal(["e4"], await IdsAsync(new AuditFilter { KeyId = "gone" }));
        Assert.Equal(["e5", "e4"], await IdsAsync(new AuditFilter { From = Now.AddMinutes(4), Until = Now.AddMinutes(6) }));
        Assert.Equal(["e6"], await IdsAsync(new AuditFilter { DatabaseId = "d1", IntegrationId = "i0", Action = "pauseIntegration" }));

        async Task<string[]> IdsAsync(AuditFilter filter, string? before = null, int limit = 100) =>
            [.. from entry in await store.Audit.ListAsync("a1", filter, before, limit, default) select entry.EntryId];
    }

    [Fact]
    public async Task What_was_refused_is_taken_out_and_what_is_old_goes_oldest_first()
    {
        await using var store = Open();
        for (var i = 1; i <= 6; i++)
            await store.Audit.SaveAsync(Entry("a1", i), default);
        await store.Audit.SaveAsync(Entry("a2", 1), default);
        await store.Audit.WithdrawAsync("a1", "e6", default);
        await store.Audit.WithdrawAsync("a1", "e7", default);

        Assert.Equal(2, await store.Audit.RemoveAsync("a1", Now.AddMinutes(4), limit: 2, default));
        Assert.Equal(["e5", "e4", "e3"], from entry in await store.Audit.ListAsync("a1", AuditFilter.All, null, 10, default) select entry.EntryId);
        Assert.Equal(1, await store.Audit.RemoveAsync("a1", Now.AddMinutes(4), limit: 2, default));
        Assert.Equal(0, await store.Audit.RemoveAsync("a1", Now.AddMinutes(4), limit: 2, default));
        Assert.Single(await store.Audit.ListAsync("a2", AuditFilter.All, null, 10, default));
    }

    private static AuditEntry Entry(string account, int number) => new()
    {
        Account = account,
        EntryId = $"e{number}",
        At = Now.AddMinutes(number),
        Action = "updateIntegration",
        Resource = $"/api/v1/integrations/i{number}",
    };

    private static ApiKeyRow Key(string id, string account) => new()
    {
        KeyId = id,
        Account = account,
        Name = $"Key {id}",
        Scopes = ["read"],
        Secret = new ApiKeySecret([1, 2, 3], "abcd"),
        CreatedAt = Now,
    };
}
