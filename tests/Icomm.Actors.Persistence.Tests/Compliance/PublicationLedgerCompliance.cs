using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Publishing;
using static Icomm.Actors.Persistence.Tests.Compliance.MasterDataSamples;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IPublicationLedger"/> and its <see cref="IPublicationStore"/> must do.</summary>
public abstract class PublicationLedgerCompliance
{
    private static readonly PublicationKey Key = new(Account, Database, "p1");
    private static readonly PublicationKey Other = new(Account, Database, "p2");

    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_publication_is_written_version_by_version_and_comes_back_whole()
    {
        await using var store = Open();
        Assert.Null(await store.Publications.ReadAsync(Key, default));
        var record = Record("Contactos", Samples.Now);
        Assert.Equal(new VersionedWrite(true, 1), await store.Publications.WriteAsync(Key, 0, record, default));
        Assert.Equal(new VersionedWrite(false, 1), await store.Publications.WriteAsync(Key, 0, record, default));
        record.ConsecutiveFailures = 3;
        var write = store.Publications.WriteAsync(Key, 1, record, default);
        record.ConsecutiveFailures = 99; // the grain goes on with its record
        Assert.Equal(new VersionedWrite(true, 2), await write);
        Assert.Equal(new VersionedWrite(false, 2), await store.Publications.WriteAsync(Key, 1, record, default));
        await store.ReopenAsync();

        var (stored, version) = (await store.Publications.ReadAsync(Key, default))!.Value;
        Assert.Equal((2, 3), (version, stored.ConsecutiveFailures));
        Assert.Equal(record.Definition! with { Settings = stored.Definition!.Settings }, stored.Definition);
        Assert.Equal(record.Definition!.Settings.OrderBy(pair => pair.Key), stored.Definition!.Settings.OrderBy(pair => pair.Key));
        Assert.Equal(
            (record.CreatedAt, record.Current, record.WantedAgain, record.LastRun, record.LastSuccessAt, record.RetryAt),
            (stored.CreatedAt, stored.Current, stored.WantedAgain, stored.LastRun, stored.LastSuccessAt, stored.RetryAt));

        Assert.Equal(new VersionedWrite(false, 2), await store.Publications.DeleteAsync(Key, 1, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Publications.DeleteAsync(Key, 2, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Publications.DeleteAsync(Key, 0, default));
        Assert.Equal(new VersionedWrite(false, 0), await store.Publications.DeleteAsync(Key, 2, default));
        Assert.Null(await store.Publications.ReadAsync(Key, default));
    }

    [Fact]
    public async Task Publications_are_listed_by_creation_and_all_of_them()
    {
        await using var store = Open();
        for (var i = 0; i < 9; i++)
            await store.Publications.WriteAsync(new PublicationKey("acme", i % 3 == 0 ? "second" : "main", $"p{i}"), 0, Record("n" + i, Samples.Now.AddMinutes(-i)), default);
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => store.Publications.WriteAsync(new PublicationKey("many", "main", $"p{i}"), 0, Record("n", Samples.Now), default)));
        var listed = await store.Publications.ListAsync("acme", "main", default);
        Assert.Equal(["p8", "p7", "p5", "p4", "p2", "p1"], listed.Select(row => row.Key.PublicationId));
        Assert.Equal("n8", listed[0].Record.Definition!.Name);
        Assert.Empty(await store.Publications.ListAsync("nobody", "main", default));
        var all = await store.Publications.KeysAsync(default);
        Assert.Equal(609, all.Length);
        Assert.Equal(609, all.Distinct().Count());
    }

