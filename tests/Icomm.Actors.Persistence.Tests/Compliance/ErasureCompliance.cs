using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IErasures"/> and <see cref="ISuppressedIdentities"/> must do.</summary>
public abstract class ErasureCompliance
{
    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_suppressed_profile_is_not_inserted_until_the_last_erasure_is_lifted()
    {
        await using var store = Open();
        var suppressed = store.Services.GetRequiredService<ISuppressedIdentities>();
        var (ana, bea) = (Samples.Key(1), Samples.Key(2));
        Assert.False(await suppressed.AnyAsync("acme", "main", default));

        await suppressed.AddAsync("acme", "main", "e1", [ana.ProfileId, "alias"], default);
        await suppressed.AddAsync("acme", "main", "e1", [ana.ProfileId], default);
        await suppressed.AddAsync("acme", "main", "e2", [ana.ProfileId], default);

        Assert.True(await suppressed.AnyAsync("acme", "main", default));
        Assert.False(await suppressed.AnyAsync("acme", "other", default));
        Assert.Equal([ana.ProfileId, "alias"], (await suppressed.FindAsync("acme", "main", [bea.ProfileId, "alias", ana.ProfileId], default)).Order().Reverse());
        Assert.Empty(await suppressed.FindAsync("other", "main", ["alias"], default));
        await RefusedAsync();
        Assert.True((await WriteAsync(bea)).Succeeded);
        Assert.True((await WriteAsync(Samples.Key(1, account: "other"))).Succeeded);

        await suppressed.LiftAsync("acme", "main", "e1", default);
        await RefusedAsync();
        await suppressed.LiftAsync("acme", "main", "e2", default);
        Assert.True((await WriteAsync(ana)).Succeeded);

        Task<VersionedWrite> WriteAsync(Abstractions.Profiles.ProfileKey key) => store.Profiles.WriteAsync(key, 0, new byte[] { 1 }, Samples.Nobody, null, default);

        async Task RefusedAsync()
        {
            var write = await Assert.ThrowsAsync<PersistenceException>(() => WriteAsync(ana));
            Assert.Equal(PersistenceErrors.ProfileSuppressed, write.Code);
            Assert.Null(await store.Profiles.ReadAsync(ana, default));
        }
    }

    [Fact]
    public async Task Receipts_are_overwritten_as_a_whole_and_listed_newest_first()
    {
        await using var store = Open();
        var erasures = store.Services.GetRequiredService<IErasures>();
        foreach (var id in new[] { "e1", "e2", "e3" })
            await erasures.SaveAsync("acme", "main", Receipt(id), default);
        var done = Receipt("e2") with { IsComplete = true, Orders = 7, Publications = [new("p1", "Daily", "csv")], Files = ["contacts.csv"], LiftedAt = Samples.Now };
        await erasures.SaveAsync("acme", "main", done, default);
        await store.ReopenAsync();
        erasures = store.Services.GetRequiredService<IErasures>();

        var found = (await erasures.FindAsync("acme", "main", "e2", default))!;
        Assert.Equal((true, 7, Samples.Now), (found.IsComplete, found.Orders, found.LiftedAt));
        Assert.Equal((done.Publications[0], "contacts.csv"), (Assert.Single(found.Publications), Assert.Single(found.Files)));
        Assert.Null(await erasures.FindAsync("acme", "other", "e2", default));
        var first = await erasures.ListAsync("acme", "main", null, 2, default);
        var second = await erasures.ListAsync("acme", "main", first[^1].Cursor, 2, default);
        Assert.Equal(["e3", "e2", "e1"], first.Concat(second).Select(row => row.Receipt.ErasureId));
    }

    [Fact]
    public async Task Rejected_records_go_that_name_one_of_the_texts()
    {
        await using var store = Open();
        var erasures = store.Services.GetRequiredService<IErasures>();
        await store.Rejected.AddAsync([.. Enumerable.Range(1, 450).Select(i => Rejected("i1", i % 3 == 0 ? $"{i} ANA@example.com" : $"{i} bea@example.com")), Rejected("i1", """{"email":"juana@example.com","document":"9123456789"}"""), Rejected("i2", "ana@example.com")], default);

        Assert.Equal(0, await erasures.DeleteRejectedAsync("acme", "i1", [], default));
        Assert.Equal(150, await erasures.DeleteRejectedAsync("acme", "i1", ["ana@example.com", "12345678"], default));

        // Another person's stays whose e-mail or document only ends like it.
        Assert.Equal((301, 1), ((await store.Rejected.ListAsync("acme", "i1", isResolved: null, null, 1_000, default)).Length, (await store.Rejected.ListAsync("acme", "i2", isResolved: null, null, 1_000, default)).Length));
    }

    private static ErasureReceipt Receipt(string id) => new() { ErasureId = id, At = Samples.Now, Digest = "digest" };

    private static RejectedRecord Rejected(string integrationId, string raw) =>
        new() { Account = "acme", IntegrationId = integrationId, RunId = "r1", Resource = "orders", Code = "invalid_amount", Reason = "no amount", Raw = raw, At = Samples.Now };
}
