using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;
using static Icomm.Actors.Persistence.Tests.Compliance.MasterDataSamples;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>What every <see cref="IMasterDataStore"/> must do.</summary>
public abstract class MasterDataStoreCompliance
{
    protected abstract StoreFixture Open();

    [Fact]
    public async Task A_database_that_has_no_profile_has_nothing_to_refresh()
    {
        await using var store = Open();
        Assert.Empty(await store.MasterData.PlanRangesAsync(Account, Database, 10, default));
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        var (due, gone, values) = await ReadDueAsync(store);
        Assert.Empty(due);
        Assert.Empty(gone);
        Assert.Empty(values);
        Assert.Null((await store.MasterData.ReadValuesAsync(Account, Database, Everything, 0, 10, default)).Next);
        Assert.Empty(await store.MasterData.ReadScoresAsync(Account, Database, Everything, 0, 10, default));
        await store.MasterData.SaveAsync(Account, Database, [], [], default);
        await store.MasterData.SaveScoresAsync(Account, Database, [Scores(1, new Random(1))], default);
        Assert.Empty(await RowsAsync(store));
    }

    [Fact]
    public async Task A_new_profile_is_due_with_its_state_until_its_row_is_saved()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 25);
        await WriteProfileAsync(store, 3, expectedVersion: 1);
        Assert.True(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        var (due, gone, values) = await ReadDueAsync(store);
        Assert.Equal(Enumerable.Range(1, 25).Select(Samples.Id).Order(), due.Select(profile => profile.ProfileId).Order());
        Assert.Equal(due.Select(profile => profile.Key).Order(), due.Select(profile => profile.Key));
        Assert.All(due, profile => Assert.Equal(Samples.Id(BitConverter.ToInt32(profile.State)), profile.ProfileId));
        Assert.All(due, profile => Assert.Equal(profile.ProfileId == Samples.Id(3) ? 2 : 1, profile.Version));
        Assert.Empty(gone);
        Assert.Empty(values);

        await RefreshAsync(store);
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        (due, _, values) = await ReadDueAsync(store);
        Assert.Empty(due);
        Assert.Equal(25 * RfmPeriods.Count, values.Count);
    }

    [Fact]
    public async Task Rows_come_back_as_they_were_saved_and_saving_again_changes_nothing()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 200);
        var rows = (await ReadDueAsync(store)).Due.Select(due => Row(due, Plan)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            await store.MasterData.SaveAsync(Account, Database, rows, [], default);
            if (round == 1)
                await store.ReopenAsync();
            var stored = await RowsAsync(store);
            Assert.Equal(rows.Length, stored.Count);
            foreach (var (expected, actual) in rows.Zip(stored))
            {
                AssertSame(expected, actual.Profile);
                Assert.Null(actual.Scores);
            }
        }

        var others = (await ReadDueAsync(store, Plan with { SettingsStamp = 8 })).Due.Select(due => Row(due, Plan, salt: 1)).ToArray();
        await store.MasterData.SaveAsync(Account, Database, others, [], default);
        foreach (var (expected, actual) in others.Zip(await RowsAsync(store)))
            AssertSame(expected, actual.Profile);
    }

    [Fact]
    public async Task Values_are_those_of_the_rows_whichever_way_they_are_read()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 120);
        var rows = (await ReadDueAsync(store)).Due.Select(due => Row(due, Plan)).ToArray();
        await store.MasterData.SaveAsync(Account, Database, rows, [], default);
        var expected = rows.SelectMany(row => row.Periods.Select(period => period.Purchases == 0 ? default : period.Rfm)).ToArray();

        Assert.Equal(expected, (await ReadDueAsync(store, limit: 7)).Values);
        var values = new List<RfmValues>();
        for (long? next = 0; next is { } after;)
        {
            var page = await store.MasterData.ReadValuesAsync(Account, Database, Everything, after, 40, default);
            Assert.InRange(page.Values.Length, 1, 40 * RfmPeriods.Count);
            values.AddRange(page.Values);
            next = page.Next;
        }

        Assert.Equal(expected, values);
        var scored = await store.MasterData.ReadScoresAsync(Account, Database, Everything, 0, 1_000, default);
        Assert.Equal(expected, scored.SelectMany(row => row.Values));
        Assert.Equal(
            rows.Select(row => (row.Key, row.ContentHash, row.ProblemCode is not null)), scored.Select(row => (row.Key, row.ContentHash, row.HasProblem)));
        Assert.All(scored, row => Assert.Null(row.Scores));
    }

    [Theory]
    [InlineData(0, int.MaxValue, 0, false)]
    [InlineData(-5, 1, 0, false)]
    [InlineData(-5, 0, 0, true)]
    [InlineData(-5, -1, 0, true)]
    [InlineData(1, int.MaxValue, 0, true)]
    [InlineData(0, int.MaxValue, 1, true)]
    public async Task A_row_is_due_when_it_does_not_hold_on_the_day(int evaluated, int nextChange, int stamp, bool isDue)
    {
        await using var store = Open();
        await WriteProfileAsync(store, 1);
        var due = Assert.Single((await ReadDueAsync(store)).Due);
        var row = Row(due.Key, due.ProfileId, due.Version, new RefreshPlan(Today + evaluated, Plan.SettingsStamp + stamp), new Random(1));
        await store.MasterData.SaveAsync(Account, Database, [With(row, nextChange == int.MaxValue ? nextChange : Today + nextChange)], [], default);
        Assert.Equal(isDue, await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        var (again, _, values) = await ReadDueAsync(store);
        Assert.Equal(isDue ? 1 : 0, again.Count);
        Assert.Equal(isDue ? 0 : RfmPeriods.Count, values.Count);
    }

    [Fact]
    public async Task A_profile_that_changed_after_it_was_read_stays_due()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 3);
        var due = (await ReadDueAsync(store)).Due;
        await WriteProfileAsync(store, 2, expectedVersion: 1);
        await store.MasterData.SaveAsync(Account, Database, [.. due.Select(profile => Row(profile, Plan))], [], default);
        var again = Assert.Single((await ReadDueAsync(store)).Due);
        Assert.Equal((Samples.Id(2), 2), (again.ProfileId, again.Version));

        // The late save of a silo that died: the row is old then, and the profile due once more.
        await RefreshAsync(store);
        Assert.Empty((await ReadDueAsync(store)).Due);
        await store.MasterData.SaveAsync(Account, Database, [.. due.Select(profile => Row(profile, Plan))], [], default);
        Assert.Equal(2, Assert.Single((await ReadDueAsync(store)).Due).Version);
        await RefreshAsync(store);
        Assert.Empty((await ReadDueAsync(store)).Due);
    }

    [Fact]
    public async Task A_profile_that_is_written_again_and_again_is_due_once_with_its_last_version()
    {
        await using var store = Open();
        for (var round = 0; round < 3; round++)
        {
            for (var version = 0; version < 5; version++)
                await WriteProfileAsync(store, 1, expectedVersion: round * 5 + version);
            Assert.Equal(round * 5 + 5, Assert.Single((await ReadDueAsync(store)).Due).Version);
            await RefreshAsync(store);
            Assert.Empty((await ReadDueAsync(store)).Due);
            if (round == 1)
                await store.ReopenAsync();
        }
    }

    [Fact]
    public async Task A_write_that_fails_marks_nothing()
    {
        await using var store = Open();
        await WriteProfileAsync(store, 1);
        await RefreshAsync(store);
        Assert.False((await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default)).Succeeded);
        Assert.False((await store.Profiles.WriteAsync(Samples.Key(1), 7, new byte[] { 1 }, Samples.Nobody, null, default)).Succeeded);
        Assert.False((await store.Profiles.WriteAsync(Samples.Key(2), 7, new byte[] { 1 }, Samples.Nobody, null, default)).Succeeded);
        Assert.False((await store.Profiles.DeleteAsync(Samples.Key(1), 7, null, default)).Succeeded);
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
    }

    [Fact]
    public async Task A_mark_that_was_not_committed_is_made_again_by_the_next_write()
    {
        await using var store = Open();
        await WriteProfileAsync(store, 1);
        await RefreshAsync(store);
        store.FailNextCommit(afterCommit: false);
        await Assert.ThrowsAsync<PersistenceException>(() => WriteProfileAsync(store, 1, expectedVersion: 1));
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        await WriteProfileAsync(store, 1, expectedVersion: 1);
        Assert.Equal(2, Assert.Single((await ReadDueAsync(store)).Due).Version);
    }

    [Fact]
    public async Task A_deleted_profile_is_gone_with_its_row()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 4);
        await RefreshAsync(store);
        var keys = (await RowsAsync(store)).ToDictionary(row => row.Profile.ProfileId, row => row.Profile.Key);
        Assert.True((await store.Profiles.DeleteAsync(Samples.Key(2), 1, null, default)).Succeeded);
        Assert.True((await store.Profiles.DeleteAsync(Samples.Key(4), 1, null, default)).Succeeded);
        await WriteProfileAsync(store, 4);
        Assert.True(await store.MasterData.HasDueAsync(Account, Database, Plan, default));

        // Personal data doesn't wait for the refresh.
        Assert.Null(await store.MasterDataQueries.FindAsync(Account, Database, Samples.Id(2), default));
        Assert.Equal([Samples.Id(1), Samples.Id(3)], (await RowsAsync(store)).Select(row => row.Profile.ProfileId).Order());

        var (due, gone, values) = await ReadDueAsync(store);
        Assert.Equal(new[] { keys[Samples.Id(2)], keys[Samples.Id(4)] }.Order(), gone);
        Assert.Equal(2 * RfmPeriods.Count, values.Count);
        var anew = Assert.Single(due);
        Assert.Equal((Samples.Id(4), 1), (anew.ProfileId, anew.Version));
        Assert.DoesNotContain(anew.Key, keys.Values); // nothing of the old one is taken for the new one's

        await RefreshAsync(store);
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
        Assert.Equal([Samples.Id(1), Samples.Id(3), Samples.Id(4)], (await RowsAsync(store)).Select(row => row.Profile.ProfileId).Order());
    }

    [Fact]
    public async Task A_profile_that_goes_between_reading_and_saving_is_gone_the_next_time()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 2);
        var due = (await ReadDueAsync(store)).Due;
        await store.Profiles.DeleteAsync(Samples.Key(2), 1, null, default);
        await store.ReopenAsync();
        await WriteProfileAsync(store, 3);
        await store.MasterData.SaveAsync(Account, Database, [.. due.Select(profile => Row(profile, Plan))], [], default);

        var (again, gone, _) = await ReadDueAsync(store);
        var old = due.Single(profile => profile.ProfileId == Samples.Id(2)).Key;
        Assert.Equal([old], gone);
        Assert.Equal(Samples.Id(3), Assert.Single(again).ProfileId);
        Assert.NotEqual(old, again[0].Key);
        await RefreshAsync(store);
        Assert.Equal([Samples.Id(1), Samples.Id(3)], (await RowsAsync(store)).Select(row => row.Profile.ProfileId).Order());
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
    }

    [Fact]
    public async Task A_batch_ends_after_its_rows_or_a_quarter_as_many_due_ones()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 20);
        await RefreshAsync(store);
        await Task.WhenAll(Enumerable.Range(21, 20).Select(number => WriteProfileAsync(store, number)));

        var first = await store.MasterData.ReadDueAsync(Account, Database, Everything, 0, Plan, 16, default);
        Assert.Equal((16 * RfmPeriods.Count, 0), (first.Values.Length, first.Due.Length));
        var second = await store.MasterData.ReadDueAsync(Account, Database, Everything, first.Next!.Value, Plan, 16, default);
        Assert.Equal((4 * RfmPeriods.Count, 4), (second.Values.Length, second.Due.Length));
        Assert.Equal(second.Due[^1].Key, second.Next);
        var one = await store.MasterData.ReadDueAsync(Account, Database, Everything, second.Next!.Value, Plan, 1, default);
        Assert.Single(one.Due);
        var rest = await store.MasterData.ReadDueAsync(Account, Database, Everything, one.Next!.Value, Plan, 1_000, default);
        Assert.Equal((15, null), (rest.Due.Length, rest.Next));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Ranges_cover_every_profile_once_also_those_that_come_meanwhile(int profilesPerRange)
    {
        await using var store = Open();
        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 30).Select(number => WriteProfileAsync(store, number, database: "other"))), WriteProfilesAsync(store, 30));
        await RefreshAsync(store);
        await Task.WhenAll(Enumerable.Range(31, 20).Select(number => WriteProfileAsync(store, number)));

        var ranges = await store.MasterData.PlanRangesAsync(Account, Database, profilesPerRange, default);
        Assert.Equal((50 + profilesPerRange - 1) / profilesPerRange, ranges.Length);
        Assert.Equal((0, long.MaxValue), (ranges[0].After, ranges[^1].To));
        for (var i = 1; i < ranges.Length; i++)
            Assert.Equal(ranges[i - 1].To, ranges[i].After);

        var writes = Enumerable.Range(51, 50).Select(number => WriteProfileAsync(store, number)).ToArray();
        var seen = new List<string>();
        var values = 0;
        foreach (var range in ranges)
        {
            if (range.To == long.MaxValue)
                await Task.WhenAll(writes);
            var (due, _, held) = await ReadDueAsync(store, range: range, limit: 9);
            Assert.All(due, profile => Assert.InRange(profile.Key, range.After + 1, range.To));
            seen.AddRange(due.Select(profile => profile.ProfileId));
            values += held.Count / RfmPeriods.Count;
            Assert.Equal(
                held.Count, (await store.MasterData.ReadValuesAsync(Account, Database, range, range.After, 1_000, default)).Values.Length);
            Assert.Equal(held.Count / RfmPeriods.Count, (await store.MasterData.ReadScoresAsync(Account, Database, range, 0, 1_000, default)).Length);
        }

        Assert.Equal(Enumerable.Range(31, 70).Select(Samples.Id), seen.Order());
        Assert.Equal(30, values);
    }

    [Fact]
    public async Task Scores_are_written_where_they_differ_and_kept_when_a_row_is_saved_again()
    {
        await using var store = Open();
        await WriteProfilesAsync(store, 50);
        await RefreshAsync(store);
        var random = new Random(2);
        var scores = (await RowsAsync(store)).Select(row => Scores(row.Profile.Key, random)).ToArray();
        await store.MasterData.SaveScoresAsync(Account, Database, scores, default);
        await store.MasterData.SaveScoresAsync(Account, Database, [.. scores[..5], Scores(1_000_000, random)], default);
        await CheckAsync();

        scores[7] = scores[7] with { Segment = "OTHER", PreviousSegment = scores[7].Segment, SegmentChangedOn = Today, SegmentChangedIn = 12 };
        scores[8] = scores[8] with { PreviousSegment = null, SegmentChangedOn = null, SegmentChangedIn = null };
        scores[9] = scores[9] with { Fingerprint = 1 };
        await store.MasterData.SaveScoresAsync(Account, Database, scores, default);
        await CheckAsync();

        var other = Plan with { SettingsStamp = 9 };
        await RefreshAsync(store, other);
        await store.ReopenAsync();
        await CheckAsync();

        async Task CheckAsync()
        {
            Assert.Equal(scores, (await store.MasterData.ReadScoresAsync(Account, Database, Everything, 0, 1_000, default)).Select(row => row.Scores!));
            Assert.Equal(scores, (await RowsAsync(store)).Select(row => row.Scores!));
            Assert.Equal(scores[10..13], (await store.MasterData.ReadScoresAsync(Account, Database, Everything, scores[9].Key, 3, default)).Select(row => row.Scores!));
        }
    }

    [Fact]
    public async Task Databases_and_accounts_have_rows_of_their_own()
    {
        await using var store = Open();
        await WriteProfileAsync(store, 1);
        await WriteProfileAsync(store, 1, account: "other");
        await WriteProfileAsync(store, 1, database: "second");
        await RefreshAsync(store);
        Assert.Single(await RowsAsync(store));
        foreach (var (account, database) in new[] { ("other", Database), (Account, "second") })
        {
            Assert.True(await store.MasterData.HasDueAsync(account, database, Plan, default));
            Assert.Empty((await store.MasterData.ReadValuesAsync(account, database, Everything, 0, 10, default)).Values);
            Assert.Null(await store.MasterDataQueries.FindAsync(account, database, Samples.Id(1), default));
        }
    }

    [Fact]
    public async Task A_refresh_beside_writers_misses_no_change()
    {
        await using var store = Open();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < 40; round++)
            {
                for (var i = 0; i < 5; i++)
                    await WriteProfileAsync(store, writer * 5 + i, expectedVersion: round);
            }
        })).ToArray();
        var refresher = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await RefreshAsync(store);
        });
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await refresher;
        await RefreshAsync(store);
        var rows = await RowsAsync(store);
        Assert.Equal(40, rows.Count);
        Assert.All(rows, row => Assert.Equal(40, row.Profile.StateVersion));
        Assert.False(await store.MasterData.HasDueAsync(Account, Database, Plan, default));
    }

    private static EnrichedProfile With(EnrichedProfile row, int nextChangeOn) => new()
    {
        Key = row.Key,
        ProfileId = row.ProfileId,
        StateVersion = row.StateVersion,
        EvaluatedOn = row.EvaluatedOn,
        NextChangeOn = nextChangeOn,
        SettingsStamp = row.SettingsStamp,
        Periods = row.Periods,
        Lists = row.Lists,
        ContentHash = row.ContentHash,
    };
}