    [Fact]
    public async Task What_the_receiver_does_not_have_is_pending()
    {
        await using var store = Open();
        var rows = await FilledAsync(store);
        var sendable = rows.Where(row => row.Profile is { Email: not null, ProblemCode: null } && row.Scores is not null).ToArray();
        Assert.InRange(sendable.Length, 10, rows.Count - 10);

        // Never delivered: everything with an e-mail and scores.
        var pending = await PendingAsync(store, Key, Today);
        Assert.Equal(sendable.Select(row => row.Profile.Key), pending.Select(contact => contact.Row.Profile.Key));
        foreach (var (expected, actual) in sendable.Zip(pending))
        {
            AssertSame(expected.Profile, actual.Row.Profile);
            Assert.Equal((expected.Scores, false), (actual.Row.Scores, actual.IsAgedOnly));
        }

        // Delivered: nothing, of this publication.
        await store.Ledger.SaveAsync(Key, Today, [.. pending.Select(Delivered)], [], default);
        Assert.Empty(await PendingAsync(store, Key, Today));
        Assert.Equal(sendable.Length, (await PendingAsync(store, Other, Today)).Count);
        Assert.Equal((sendable.Length, 0), await store.Ledger.CountAsync(Key, default));
        Assert.Equal((0, 0), await store.Ledger.CountAsync(Other, default));

        // Another day: those who have purchased, by their age alone.
        var aged = await PendingAsync(store, Key, Today + 1);
        var customers = sendable.Where(row => row.Profile.LastPurchaseOn != 0).Select(row => row.Profile.Key).ToArray();
        Assert.Equal(customers, aged.Select(contact => contact.Row.Profile.Key));
        Assert.All(aged, contact => Assert.True(contact.IsAgedOnly));
        await store.Ledger.SaveAsync(Key, Today + 1, [.. aged.Select(Delivered)], [], default);
        Assert.Empty(await PendingAsync(store, Key, Today + 1));

        // Other scores: another fingerprint.
        var changed = sendable[3].Scores! with { Fingerprint = sendable[3].Scores!.Fingerprint + 1 };
        await store.MasterData.SaveScoresAsync(Account, Database, [changed], default);
        var one = Assert.Single(await PendingAsync(store, Key, Today + 1));
        Assert.Equal((changed.Key, false, changed.Fingerprint), (one.Row.Profile.Key, one.IsAgedOnly, one.Row.Scores!.Fingerprint));

        // All that could be sent, for files that are always whole.
        Assert.Equal(sendable.Select(row => row.Profile.Key), (await PendingAsync(store, Key, Today + 1, all: true)).Select(contact => contact.Row.Profile.Key));
    }

    [Fact]
    public async Task What_was_refused_is_counted_and_forgotten_when_it_is_accepted()
    {
        await using var store = Open();
        await FilledAsync(store);
        var pending = await PendingAsync(store, Key, Today);
        var refused = pending[..5];
        Assert.Empty(await store.Ledger.RejectionsAsync(Key, null, 10, default));
        await store.Ledger.SaveAsync(Key, Today, [.. pending[5..].Select(Delivered)], [.. refused.Select(contact => Refused(contact, 0))], default);
        await store.Ledger.SaveAsync(Key, Today, [], [.. refused.Select(contact => Refused(contact, 0))], default); // the same outcomes again, after a crash
        await store.Ledger.SaveAsync(Key, Today, [], [Refused(refused[1], 1) with { Code = "other", Message = "still no" }], default);
        await store.ReopenAsync();

        Assert.Equal((pending.Count - 5, 5), await store.Ledger.CountAsync(Key, default));
        var stored = await store.Ledger.RejectionsAsync(Key, null, 3, default);
        Assert.Equal(refused.Take(3).Select(contact => contact.Row.Profile.Key), stored.Select(rejection => rejection.Key));
        var (first, second) = (stored[0], stored[1]);
        Assert.Equal(
            new StoredRejection(refused[0].Row.Profile.Key, refused[0].Row.Profile.ProfileId, refused[0].Row.Profile.Email, "invalid_email", "no", Samples.Now, 1), first);
        Assert.Equal(("other", "still no", Samples.Now.AddMinutes(1), 2), (second.Code, second.Message, second.At, second.Attempts));
        Assert.Equal(refused.Skip(3).Select(contact => contact.Row.Profile.Key), (await store.Ledger.RejectionsAsync(Key, stored[2].Key, 3, default)).Select(rejection => rejection.Key));
        Assert.Empty(await store.Ledger.RejectionsAsync(Other, null, 10, default));

        // A refusal isn't a delivery: the contact stays pending.
        Assert.Equal(refused.Select(contact => contact.Row.Profile.Key), (await PendingAsync(store, Key, Today)).Select(contact => contact.Row.Profile.Key));
        await store.Ledger.SaveAsync(Key, Today, [.. refused.Select(Delivered)], [], default);
        Assert.Empty(await store.Ledger.RejectionsAsync(Key, null, 10, default));
        Assert.Equal((pending.Count, 0), await store.Ledger.CountAsync(Key, default));
    }

    [Fact]
    public async Task A_removed_publication_leaves_nothing_and_begins_anew()
    {
        await using var store = Open();
        await FilledAsync(store);
        var pending = await PendingAsync(store, Key, Today);
        foreach (var key in new[] { Key, Other })
            await store.Ledger.SaveAsync(key, Today, [.. pending[..9].Select(Delivered)], [Refused(pending[9], 0)], default);
        Assert.True((await store.Publications.DeleteAsync(Key, 1, default)).Succeeded);
        await store.Ledger.SaveAsync(Key, Today, [Delivered(pending[0])], [Refused(pending[9], 0)], default); // late
        Assert.Equal((0, 0), await store.Ledger.CountAsync(Key, default));
        Assert.Equal((9, 1), await store.Ledger.CountAsync(Other, default));
        await store.Publications.WriteAsync(Key, 0, Record("anew", Samples.Now), default);
        Assert.Equal(pending.Count, (await PendingAsync(store, Key, Today)).Count);
    }

