using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Tests.Compliance;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

public sealed class SqliteDatabaseTests
{
    [Fact]
    public async Task What_was_deleted_is_not_in_the_file_any_more()
    {
        await using var store = new SqliteFixture();
        var person = "the person's e-mail and name "u8.ToArray();
        for (var i = 0; i < 50; i++)
            await store.Profiles.WriteAsync(Samples.Key(i), 0, (byte[])[.. Enumerable.Repeat(person, i + 1).SelectMany(part => part)], Samples.Nobody, null, default);
        await store.ReopenAsync();
        Assert.True(await IsInFileAsync());

        for (var i = 0; i < 50; i++)
            await store.Profiles.DeleteAsync(Samples.Key(i), 1, null, default);
        await store.ReopenAsync();

        Assert.False(await IsInFileAsync());

        async Task<bool> IsInFileAsync() => (await File.ReadAllBytesAsync(Path.Combine(store.Folder, "icomm.db"))).AsSpan().IndexOf(person) >= 0;
    }

    [Fact]
    public async Task Every_acknowledged_write_is_in_a_copy_of_the_files_taken_mid_write()
    {
        // What a power cut leaves is a prefix of the log; a copy taken while the writer runs is one too, torn at a place of its own.
        await using var store = new SqliteFixture();
        var acknowledged = new int[40];
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, acknowledged.Length).Select(i => Task.Run(async () =>
        {
            for (var version = 0; !stop.IsCancellationRequested; version++)
            {
                await store.Profiles.WriteAsync(Samples.Key(i), version, BitConverter.GetBytes(version + 1), Samples.Nobody, null, default);
                Volatile.Write(ref acknowledged[i], version + 1);
            }
        })).ToArray();

