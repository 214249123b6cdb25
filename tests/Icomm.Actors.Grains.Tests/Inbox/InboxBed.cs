using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Grains.Hosting;
using Icomm.Actors.Grains.Inbox;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Grains.Tests.Inbox;

/// <summary>A cluster with the real grains and the real store in a folder of its own, an integration that is pushed to, and a clock that the test moves.</summary>
internal sealed class InboxBed : IAsyncDisposable
{
    public const string Account = "acme";
    public const string Database = "main";

    private static readonly InboxLimits Limits = new(10_000, 100_000_000, TimeSpan.FromDays(30));

    private readonly string _folder = Directory.CreateTempSubdirectory("icomm-inbox-").FullName;
    private readonly SqliteDatabase _store;
    private readonly ServiceProvider _outside;
    private GrainTestCluster _cluster = null!;

    private InboxBed(ManualTimeProvider time)
    {
        Time = time;
        _store = new SqliteDatabase(new PersistenceOptions { DataFolder = _folder, Durability = Durability.ProcessCrash }, time, NullLogger<SqliteDatabase>.Instance);

        // The test's own way to the store, which survives silos.
        _outside = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddIcommPersistence(_store).BuildServiceProvider();
        Inbox = new FaultyInbox(_outside.GetRequiredService<IInbox>());
    }

    public ManualTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public FaultyInbox Inbox { get; }

    public GrainTestCluster Cluster => _cluster;

    public IntegrationKey Key { get; } = new(Account, "i1");

    public IInboxGrain Grain => _cluster.Grains.GetGrain<IInboxGrain>(Key.ToString());

    public IIntegrationGrain Integration => _cluster.Grains.GetGrain<IIntegrationGrain>(Key.ToString());

    public static async Task<InboxBed> StartAsync(int silos = 1, int batch = 500, string databaseId = Database)
    {
        var bed = new InboxBed(new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero)));
        bed._cluster = await GrainTestCluster.StartAsync(new GrainTestClusterOptions
        {
            SiloCount = silos,
            GrainAssemblies = [typeof(IntegrationGrain).Assembly],
            TimeProvider = bed.Time,
            ConfigureServices = services => bed.AddTo(services, batch),
        });
        await bed.AddDatabaseAsync(Database);
        Assert.True(await bed.Integration.CreateAsync(new IntegrationDefinition
        {
            Name = "Shop",
            StoreType = PushingConnector.Type,
            DatabaseId = databaseId,
            Settings = ImmutableDictionary<string, string>.Empty,
            ProtectedSecrets = bed.Get<ISecretProtector>().Protect(Account, bed.Key.IntegrationId, new Dictionary<string, string>()),
            StartsAt = bed.Now.AddYears(-1),
            Interval = TimeSpan.FromHours(4),
        }));
        await bed.Get<IInboundTokens>().RotateAsync(bed.Key, [1, 2, 3], "hint", bed.Now, null, default);
        return bed;
    }

    public T Get<T>()
        where T : notnull => _outside.GetRequiredService<T>();

    public Task AddDatabaseAsync(string databaseId) => Get<IDatabaseStore>().TryAddAsync(
        new DatabaseRow(Account, databaseId, databaseId, new DatabaseSettings { TimeZone = "America/Montevideo", Currency = "UYU" }, Now), default);

    /// <summary>Stores a message as the endpoint does, and tells nobody.</summary>
    public async Task StoreAsync(byte[] body) => Assert.Equal(InboxReceipt.Stored, await Inbox.AddAsync(Key, new InboxMessage(body, Now, WithFormerToken: false), Limits, default));

    public Task StoreOrderAsync(int number, decimal total = 100, DateTimeOffset? at = null) => StoreAsync(PushingConnector.Message($"order-{number}", $"customer{number}@example.com", at ?? Now, total));

    public async Task PushOrdersAsync(int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await StoreOrderAsync(i);
        await Grain.WakeAsync();
    }

    public async Task<InboxRow> RowAsync() => (await Get<IInboxStore>().FindAsync(Key, default))!;

    /// <summary>Waits until nothing waits any more, and what was applied is noted.</summary>
    public Task<InboxRow> EmptyAsync() => Eventually.IsAsync(
        "applying", Key.ToString(), "an empty inbox", RowAsync, row => row is { Messages: 0, Record: { LastProblemCode: null, LastAppliedAt: not null } });

    public Task<InboxRow> FailedAsync(int times) => Eventually.IsAsync(
        "failing", Key.ToString(), $"{times} failures", RowAsync, row => row.Record.ConsecutiveFailures >= times);

    /// <summary>Moves the clock by the watchdog's period, again and again, with time for the grain to work in between.</summary>
    public async Task WatchUntilAsync(Func<InboxRow, bool> wanted, string phase)
    {
        for (var i = 0; i < 200; i++)
        {
            if (wanted(await RowAsync()))
                return;
            Time.Advance(TimeSpan.FromMinutes(2));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Fail($"{phase}: {await RowAsync()}");
    }

    public async Task<long> ProfilesAsync() => await Get<IProfileQueries>().CountAsync(Account, Database, default);

    public async Task<ImmutableArray<RunRow>> EntriesAsync() =>
        [.. (await Get<IRunLog>().ListAsync(Account, Key.IntegrationId, RunFilter.All, null, 100, default)).Where(row => row.RunId.EndsWith("-push", StringComparison.Ordinal)).Reverse()];

    public ICustomerProfileGrain Profile(int number)
    {
        Assert.True(CustomerIdentity.TryFromEmail($"customer{number}@example.com", out var identity));
        return _cluster.Grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(Account, Database, Get<IdentityKey>().DigestOf(identity)).ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _outside.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void AddTo(IServiceCollection services, int batch)
    {
        services.AddIcommPersistence(_store);
        services.AddSingleton<IInbox>(Inbox);
        services.AddStoreConnectors(_ => { });
        services.AddSingleton<IStoreConnector, PushingConnector>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddIcommGrains();
        services.Configure<InboxOptions>(options => options.BatchMessages = batch);
    }
}