    [Fact]
    public async Task Of_a_deleted_profile_no_publication_keeps_anything()
    {
        await using var store = Open();
        await FilledAsync(store);
        var pending = await PendingAsync(store, Key, Today);
        foreach (var key in new[] { Key, Other })
            await store.Ledger.SaveAsync(key, Today, [Delivered(pending[0])], [Refused(pending[1], 0)], default);
        foreach (var contact in pending.Take(2))
            Assert.True((await store.Profiles.DeleteAsync(new(Account, Database, contact.Row.Profile.ProfileId), 1, null, default)).Succeeded);
        Assert.Equal((0, 0), await store.Ledger.CountAsync(Key, default));
        Assert.Equal((0, 0), await store.Ledger.CountAsync(Other, default));
        Assert.Equal(pending.Count - 2, (await PendingAsync(store, Key, Today)).Count);
    }

    [Fact]
    public async Task What_became_of_one_profile_is_found_by_publication()
    {
        await using var store = Open();
        await FilledAsync(store);
        var pending = await PendingAsync(store, Key, Today);
        var (sent, refused, neither) = (pending[0], pending[1], pending[2]);
        await store.Ledger.SaveAsync(Key, Today, [Delivered(sent)], [Refused(refused, 0)], default);
        await store.Ledger.SaveAsync(Other, Today + 1, [Delivered(sent)], [], default);
        await store.Ledger.SaveAsync(Other, Today + 2, [], [Refused(sent, 1)], default);
        await store.ReopenAsync();

        Assert.Equal(
            [
                new SentProfile("p1", "one", "icommkt", DateOnly.FromDayNumber(Today), null),
                new SentProfile("p2", "two", "icommkt", DateOnly.FromDayNumber(Today + 1), new("invalid_email", "no", Samples.Now.AddMinutes(1))),
            ],
            await OfAsync(sent));
        Assert.Equal([new SentProfile("p1", "one", "icommkt", null, new("invalid_email", "no", Samples.Now))], await OfAsync(refused));
        Assert.Empty(await OfAsync(neither));
        Assert.Empty(await store.Ledger.OfProfileAsync(new("nobody", Database, sent.Row.Profile.ProfileId), default));

        async Task<IEnumerable<SentProfile>> OfAsync(PendingContact contact) => await store.Ledger.OfProfileAsync(new(Account, Database, contact.Row.Profile.ProfileId), default);
    }

    private static async Task<List<MasterDataRow>> FilledAsync(StoreFixture store)
    {
        await WriteProfilesAsync(store, 120);
        await RefreshAsync(store);
        var random = new Random(3);
        var scored = (await RowsAsync(store)).Where(_ => random.Next(5) > 0).Select(row => Scores(row.Profile.Key, random)).ToArray();
        await store.MasterData.SaveScoresAsync(Account, Database, scored, default);
        await store.Publications.WriteAsync(Key, 0, Record("one", Samples.Now), default);
        await store.Publications.WriteAsync(Other, 0, Record("two", Samples.Now), default);
        return await RowsAsync(store);
    }

    private static async Task<List<PendingContact>> PendingAsync(StoreFixture store, PublicationKey key, int asOf, bool all = false)
    {
        var pending = new List<PendingContact>();
        while (true)
        {
            var page = await store.Ledger.PendingAsync(key, asOf, all, pending.Count == 0 ? 0 : pending[^1].Row.Profile.Key, 13, default);
            if (page.IsEmpty)
                return pending;
            Assert.InRange(page.Length, 1, 13);
            pending.AddRange(page);
        }
    }

    private static Delivery Delivered(PendingContact contact) => new(contact.Row.Profile.Key, contact.Row.Scores!.Fingerprint);

    private static Rejection Refused(PendingContact contact, int minute) => new(contact.Row.Profile.Key, "invalid_email", "no", Samples.Now.AddMinutes(minute));

    private static PublicationRecord Record(string name, DateTimeOffset createdAt) => new()
    {
        Definition = new PublicationDefinition
        {
            Name = name, Type = "icommkt", Settings = ImmutableDictionary<string, string>.Empty.Add("profile_key", "k").Add("url", "https://api.example"), ProtectedSecrets = "CfDJ8",
        },
        CreatedAt = createdAt,
        Current = new PublicationCheckpoint("r2", Samples.Now, new DateOnly(2026, 11, 21), 77, 60, 2),
        WantedAgain = new DateOnly(2026, 11, 22),
        LastRun = new PublicationResult("r1", Samples.Now.AddDays(-1), Samples.Now, new DateOnly(2026, 11, 20), 100, 3, "receiver_unreachable", "no answer"),
        LastSuccessAt = Samples.Now.AddDays(-2),
        RetryAt = Samples.Now.AddMinutes(5),
    };
}