        for (var round = 0; round < 10; round++)
        {
            var target = acknowledged.Sum() + 200;
            while (acknowledged.Sum() < target)
                await Task.Yield();
            var before = acknowledged.ToArray();
            var copy = Directory.CreateTempSubdirectory("icomm-copy-").FullName;
            foreach (var file in new[] { "icomm.db", "icomm.db-wal", "identity.key" })
                File.Copy(Path.Combine(store.Folder, file), Path.Combine(copy, file));
            await using (var opened = new SqliteFixture(options => options with { DataFolder = copy }))
            {
                for (var i = 0; i < before.Length; i++)
                {
                    var read = await opened.Profiles.ReadAsync(Samples.Key(i), default);
                    Assert.True((read?.Version ?? 0) >= before[i], $"round {round}: profile {i} has version {read?.Version}, {before[i]} was acknowledged");
                    Assert.True(read is null || BitConverter.ToInt32(read.State) == read.Version);
                }
            }

            Directory.Delete(copy, recursive: true);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task A_data_folder_is_one_process_at_a_time()
    {
        await using var store = new SqliteFixture();
        store.Database.Open();
        await using (var second = Database(store.Folder))
        {
            var error = Assert.Throws<PersistenceException>(second.Open);
            Assert.Equal(PersistenceErrors.DataFolderInUse, error.Code);
            Assert.Contains(store.Folder, error.Message, StringComparison.Ordinal);
        }

        await store.Services.GetRequiredService<SqliteDatabase>().DisposeAsync();
        await using var third = Database(store.Folder);
        third.Open();
    }

    [Fact]
    public async Task A_schema_that_is_newer_than_the_program_is_refused()
    {
        await using var store = new SqliteFixture();
        await store.Database.WriteAsync(session => session.Statement("INSERT INTO schema_version (version, name, applied_at) VALUES (999, 'future', '')").Execute(), default);
        await store.ReopenAsync();
        var error = Assert.Throws<PersistenceException>(store.Database.Open);
        Assert.Equal(PersistenceErrors.SchemaTooNew, error.Code);
        Assert.Contains("999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrations_run_once_and_a_half_made_schema_is_completed()
    {
        await using var store = new SqliteFixture();
        store.Database.Open();
        await store.ReopenAsync();
        await store.Database.WriteAsync(session => session.Statement("DELETE FROM schema_version").Execute(), default);
        await store.ReopenAsync();
        store.Database.Open();
        var rows = await store.Database.QueryAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT group_concat(version || ' ' || name) FROM schema_version";
                return (string)command.ExecuteScalar()!;
            },
            default);
        Assert.Equal("1 0001_initial.sql,2 0002_refresh.sql,3 0003_inbox.sql,4 0004_imports.sql,5 0005_accounts.sql,6 0006_run_log.sql,7 0007_erasures.sql,8 0008_idempotency.sql,9 0009_database_deletion.sql,10 0010_audit_log.sql,11 0011_linked_accounts.sql,12 0012_resource_ids.sql,13 0013_amounts_set_aside.sql,14 0014_resolved_records.sql", rows);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_told_as_such()
    {
        await using var store = new SqliteFixture();
        store.Database.Open();
        await store.Database.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "icomm.db"), string.Join('\n', Enumerable.Repeat("this is not a database", 1_000)));
        await using var database = Database(store.Folder);
        Assert.Equal(PersistenceErrors.DatabaseCorrupt, Assert.Throws<PersistenceException>(database.Open).Code);

        // The folder isn't left locked.
        await using var again = Database(store.Folder);
        Assert.Equal(PersistenceErrors.DatabaseCorrupt, Assert.Throws<PersistenceException>(again.Open).Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_as_such()
    {
        await using var store = new SqliteFixture();
        store.Database.Open();
        await using var database = Database(Path.Combine(store.Folder, "icomm.db", "below-a-file"));
        Assert.Equal(PersistenceErrors.DataFolderUnusable, Assert.Throws<PersistenceException>(database.Open).Code);
    }

    [Fact]
    public async Task Concurrent_first_uses_open_once()
    {
        await using var store = new SqliteFixture();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => store.Profiles.WriteAsync(Samples.Key(i), 0, new byte[] { 1 }, Samples.Nobody, null, default))));
        Assert.Equal(32, await store.Queries.CountAsync("acme", "main", default));
    }

    [Theory]
    [InlineData(Durability.PowerLoss, 2)]
    [InlineData(Durability.ProcessCrash, 1)]
    public async Task Durability_is_SQLites_synchronous_setting_in_a_write_ahead_log(Durability durability, long synchronous)
    {
        await using var store = new SqliteFixture(options => options with { Durability = durability });
        var (mode, sync) = await store.Database.WriteAsync(
            session => ((string)Scalar(session.Connection, "PRAGMA journal_mode")!, (long)Scalar(session.Connection, "PRAGMA synchronous")!), default);
        Assert.Equal(("wal", synchronous), (mode, sync));

        static object? Scalar(SqliteConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public async Task The_host_opens_the_database_before_other_services_start_and_finds_the_named_storages()
    {
        var folder = Directory.CreateTempSubdirectory("icomm-host-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService(provider => new NeedsDatabase(folder));
        builder.Services.AddIcommPersistence(new PersistenceOptions { DataFolder = folder });
        using (var host = builder.Build())
        {
            await host.StartAsync();
            Assert.IsType<ProfileGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("profiles"));
            Assert.IsType<IntegrationGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("integrations"));
            Assert.IsType<RefreshGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("refreshes"));
            Assert.IsType<PublicationGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("publications"));
            Assert.IsType<InboxGrainStorage>(host.Services.GetRequiredKeyedService<IGrainStorage>("inboxes"));
            await host.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Options_out_of_range_are_refused_when_they_are_registered()
    {
        var good = new PersistenceOptions { DataFolder = "x" };
        foreach (var bad in new[]
        {
            good with { DataFolder = " " }, good with { MaxWriteBatch = 0 }, good with { WriteQueueCapacity = 0 }, good with { ProfileReaders = 17 }, good with { ProfileWriters = 0 },
            good with { MaxReadBatch = 0 }, good with { BusyTimeout = TimeSpan.FromHours(1) }, good with { Durability = (Durability)7 },
        })
        {
            Assert.Equal(PersistenceErrors.InvalidOptions, Assert.Throws<PersistenceException>(() => new ServiceCollection().AddIcommPersistence(bad)).Code);
        }
    }

    [Fact]
    public async Task Several_service_providers_share_one_open_database()
    {
        await using var store = new SqliteFixture();
        await using var one = new ServiceCollection().AddLogging().AddIcommPersistence(store.Database).BuildServiceProvider();
        await using (var two = new ServiceCollection().AddLogging().AddIcommPersistence(store.Database).BuildServiceProvider())
        {
            Assert.Same(two.GetRequiredService<StoreDatabase>(), two.GetRequiredService<ISqlDatabase>());
            await two.GetRequiredService<IProfileStore>().WriteAsync(Samples.Key(1), 0, new byte[] { 1 }, Samples.Nobody, null, default);
        }

        Assert.NotNull(await one.GetRequiredService<IProfileStore>().ReadAsync(Samples.Key(1), default));
    }

    private static SqliteDatabase Database(string folder) => new(new PersistenceOptions { DataFolder = folder }, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    private sealed class NeedsDatabase(string folder) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) =>
            File.Exists(Path.Combine(folder, "icomm.db")) ? Task.CompletedTask : throw new InvalidOperationException("the database is not open yet");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
