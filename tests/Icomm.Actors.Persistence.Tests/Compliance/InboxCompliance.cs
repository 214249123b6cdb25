using System.Text;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IInbox"/> must do, with its <see cref="IInboundTokens"/> and its <see cref="IInboxStore"/>.</summary>
public abstract class InboxCompliance
{
    private const int Plenty = 1_000;

    private static readonly IntegrationKey Key = new("acme", "i1");
    private static readonly IntegrationKey Other = new("acme", "i2");
    private static readonly DateTimeOffset Now = Samples.Now.AddTicks(1_234_567);
    private static readonly InboxLimits Limits = new(100, 1_000_000, TimeSpan.FromDays(30));

    protected abstract StoreFixture Open();

    [Fact]
    public async Task Messages_come_back_as_they_came_in_the_order_of_arrival()
    {
        await using var store = Open();
        Assert.Empty(await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default));
        for (var i = 0; i < 20; i++)
            Assert.Equal(InboxReceipt.Stored, await AddAsync(store, $"{{\"ñ\":{i}}}", Now.AddSeconds(i)));
        Assert.Equal(InboxReceipt.Stored, await store.Inbox.AddAsync(Other, Message("{\"ñ\":0}", Now), Limits, default));
        await store.ReopenAsync();

        var waiting = await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => ($"{{\"ñ\":{i}}}", Now.AddSeconds(i))), waiting.Select(message => (Encoding.UTF8.GetString(message.Body), message.ReceivedAt)));
        Assert.Equal(waiting.Take(7).Select(message => message.Key), (await store.Inbox.PeekAsync(Key, 7, long.MaxValue, default)).Select(message => message.Key));
        Assert.Single(await store.Inbox.PeekAsync(Other, Plenty, long.MaxValue, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Inbox.PeekAsync(Key, 0, 1, default));
    }

    [Fact]
    public async Task A_batch_is_bounded_by_its_bytes_and_has_one_message_at_least()
    {
        await using var store = Open();
        foreach (var length in new[] { 500, 300, 200, 1 })
            await AddAsync(store, new string((char)('a' + (length % 20)), length), Now);

        Assert.Equal([500], await SizesAsync(10));
        Assert.Equal([500], await SizesAsync(799));
        Assert.Equal([500, 300], await SizesAsync(800));
        Assert.Equal([500, 300, 200, 1], await SizesAsync(1_001));

        async Task<IEnumerable<int>> SizesAsync(long mostBytes) => (await store.Inbox.PeekAsync(Key, Plenty, mostBytes, default)).Select(message => message.Body.Length);
    }

    [Fact]
    public async Task The_same_bytes_are_one_message_for_as_long_as_they_are_remembered()
    {
        await using var store = Open();
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "a", Now));
        Assert.Equal(InboxReceipt.Repeated, await AddAsync(store, "a", Now.AddSeconds(1)));
        await RemoveAllAsync(store);
        await store.ReopenAsync();

        Assert.Equal(InboxReceipt.Repeated, await AddAsync(store, "a", Now.AddDays(30)));
        Assert.Empty(await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default));
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "a", Now.AddDays(30).AddTicks(1)));
        Assert.Equal(InboxReceipt.Repeated, await AddAsync(store, "a", Now.AddDays(31)));
        Assert.Single(await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default));
    }

    [Fact]
    public async Task The_same_bytes_sent_at_once_by_many_are_stored_once()
    {
        await using var store = Open();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => AddAsync(store, $"message {i % 20}", Now))));
        Assert.Equal(20, receipts.Count(receipt => receipt == InboxReceipt.Stored));
        Assert.Equal(20, (await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default)).Length);
        Assert.Equal((20, 20 * 9 + 10), await BacklogAsync(store));
    }

    [Fact]
    public async Task Beyond_its_limits_an_inbox_keeps_nothing_and_remembers_nothing()
    {
        await using var store = Open();
        var few = Limits with { Messages = 2 };
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "a", Now, few));
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "b", Now, few));
        Assert.Equal(InboxReceipt.Full, await AddAsync(store, "c", Now, few));
        Assert.Equal(InboxReceipt.Repeated, await AddAsync(store, "a", Now, few));
        Assert.Equal(InboxReceipt.Full, await AddAsync(store, "cc", Now, Limits with { Bytes = 3 }));
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "c", Now, Limits with { Bytes = 3 }));
        Assert.Equal((3, 3), await BacklogAsync(store));

        await RemoveAllAsync(store);
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "cc", Now, few));
        Assert.Equal((1, 2), await BacklogAsync(store));
    }

    [Fact]
    public async Task Removing_twice_counts_once()
    {
        await using var store = Open();
        foreach (var body in new[] { "a", "bb", "ccc" })
            await AddAsync(store, body, Now);
        var waiting = await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default);
        long[] firstTwo = [waiting[0].Key, waiting[1].Key];
        await store.Inbox.RemoveAsync(Key, firstTwo, default);
        await store.Inbox.RemoveAsync(Key, firstTwo, default);
        await store.Inbox.RemoveAsync(Other, [waiting[2].Key], default);
        Assert.Equal((1, 3), await BacklogAsync(store));
        Assert.Equal("ccc", Encoding.UTF8.GetString(Assert.Single(await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default)).Body));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_whose_storing_failed_can_be_sent_again(bool afterCommit)
    {
        await using var store = Open();
        await AddAsync(store, "before", Now);
        store.FailNextCommit(afterCommit);
        await Assert.ThrowsAsync<PersistenceException>(() => AddAsync(store, "a", Now));
        Assert.Equal(afterCommit ? InboxReceipt.Repeated : InboxReceipt.Stored, await AddAsync(store, "a", Now));
        Assert.Equal((2, 7), await BacklogAsync(store));
    }

    [Fact]
    public async Task What_is_old_is_forgotten_oldest_first_and_a_part_at_a_time()
    {
        await using var store = Open();
        for (var i = 0; i < 10; i++)
            await AddAsync(store, $"{i}", Now.AddDays(i));
        Assert.Equal(3, await store.Inbox.ForgetAsync(Key, Now.AddDays(5), 3, default));
        Assert.Equal(InboxReceipt.Repeated, await AddAsync(store, "3", Now.AddDays(9)));
        Assert.Equal(InboxReceipt.Stored, await AddAsync(store, "2", Now.AddDays(9)));
        Assert.Equal(2, await store.Inbox.ForgetAsync(Key, Now.AddDays(5), 3, default));
        Assert.Equal(0, await store.Inbox.ForgetAsync(Key, Now.AddDays(5), 3, default));
        Assert.Equal(0, await store.Inbox.ForgetAsync(Other, Now.AddDays(5), 3, default));
        Assert.Equal(11, (await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default)).Length);
    }

    [Fact]
    public async Task A_token_is_rotated_with_and_without_grace_and_revoked()
    {
        await using var store = Open();
        Assert.Null(await store.InboundTokens.FindAsync("i1", default));
        Assert.False(await store.InboundTokens.RevokeAsync(Key, default));
        await store.InboundTokens.RotateAsync(Key, [1], "aaaa", Now, Now.AddDays(1), default);
        AssertTokens(await store.InboundTokens.FindAsync("i1", default), ([1], "aaaa", null), Now, former: null, until: null);

        await AddAsync(store, "a", Now.AddHours(1));
        await store.InboundTokens.RotateAsync(Key, [2], "bbbb", Now.AddHours(2), Now.AddDays(1), default);
        await store.Inbox.AddAsync(Key, Message("b", Now.AddHours(3)), Limits, default);
        await store.Inbox.AddAsync(Key, Message("b", Now.AddHours(4)) with { WithFormerToken = true }, Limits, default);
        await store.ReopenAsync();
        AssertTokens(await store.InboundTokens.FindAsync("i1", default), ([2], "bbbb", Now.AddHours(3)), Now.AddHours(2), ([1], "aaaa", Now.AddHours(4)), Now.AddDays(1));

        await store.InboundTokens.RotateAsync(Key, [3], "cccc", Now.AddHours(5), formerUntil: null, default);
        AssertTokens(await store.InboundTokens.FindAsync("i1", default), ([3], "cccc", null), Now.AddHours(5), former: null, until: null);
        Assert.Null(await store.InboundTokens.FindAsync("i2", default));

        Assert.True(await store.InboundTokens.RevokeAsync(Key, default));
        Assert.Null(await store.InboundTokens.FindAsync("i1", default));
        Assert.Equal(2, (await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default)).Length);
    }

    [Fact]
    public async Task A_record_is_written_version_by_version_beside_messages_and_tokens()
    {
        await using var store = Open();
        Assert.Null(await store.Inboxes.ReadAsync(Key, default));
        Assert.Null(await store.Inboxes.FindAsync(Key, default));
        await AddAsync(store, "a", Now);
        Assert.Null(await store.Inboxes.ReadAsync(Key, default));

        var record = new InboxRecord { LastAppliedAt = Now, LastProblemCode = "database_not_found", ConsecutiveFailures = 3 };
        Assert.Equal(new VersionedWrite(true, 1), await store.Inboxes.WriteAsync(Key, 0, record, default));
        Assert.Equal(new VersionedWrite(false, 1), await store.Inboxes.WriteAsync(Key, 0, record, default));
        var write = store.Inboxes.WriteAsync(Key, 1, record, default);
        record.ConsecutiveFailures = 99; // the grain goes on with its record
        Assert.Equal(new VersionedWrite(true, 2), await write);
        await AddAsync(store, "bb", Now.AddSeconds(1));
        await store.ReopenAsync();

        var (stored, version) = (await store.Inboxes.ReadAsync(Key, default))!.Value;
        Assert.Equal((2, 3, Now), (version, stored.ConsecutiveFailures, stored.LastAppliedAt));
        var row = (await store.Inboxes.FindAsync(Key, default))!;
        Assert.Equal((Key, 2, 3, Now.AddSeconds(1), "database_not_found"), (row.Integration, row.Messages, row.Bytes, row.LastReceivedAt, row.Record.LastProblemCode));

        Assert.Equal(new VersionedWrite(false, 2), await store.Inboxes.DeleteAsync(Key, 1, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Inboxes.DeleteAsync(Key, 2, default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Inboxes.DeleteAsync(Other, 0, default));
        Assert.Null(await store.Inboxes.ReadAsync(Key, default));
        Assert.Equal((2, 3), await BacklogAsync(store));
    }

    [Fact]
    public async Task Inboxes_are_listed_by_account_and_all_of_them()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 1_203).Select(i => store.Inbox.AddAsync(new IntegrationKey($"account-{i % 3}", $"i{i:D4}"), Message("a", Now), Limits, default)));
        var listed = await store.Inboxes.ListAsync("account-1", default);
        Assert.Equal((401, "i0001"), (listed.Length, listed[0].Integration.IntegrationId));
        Assert.Empty(await store.Inboxes.ListAsync("nobody", default));
        var all = await store.Inboxes.KeysAsync(default);
        Assert.Equal((1_203, 1_203), (all.Length, all.Distinct().Count()));
    }

    private static Task<InboxReceipt> AddAsync(StoreFixture store, string body, DateTimeOffset at, InboxLimits? limits = null) => store.Inbox.AddAsync(Key, Message(body, at), limits ?? Limits, default);

    private static InboxMessage Message(string body, DateTimeOffset at) => new(Encoding.UTF8.GetBytes(body), at, WithFormerToken: false);

    private static async Task RemoveAllAsync(StoreFixture store) =>
        await store.Inbox.RemoveAsync(Key, [.. (await store.Inbox.PeekAsync(Key, Plenty, long.MaxValue, default)).Select(message => message.Key)], default);

    private static async Task<(long Messages, long Bytes)> BacklogAsync(StoreFixture store) => await store.Inboxes.FindAsync(Key, default) is { } row ? (row.Messages, row.Bytes) : default;

    private static void AssertTokens(
        InboundTokens? actual, (byte[] Hash, string Hint, DateTimeOffset? UsedAt) current, DateTimeOffset createdAt, (byte[] Hash, string Hint, DateTimeOffset? UsedAt)? former, DateTimeOffset? until)
    {
        Assert.NotNull(actual);
        Assert.Equal((Key, createdAt, until), (actual.Integration, actual.CreatedAt, actual.FormerUntil));
        AssertToken(current, actual.Current);
        Assert.Equal(former is null, actual.Former is null);
        if (former is { } expected)
            AssertToken(expected, actual.Former!);

        static void AssertToken((byte[] Hash, string Hint, DateTimeOffset? UsedAt) expected, InboundToken actual)
        {
            Assert.Equal(expected.Hash, actual.Hash);
            Assert.Equal((expected.Hint, expected.UsedAt), (actual.Hint, actual.LastUsedAt));
        }
    }
}
