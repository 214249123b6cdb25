using System.Text;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Icomm.Actors.Persistence.Tests.Postgres;

/// <summary>What several silos on one server must not do to each other, and what a server that goes away must not do to them.</summary>
[NeedsPostgres]
public sealed class PostgresDatabaseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Hosts_that_start_together_migrate_an_empty_database_once_and_make_one_set_of_keys()
    {
        await using var first = PostgresFixture.On(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        var others = Enumerable.Range(0, 3).Select(_ => first.Second()).ToArray();
        await Task.WhenAll(others.Append(first).Select(host => host.Database.OpenAsync(default))).WaitAsync(Patience);
        Assert.Equal((long)PostgresMigrations.Newest, await first.ScalarAsync("SELECT count(*) FROM schema_version"));
        Assert.All(others, host => Assert.Equal(first.Database.Folder.IdentityKey.ToArray(), host.Database.Folder.IdentityKey.ToArray()));
        Assert.Single(Directory.EnumerateFiles(first.Database.Folder.KeysFolder, "key-*.xml"));
        foreach (var host in others)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task What_one_host_does_alone_the_others_wait_for()
    {
        await using var one = new PostgresFixture();
        await one.Database.OpenAsync(default);
        await using var two = one.Second();
        await two.Database.OpenAsync(default);
        var (atWork, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Database.OneAtATimeAsync(
            "test",
            async () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref atWork));
                await Task.Yield();
                Interlocked.Decrement(ref atWork);
            },
            default))).WaitAsync(Patience);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Writers_beside_each_other_keep_the_writes_of_each_profile_in_their_order()
    {
        await using var store = new PostgresFixture(options => options with { ProfileWriters = 4, MaxWriteBatch = 7 });
        await store.Database.OpenAsync(default);
        var writes = from version in Enumerable.Range(0, 10)
                     from profile in Enumerable.Range(0, 50)
                     select (version, store.Profiles.WriteAsync(Samples.Key(profile), version, new[] { (byte)version }, Samples.Nobody, null, default));
        foreach (var (version, write) in writes.ToArray())
            Assert.Equal(new VersionedWrite(true, version + 1), await write.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_data_folder_that_silos_share_is_no_other_installations()
    {
        await using var store = new PostgresFixture();
        await store.Database.OpenAsync(default);
        var error = Assert.Throws<PersistenceException>(() => DataFolder.Open(store.Database.Folder.Path));
        Assert.Equal(PersistenceErrors.DataFolderInUse, error.Code);
    }

    [Fact]
    public async Task A_schema_that_is_newer_than_the_program_is_refused()
    {
        await using var store = PostgresFixture.On(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync());
        await store.Database.OpenAsync(default);
        await store.ScalarAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (999, 'future', '')");
        await store.ReopenAsync();
        var error = await Assert.ThrowsAsync<PersistenceException>(() => store.Database.OpenAsync(default));
        Assert.Equal(PersistenceErrors.SchemaTooNew, error.Code);
        Assert.Contains("999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_no_row_can_have_is_not_looked_for()
    {
        await using var store = new PostgresFixture();
        await store.Databases.TryAddAsync(new DatabaseRow("acme", "main", "Main", new DatabaseSettings { TimeZone = "Etc/UTC", Currency = "UYU" }, Samples.Now), default);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(number => number % 4 == 0 ? RefusedAsync() : FoundAsync())).WaitAsync(Patience);

        async Task RefusedAsync()
        {
            var error = await Assert.ThrowsAsync<PersistenceException>(() => store.Databases.FindAsync("acme", "a\0b", default));
            Assert.Equal(PersistenceErrors.CharacterUnusable, error.Code);
        }

        async Task FoundAsync()
        {
            Assert.Equal("Main", (await store.Databases.FindAsync("acme", "main", default))!.Name);
            Assert.Empty(await store.Runs.ListAsync("acme", "i1", RunFilter.All, null, 10, default));
        }
    }

    [Fact]
    public async Task Migrations_that_were_made_in_part_are_completed()
    {
        await using var store = new PostgresFixture();
        await store.ScalarAsync("DELETE FROM schema_version");
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        Assert.Equal((long)PostgresMigrations.Newest, await store.ScalarAsync("SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task An_upgrade_that_waits_for_a_table_holds_up_nobody_who_reads_it()
    {
        await using var store = new PostgresFixture();
        await store.Database.OpenAsync(default);
        await store.ScalarAsync("DELETE FROM schema_version WHERE version > 6");
        await using var backup = new NpgsqlConnection(store.ConnectionString);
        await backup.OpenAsync();
        var reading = await backup.BeginTransactionAsync();
        await new NpgsqlCommand("SELECT count(*) FROM enriched_profiles", backup).ExecuteScalarAsync();

        await using var second = store.Second();
        var opening = second.Database.OpenAsync(default);
        while ((long)(await store.ScalarAsync("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'enriched_profiles'::regclass"))! == 0)
            await Task.Yield();
        await store.ScalarAsync("SELECT count(*) FROM enriched_profiles").WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(opening.IsCompleted);
        await reading.DisposeAsync();
        await opening.WaitAsync(Patience);
        Assert.Equal((long)PostgresMigrations.Newest, await store.ScalarAsync("SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task Large_states_are_compressed_in_the_fast_way_where_the_server_can()
    {
        await using var store = new PostgresFixture();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Zapatilla urbana ", 400))), Samples.Nobody, null, default);

        var hasLz4 = (bool)(await store.ScalarAsync("SELECT setting LIKE '%--with-lz4%' FROM pg_config WHERE name = 'CONFIGURE'"))!;
        Assert.Equal(hasLz4 ? "lz4" : "pglz", await store.ScalarAsync("SELECT pg_column_compression(state) FROM profiles"));
    }

    [Fact]
    public async Task A_silo_with_another_identity_key_is_refused()
    {
        await using var store = new PostgresFixture();
        await store.Database.OpenAsync(default);
        await using var stranger = PostgresFixture.On(store.ConnectionString);
        Assert.Equal(PersistenceErrors.IdentityKeyUnusable, (await Assert.ThrowsAsync<PersistenceException>(() => stranger.Database.OpenAsync(default))).Code);
        await using var second = store.Second();
        await second.Database.OpenAsync(default);
    }

    [Fact]
    public async Task Of_two_hosts_that_write_the_same_profiles_one_wins_each_and_neither_waits_for_ever()
    {
        const int Profiles = 60;
        await using var one = new PostgresFixture();
        await one.Database.OpenAsync(default);
        await using var two = one.Second();
        for (var version = 0; version < 6; version++)
        {
            var expected = version;
            var state = BitConverter.GetBytes(version + 1);
            var ups = Enumerable.Range(0, Profiles).Select(i => one.Profiles.WriteAsync(Samples.Key(i), expected, state, Samples.Nobody, null, default)).ToArray();
            var downs = Enumerable.Range(0, Profiles).Reverse().Select(i => two.Profiles.WriteAsync(Samples.Key(i), expected, state, Samples.Nobody, null, default)).ToArray();
            var (byOne, byTwo) = (await Task.WhenAll(ups).WaitAsync(Patience), (await Task.WhenAll(downs).WaitAsync(Patience)).Reverse().ToArray());
            for (var i = 0; i < Profiles; i++)
            {
                Assert.True(byOne[i].Succeeded ^ byTwo[i].Succeeded, $"version {version}, profile {i}: {byOne[i]}, {byTwo[i]}");
                Assert.Equal((expected + 1, expected + 1), (byOne[i].Version, byTwo[i].Version));
            }
        }

        Assert.Equal(Profiles, await one.Queries.CountAsync("acme", "main", default));
    }

    [Fact]
    public async Task Sums_of_two_hosts_are_the_sums_of_what_both_wrote()
    {
        await using var one = new PostgresFixture();
        await one.Database.OpenAsync(default);
        await using var two = one.Second();
        var zone = CalendarZone.Get("UTC");
        var activity = new ZonedActivity(
            new ProfileActivity
            {
                Postings = [new PurchasePosting(1, Samples.Now, "EUR", new Money(10_000), new Quantity(10_000), [new PostedTerm(PostedTermKind.Product, "i1", "p1", "Camisa")])],
                FirstPurchaseAfter = Samples.Now,
            },
            zone);
        var queries = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await one.Activity.MonthsAsync("acme", "main", default);
        });
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => (i % 2 == 0 ? one : two).Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, activity, default))).WaitAsync(Patience);
        await queries;
        foreach (var store in new[] { one, two })
        {
            var month = Assert.Single(await store.Activity.MonthsAsync("acme", "main", default));
            Assert.Equal((400, 4_000_000), (month.Purchases, month.Amount));
            Assert.Equal(400, Assert.Single(await store.Activity.NewCustomersAsync("acme", "main", default)).Customers);
            Assert.Equal(400, Assert.Single(await store.Activity.TopAsync("acme", "main", PostedTermKind.Product, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 1), 5, default)).Purchases);
        }
    }

    [Fact]
    public async Task Whoever_is_erased_is_not_made_by_another_host_afterwards()
    {
        await using var one = new PostgresFixture();
        await one.Database.OpenAsync(default);
        await using var two = one.Second();
        var suppressed = two.Services.GetRequiredService<ISuppressedIdentities>();
        for (var i = 0; i < 20; i++)
        {
            var writes = Enumerable.Range(0, 20).Select(n => one.Profiles.WriteAsync(Samples.Key(100 * i + n), 0, new byte[] { 1 }, Samples.Nobody, null, default)).ToArray();
            await suppressed.AddAsync("acme", "main", "e1", [Samples.Id(100 * i)], default);
            var isThere = await two.Profiles.ReadAsync(Samples.Key(100 * i), default) is not null;
            var error = await Record.ExceptionAsync(() => writes[0]);

            // It was there when the erasure could see it, or never comes to be there.
            Assert.Equal(isThere, error is null);
            Assert.True(error is null or PersistenceException { Code: PersistenceErrors.ProfileSuppressed });
            await Task.WhenAll(writes[1..]);
        }
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_group_commits_loses_nothing_that_was_acknowledged()
    {
        const int Writers = 40;
        await using var server = await PostgresServer.StartAsync();
        await using var store = PostgresFixture.On(await server.CreateDatabaseAsync());
        var acknowledged = new long[Writers];
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(i => Task.Run(async () =>
        {
            for (var version = 0L; !stop.IsCancellationRequested;)
            {
                try
                {
                    var write = await store.Profiles.WriteAsync(Samples.Key(i), version, BitConverter.GetBytes(version + 1), Samples.Nobody, null, default);
                    Assert.True(write.Succeeded, $"profile {i}: nobody else writes it, and it has version {write.Version} instead of {version}");
                    version = write.Version;
                    Volatile.Write(ref acknowledged[i], version);
                }
                catch (PersistenceException e) when (e.Code == PersistenceErrors.WriteOutcomeUnknown)
                {
                    version = (await store.Profiles.ReadAsync(Samples.Key(i), default))?.Version ?? 0;
                    Assert.InRange(version, acknowledged[i], acknowledged[i] + 1);
                }
            }
        })).ToArray();

        for (var round = 0; round < 3; round++)
        {
            var target = acknowledged.Sum() + 500;
            while (acknowledged.Sum() < target && !writers.Any(writer => writer.IsFaulted))
                await Task.Yield();
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers).WaitAsync(Patience);
        for (var i = 0; i < Writers; i++)
        {
            var read = await store.Profiles.ReadAsync(Samples.Key(i), default);
            Assert.InRange(read!.Version, acknowledged[i], acknowledged[i] + 1);
            Assert.Equal(read.Version, BitConverter.ToInt64(read.State));
        }

        Assert.Equal(Writers, await store.Queries.CountAsync("acme", "main", default));
        Assert.Equal((long)Writers, await store.ScalarAsync("SELECT count(*) FROM profiles"));
    }

    [Fact]
    public async Task Other_stores_wait_for_a_server_that_restarts()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var store = PostgresFixture.On(await server.CreateDatabaseAsync());
        Assert.True(await store.Databases.TryAddAsync(Database("d1"), default));
        await server.StopAsync();
        var (add, find) = (store.Databases.TryAddAsync(Database("d2"), default), store.Databases.FindAsync("acme", "d1", default));
        await server.StartAgainAsync();
        Assert.True(await add.WaitAsync(Patience));
        Assert.NotNull(await find.WaitAsync(Patience));
        Assert.Equal(2, (await store.Databases.ListAsync("acme", default)).Length);
    }

    [Fact]
    public async Task Names_that_PostgreSQL_cannot_keep_do_not_keep_a_profile_out()
    {
        await using var store = new PostgresFixture();
        var summary = Samples.Nobody with { Email = "a\0b@example.com", FirstName = "half \ud800 pair", LastName = "👍" };
        Assert.True((await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, summary, null, default)).Succeeded);
        Assert.Equal("a\ufffdb@example.com|half \ufffd pair|👍", await store.ScalarAsync("SELECT concat_ws('|', email, first_name, last_name) FROM profiles"));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_deleted_database_but_its_number()
    {
        await using var store = new PostgresFixture();
        var state = Samples.State(3);
        foreach (var database in new[] { "main", "other" })
        {
            for (var i = 0; i < 25; i++)
                await store.Profiles.WriteAsync(Samples.Key(i, database: database), 0, state.Encoded, state.Summarize(), null, default);
            await store.Services.GetRequiredService<ISuppressedIdentities>().AddAsync("acme", database, "e1", ["digest"], default);
            await store.ScalarAsync($"""
                INSERT INTO enriched_lists SELECT profile_key, '[]' FROM profiles JOIN database_keys USING (database_key) WHERE database_id = '{database}';
                INSERT INTO refresh_log (account, database_id, refresh_id, number, as_of, started_at, outcome, profiles, evaluated, rescored, unanswerable, segments, transitions, messages)
                VALUES ('acme', '{database}', 'r1', 1, '2026-01-01', '', 'Succeeded', 0, 0, 0, 0, '[]', '[]', '[]');
                INSERT INTO activity_months SELECT database_key, 202601, 'EUR', 1, 1, 0, 1, 0 FROM database_keys WHERE database_id = '{database}';
                INSERT INTO activity_new_customers SELECT database_key, 202601, 1 FROM database_keys WHERE database_id = '{database}';
                """);
        }

        var leftovers = store.Services.GetRequiredService<Databases.IDatabaseLeftovers>();
        var rounds = 0;
        while (await leftovers.DeleteSomeAsync("acme", "main", 10, default))
            Assert.InRange(++rounds, 1, 10);
        foreach (var table in new[] { "profiles", "changed_profiles", "suppressed_identities", "activity_months", "activity_new_customers" })
            Assert.Equal(await store.ScalarAsync("SELECT database_key FROM database_keys WHERE database_id = 'other'"), await store.ScalarAsync($"SELECT max(database_key) FROM {table} HAVING count(DISTINCT database_key) = 1"));
        Assert.Equal("other", await store.ScalarAsync("SELECT string_agg(database_id, ',') FROM refresh_log"));
        Assert.Equal(25, await store.Queries.CountAsync("acme", "other", default));
    }

    [Fact]
    public async Task The_view_for_operators_can_be_read()
    {
        await using var store = new PostgresFixture();
        await store.Database.OpenAsync(default);
        Assert.Equal(0L, await store.ScalarAsync("SELECT count(\"ICOMMKT_Products_30_Days\") + count(as_of) FROM master_data"));
    }

    [Fact]
    public void A_password_is_never_shown()
    {
        var options = new PersistenceOptions { DataFolder = "x", Provider = StoreProvider.Postgres, ConnectionString = "Host=h;Database=d;Username=u;Password=geheim" };
        Assert.DoesNotContain("geheim", options.ToString(), StringComparison.Ordinal);
        var error = Assert.Throws<PersistenceException>(
            () => new PostgresDatabase(options with { ConnectionString = "Password=geheim;Nonsense=geheim" }, TimeProvider.System, NullLogger<PostgresDatabase>.Instance));
        Assert.Equal(PersistenceErrors.InvalidOptions, error.Code);
        Assert.DoesNotContain("geheim", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("h:5432/d", PostgresConnection.Place(options.ConnectionString!));
        Assert.Equal(PersistenceErrors.InvalidOptions, Assert.Throws<PersistenceException>(() => new ServiceCollection().AddIcommPersistence(options with { ConnectionString = null })).Code);
    }

    [Fact]
    public void A_password_comes_from_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "geheim\n");
        var options = new PersistenceOptions { DataFolder = "x", Provider = StoreProvider.Postgres, ConnectionString = "Host=h;Database=d;Username=u", PasswordFile = file };
        using (var source = PostgresConnection.Source(options, 10))
        {
            Assert.DoesNotContain("geheim", source.ConnectionString, StringComparison.Ordinal);
            Assert.Contains("Max Auto Prepare", source.ConnectionString, StringComparison.OrdinalIgnoreCase);
        }

        File.Delete(file);
        var error = Assert.Throws<PersistenceException>(() => PostgresConnection.Source(options, 10));
        Assert.Equal(PersistenceErrors.InvalidOptions, error.Code);
    }

    private static DatabaseRow Database(string id) => new("acme", id, id, new DatabaseSettings { TimeZone = "UTC", Currency = "EUR" }, Samples.Now);
}
