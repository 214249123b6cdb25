using System.Diagnostics.Metrics;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Compliance;
using Microsoft.Data.Sqlite;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

public sealed class WriteQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_operation_that_throws_halfway_leaves_nothing_and_its_neighbours_succeed()
    {
        await using var store = new SqliteFixture();
        Task before, bad, badSql, after;
        using (await HoldAsync(store))
        {
            before = Insert(store, "before");
            bad = store.Database.WriteAsync<int>(
                session =>
                {
                    Add(session, "half-written");
                    throw new InvalidOperationException("injected");
                },
                default);
            badSql = store.Database.WriteAsync(session => session.Statement("INSERT INTO database_keys (account, database_id) VALUES ('before', 'd')").Execute(), default);
            after = Insert(store, "after");
        }

        await Task.WhenAll(before, after).WaitAsync(Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(PersistenceErrors.StoreFailed, (await Assert.ThrowsAsync<PersistenceException>(() => badSql)).Code);
        Assert.Equal(["after", "before"], await AccountsAsync(store));
    }

    [Fact]
    public async Task An_operation_that_takes_the_whole_transaction_with_it_fails_alone()
    {
        await using var store = new SqliteFixture();
        Task before, bad, after;
        using (await HoldAsync(store))
        {
            before = Insert(store, "before");
            bad = store.Database.WriteAsync<int>(
                session =>
                {
                    session.Execute("ROLLBACK"); // as SQLite itself does when the disk is full
                    throw new PersistenceException(PersistenceErrors.DiskFull, "injected");
                },
                default);
            after = Insert(store, "after");
        }

        await Task.WhenAll(before, after).WaitAsync(Patience);
        Assert.Equal(PersistenceErrors.DiskFull, (await Assert.ThrowsAsync<PersistenceException>(() => bad)).Code);
        Assert.Equal(["after", "before"], await AccountsAsync(store));
    }

    [Fact]
    public async Task A_full_disk_is_told_as_such_and_writing_goes_on_when_there_is_room()
    {
        await using var store = new SqliteFixture();
        await Insert(store, "before");
        await SetMaxPagesAsync(store, 1); // the smallest it may have: what there is already
        var error = await Assert.ThrowsAsync<PersistenceException>(() => store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[1_000_000], Samples.Nobody, null, default));
        Assert.Equal(PersistenceErrors.DiskFull, error.Code);
        await SetMaxPagesAsync(store, 1_000_000);
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[1_000_000], Samples.Nobody, null, default)).Succeeded);
    }

    [Fact]
    public async Task A_lock_of_another_program_is_store_busy_and_passes()
    {
        await using var store = new SqliteFixture(options => options with { BusyTimeout = TimeSpan.FromMilliseconds(20) });
        await Insert(store, "before");
        using (var other = new SqliteConnection($"Data Source={store.Database.Folder.DatabaseFile};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Assert.Equal(PersistenceErrors.StoreBusy, (await Assert.ThrowsAsync<PersistenceException>(() => Insert(store, "during"))).Code);
        }

        await Insert(store, "after");
        Assert.Equal(["after", "before"], await AccountsAsync(store));
    }

    [Fact]
    public async Task A_full_queue_holds_writers_back_and_loses_none()
    {
        await using var store = new SqliteFixture(options => options with { WriteQueueCapacity = 4, MaxWriteBatch = 3 });
        Task<VersionedWrite>[] writes;
        Task cancelled;
        using (await HoldAsync(store))
        {
            writes = [.. Enumerable.Range(0, 100).Select(i => store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, null, default))];
            using var cancellation = new CancellationTokenSource();
            cancelled = store.Profiles.WriteAsync(Samples.Key(1_000), 0, new byte[] { 1 }, Samples.Nobody, null, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        }

        Assert.All(await Task.WhenAll(writes).WaitAsync(Patience), write => Assert.True(write.Succeeded));
        Assert.Equal(100, await store.Queries.CountAsync("acme", "main", default));
        Assert.InRange(store.WriteTransactions, 34, 102);
    }

    [Fact]
    public async Task Waiting_callers_never_go_on_on_the_writers_thread()
    {
        await using var store = new SqliteFixture();
        var names = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            await store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, null, default).ConfigureAwait(false);
            return Thread.CurrentThread.Name;
        }));
        Assert.DoesNotContain("icomm-sqlite-writer", names);
    }

    [Fact]
    public async Task Batches_and_the_queue_are_measured()
    {
        var measured = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PersistenceMetrics.MeterName)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Record(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Record(instrument, value));
        listener.Start();
        await using var store = new SqliteFixture();
        await Insert(store, "one");
        await store.Profiles.ReadAsync(Samples.Key(1), default);
        listener.RecordObservableInstruments();
        lock (measured)
        {
            Assert.Superset(
                new HashSet<string> { "icomm.persistence.write.batch", "icomm.persistence.read.batch", "icomm.persistence.write.duration", "icomm.persistence.write.queue" },
                measured.Keys.ToHashSet());
        }

        void Record(Instrument instrument, double value)
        {
            lock (measured)
                measured[instrument.Name] = value;
        }
    }

    private static Task<IDisposable> HoldAsync(SqliteFixture store) => store.HoldCommitsAsync(() => store.Database.WriteAsync(_ => 0, default));

    private static Task Insert(SqliteFixture store, string account) => store.Database.WriteAsync(session => Add(session, account), default);

    private static long Add(SqliteSession session, string account) => DatabaseKeys.GetOrAdd(session, account, "d");

    private static Task SetMaxPagesAsync(SqliteFixture store, int pages) => store.Database.WriteAsync(
        session =>
        {
            using var command = session.Connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count = {pages}";
            return command.ExecuteScalar();
        },
        default);

    private static Task<string[]> AccountsAsync(SqliteFixture store) => store.Database.QueryAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT account FROM database_keys ORDER BY account";
            using var reader = command.ExecuteReader();
            var accounts = new List<string>();
            while (reader.Read())
                accounts.Add(reader.GetString(0));
            return accounts.ToArray();
        },
        default);
}
