using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IProfileStore"/>, its <see cref="IProfileQueries"/> and its <see cref="ILinkedAccounts"/> must do.</summary>
public abstract class ProfileStoreCompliance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_profile_that_was_never_written_is_not_there()
    {
        await using var store = Open();
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(1), default));
        Assert.Equal(0, await store.Queries.CountAsync("acme", "main", default));
        Assert.Empty(await store.Queries.ListAsync("acme", "main", null, 10, default));
    }

    [Fact]
    public async Task What_is_written_is_read_back_and_versions_count_writes()
    {
        await using var store = Open();
        for (var version = 1; version <= 3; version++)
        {
            byte[] state = [1, 2, (byte)version];
            Assert.Equal(new VersionedWrite(true, version), await store.Profiles.WriteAsync(Samples.Key(1), version - 1, state, Samples.Nobody, null, default));
            var read = await store.Profiles.ReadAsync(Samples.Key(1), default);
            Assert.Equal(version, read!.Version);
            Assert.Equal(state, read.State);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(3_000_000)]
    public async Task States_of_any_size_come_back_whole(int size)
    {
        await using var store = Open();
        var state = new byte[size];
        new Random(size).NextBytes(state);
        await store.Profiles.WriteAsync(Samples.Key(1), 0, state, Samples.Nobody, null, default);
        Assert.Equal(state, (await store.Profiles.ReadAsync(Samples.Key(1), default))!.State);
    }

    [Fact]
    public async Task Inserting_what_exists_changes_nothing_and_tells_the_stored_version()
    {
        await using var store = Open();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        await store.Profiles.WriteAsync(Samples.Key(1), 1, new byte[] { 2 }, Samples.Nobody, null, default);
        Assert.Equal(new VersionedWrite(false, 2), await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 3 }, Samples.Nobody, null, default));
        Assert.Equal([2], (await store.Profiles.ReadAsync(Samples.Key(1), default))!.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public async Task Replacing_another_version_changes_nothing(long expected)
    {
        await using var store = Open();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        await store.Profiles.WriteAsync(Samples.Key(1), 1, new byte[] { 2 }, Samples.Nobody, null, default);
        Assert.Equal(new VersionedWrite(false, 2), await store.Profiles.WriteAsync(Samples.Key(1), expected, new byte[] { 3 }, Samples.Nobody, null, default));
        Assert.Equal(new VersionedWrite(false, 2), await store.Profiles.DeleteAsync(Samples.Key(1), expected, null, default));
        Assert.Equal(2, (await store.Profiles.ReadAsync(Samples.Key(1), default))!.Version);
        Assert.Equal(new VersionedWrite(false, 0), await store.Profiles.WriteAsync(Samples.Key(2), 1, new byte[] { 3 }, Samples.Nobody, null, default));
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(2), default));
    }

    [Fact]
    public async Task Of_writers_that_meet_one_wins_each_version()
    {
        await using var store = Open();
        var successes = new int[8];
        await Task.WhenAll(Enumerable.Range(0, 64).Select(writer => Task.Run(async () =>
        {
            var key = Samples.Key(writer % 8);
            for (var round = 0; round < 20; round++)
            {
                var version = (await store.Profiles.ReadAsync(key, default))?.Version ?? 0;
                var write = await store.Profiles.WriteAsync(key, version, BitConverter.GetBytes(version + 1), Samples.Nobody, null, default);
                if (write.Succeeded)
                    Interlocked.Increment(ref successes[writer % 8]);
            }
        }))).WaitAsync(Patience);
        for (var i = 0; i < successes.Length; i++)
        {
            var read = await store.Profiles.ReadAsync(Samples.Key(i), default);
            Assert.Equal(successes[i], read!.Version);
            Assert.Equal(BitConverter.GetBytes(read.Version), read.State);
        }
    }

    [Fact]
    public async Task A_conflict_fails_its_own_write_and_none_beside_it()
    {
        await using var store = Open();
        Task<VersionedWrite>[] writes;
        using (await store.HoldCommitsAsync(() => store.Profiles.WriteAsync(Samples.Key(0), 0, new byte[] { 1 }, Samples.Nobody, null, default)))
            writes = [.. Enumerable.Range(0, 100).Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 2 }, Samples.Nobody, null, default))];
        var results = await Task.WhenAll(writes).WaitAsync(Patience);
        Assert.Equal(new VersionedWrite(false, 1), results[0]);
        Assert.All(results[1..], result => Assert.Equal(new VersionedWrite(true, 1), result));
        Assert.Equal(100, await store.Queries.CountAsync("acme", "main", default));
    }

    [Fact]
    public async Task Writes_of_one_profile_within_a_batch_keep_their_order()
    {
        await using var store = Open();
        Task<VersionedWrite>[] writes;
        using (await store.HoldCommitsAsync(() => store.Profiles.WriteAsync(Samples.Key(0), 0, new byte[] { 1 }, Samples.Nobody, null, default)))
            writes = [.. Enumerable.Range(0, 5).Select(i => store.Profiles.WriteAsync(Samples.Key(1), i, new[] { (byte)i }, Samples.Nobody, null, default))];
        Assert.All(await Task.WhenAll(writes).WaitAsync(Patience), result => Assert.True(result.Succeeded));
        var read = await store.Profiles.ReadAsync(Samples.Key(1), default);
        Assert.Equal((5L, (byte)4), (read!.Version, read.State[0]));
    }

    [Fact]
    public async Task Concurrent_writes_become_one_transaction()
    {
        await using var store = Open();
        var before = store.WriteTransactions;
        Task[] writes;
        using (await store.HoldCommitsAsync(() => store.Profiles.WriteAsync(Samples.Key(0), 0, new byte[] { 1 }, Samples.Nobody, null, default)))
            writes = [.. Enumerable.Range(1, 500).Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 2 }, Samples.Nobody, null, default))];
        await Task.WhenAll(writes).WaitAsync(Patience);
        Assert.Equal(2, store.WriteTransactions - before);
    }

    [Fact]
    public async Task Concurrent_reads_become_few_transactions()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, BitConverter.GetBytes(i), Samples.Nobody, null, default)));
        Task<StoredProfile?>[] reads;
        long before;
        using (await store.HoldReadsAsync(() => store.Profiles.ReadAsync(Samples.Key(0), default)))
        {
            before = store.ReadTransactions;
            reads = [.. Enumerable.Range(0, 500).Select(i => store.Profiles.ReadAsync(Samples.Key(i), default))];
        }

        var results = await Task.WhenAll(reads).WaitAsync(Patience);
        for (var i = 0; i < 500; i++)
            Assert.Equal(BitConverter.GetBytes(i), results[i]!.State);
        Assert.InRange(store.ReadTransactions - before, 1, 8);
    }

    [Fact]
    public async Task A_failure_before_the_commit_reaches_every_waiting_writer_and_leaves_nothing()
    {
        await using var store = Open();
        await store.Profiles.WriteAsync(Samples.Key(0), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        store.FailNextCommit(afterCommit: false);
        var writes = Enumerable.Range(0, 10).Select(i => store.Profiles.WriteAsync(Samples.Key(0, database: "d" + i), 0, new byte[] { 2 }, Samples.Nobody, null, default)).ToArray();
        var failed = 0;
        for (var i = 0; i < writes.Length; i++)
        {
            var error = await Record.ExceptionAsync(() => writes[i]);
            if (error is not null)
            {
                failed++;
                Assert.Equal(PersistenceErrors.WriteOutcomeUnknown, Assert.IsType<PersistenceException>(error).Code);
            }

            Assert.Equal(error is null, await store.Profiles.ReadAsync(Samples.Key(0, database: "d" + i), default) is not null);
        }

        Assert.InRange(failed, 1, 10);
        for (var i = 0; i < writes.Length; i++)
            await store.Profiles.WriteAsync(Samples.Key(1, database: "d" + i), 0, new byte[] { 3 }, Samples.Nobody, null, default);
        Assert.Equal([3], (await store.Profiles.ReadAsync(Samples.Key(1, database: "d0"), default))!.State);
    }

    [Fact]
    public async Task A_failure_after_the_commit_is_an_exception_too_and_reading_tells_the_truth()
    {
        await using var store = Open();
        await store.Profiles.WriteAsync(Samples.Key(0), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        store.FailNextCommit(afterCommit: true);
        var error = await Assert.ThrowsAsync<PersistenceException>(() => store.Profiles.WriteAsync(Samples.Key(0), 1, new byte[] { 2 }, Samples.Nobody, null, default));
        Assert.Equal(PersistenceErrors.WriteOutcomeUnknown, error.Code);
        Assert.Equal(2, (await store.Profiles.ReadAsync(Samples.Key(0), default))!.Version);
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(0), 2, new byte[] { 3 }, Samples.Nobody, null, default)).Succeeded);
    }

    [Fact]
    public async Task A_deleted_profile_is_gone_and_can_begin_anew()
    {
        await using var store = Open();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        Assert.Equal(new VersionedWrite(true, 0), await store.Profiles.DeleteAsync(Samples.Key(1), 1, null, default));
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(1), default));
        Assert.Equal(new VersionedWrite(true, 0), await store.Profiles.DeleteAsync(Samples.Key(1), 0, null, default));
        Assert.Equal(new VersionedWrite(false, 0), await store.Profiles.DeleteAsync(Samples.Key(1), 1, null, default));
        Assert.Equal(new VersionedWrite(true, 1), await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 2 }, Samples.Nobody, null, default));
    }

    [Fact]
    public async Task Databases_and_accounts_never_see_each_other()
    {
        await using var store = Open();
        var state = Samples.State(1);
        await store.Profiles.WriteAsync(Samples.Key(1), 0, state.Encoded, state.Summarize(), null, default);
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(1, account: "other"), default));
        Assert.Null(await store.Profiles.ReadAsync(Samples.Key(1, database: "other"), default));
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(1, account: "other"), 0, state.Encoded, state.Summarize(), null, default)).Succeeded);
        Assert.Equal(1, await store.Queries.CountAsync("acme", "main", default));
        Assert.Equal(1, await store.Queries.CountAsync("other", "main", default));
        Assert.Equal(0, await store.Queries.CountAsync("acme", "other", default));
        Assert.Single(await store.Queries.ListAsync("other", "main", null, 10, default));
    }

    [Fact]
    public async Task Pages_follow_each_other_in_the_order_of_ids_without_gap_or_repetition()
    {
        await using var store = Open();
        var state = Samples.State(2);
        var numbers = Enumerable.Range(0, 25).ToArray();
        new Random(1).Shuffle(numbers);
        await Task.WhenAll(numbers.Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, state.Encoded, state.Summarize(), null, default)));
        var seen = new List<string>();
        string? after = null;
        while (true)
        {
            var page = await store.Queries.ListAsync("acme", "main", after, 10, default);
            if (page.IsEmpty)
                break;
            Assert.All(page, row => Assert.Equal((1, state), (row.Version, row.State)));
            seen.AddRange(page.Select(row => row.ProfileId));
            after = page[^1].ProfileId;
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(Samples.Id), seen);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Queries.ListAsync("acme", "main", null, 0, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Queries.ListAsync("acme", "main", null, 1_001, default));
    }

    [Fact]
    public async Task One_damaged_profile_holds_up_no_other_of_its_page()
    {
        await using var store = Open();
        var state = Samples.State(2);
        byte[] damaged = [.. state.Encoded];
        damaged[^3] ^= 1;
        for (var i = 0; i < 3; i++)
            await store.Profiles.WriteAsync(Samples.Key(i), 0, i == 1 ? damaged : state.Encoded, state.Summarize(), null, default);

        var page = await store.Queries.ListAsync("acme", "main", null, 10, default);

        Assert.Equal([(Samples.Id(0), state, null), (Samples.Id(1), null, ProfileStateErrors.Corrupt), (Samples.Id(2), state, null)], page.Select(row => (row.ProfileId, row.State, row.ProblemCode)));
    }

    [Fact]
    public async Task Profiles_without_an_email_are_found_by_their_ids()
    {
        await using var store = Open();
        var links = store.Services.GetRequiredService<ILinkedAccounts>();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody with { Email = "ana@example.com" }, null, default);
        Assert.False(await links.AnyAsync("acme", "main", default));

        await store.Profiles.WriteAsync(Samples.Key(2), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        await store.Profiles.WriteAsync(Samples.Key(3), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        await store.Profiles.WriteAsync(Samples.Key(3), 1, new byte[] { 1 }, Samples.Nobody with { Email = "bea@example.com" }, null, default);

        Assert.True(await links.AnyAsync("acme", "main", default));
        Assert.False(await links.AnyAsync("acme", "other", default));
        Assert.Equal([Samples.Id(2)], await links.WithoutEmailAsync("acme", "main", [.. Enumerable.Range(1, 4).Select(Samples.Id)], default));
        Assert.Empty(await links.WithoutEmailAsync("other", "main", [Samples.Id(2)], default));
        Assert.Empty(await links.WithoutEmailAsync("acme", "main", [], default));
    }

    [Fact]
    public async Task An_account_stays_linked_to_the_profile_that_came_first()
    {
        await using var store = Open();
        var links = store.Services.GetRequiredService<ILinkedAccounts>();
        foreach (var (from, to) in new[] { ("a", "1"), ("b", "1"), ("b", "2"), ("c", "2") })
            await links.LinkAsync("acme", "main", from, to, default);

        await store.ReopenAsync();
        links = store.Services.GetRequiredService<ILinkedAccounts>();

        Assert.True(await links.AnyAsync("acme", "main", default));
        Assert.False(await links.AnyAsync("other", "main", default));
        Assert.Equal([("b", "1"), ("c", "2")], (await links.FindAsync("acme", "main", ["c", "b", "d"], default)).Select(link => (link.Key, link.Value)).Order());
        Assert.Empty(await links.FindAsync("acme", "other", ["a"], default));
        Assert.Empty(await links.FindAsync("acme", "main", [], default));
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_reopening()
    {
        await using var store = Open();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, BitConverter.GetBytes(i), Samples.Nobody, null, default)));
        await store.ReopenAsync();
        Assert.Equal(300, await store.Queries.CountAsync("acme", "main", default));
        Assert.Equal(BitConverter.GetBytes(299), (await store.Profiles.ReadAsync(Samples.Key(299), default))!.State);
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(299), 1, new byte[] { 1 }, Samples.Nobody, null, default)).Succeeded);
    }

    [Fact]
    public async Task Closing_writes_what_is_queued_and_refuses_what_comes_later()
    {
        await using var store = Open();
        var (profiles, queries) = (store.Profiles, store.Queries);
        Task<VersionedWrite>[] writes = [.. Enumerable.Range(0, 300).Select(i => profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, null, default))];
        await store.ReopenAsync();
        Assert.All(await Task.WhenAll(writes).WaitAsync(Patience), write => Assert.True(write.Succeeded));
        Assert.Equal(300, await store.Queries.CountAsync("acme", "main", default));
        var late = await Assert.ThrowsAsync<PersistenceException>(() => profiles.WriteAsync(Samples.Key(1), 1, new byte[] { 1 }, Samples.Nobody, null, default));
        Assert.Equal(PersistenceErrors.StoreClosed, late.Code);
        var lateRead = await Assert.ThrowsAsync<PersistenceException>(() => profiles.ReadAsync(Samples.Key(1), default));
        Assert.Equal(PersistenceErrors.StoreClosed, lateRead.Code);
        var lateQuery = await Assert.ThrowsAsync<PersistenceException>(() => queries.CountAsync("acme", "main", default));
        Assert.Equal(PersistenceErrors.StoreClosed, lateQuery.Code);
    }
}
