using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Hosting;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Grains.Refreshes;
using Icomm.Actors.Grains.Tests.Publications;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Publishing;
using Icomm.Actors.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Grains.Tests.Refreshes;

/// <summary>A cluster with the real grains and the real store in a folder of its own, a sink that records what it is sent, and a clock that the test moves.</summary>
internal sealed class RefreshBed : IAsyncDisposable
{
    public const string Account = "acme";
    public const string Database = "main";

    private readonly string _folder = Directory.CreateTempSubdirectory("icomm-refresh-").FullName;
    private readonly SqliteDatabase _store;
    private GrainTestCluster _cluster = null!;
    private IServiceProvider _services = null!;
    private int _orders;

    private RefreshBed(ManualTimeProvider time)
    {
        Time = time;
        _store = new SqliteDatabase(new PersistenceOptions { DataFolder = _folder, Durability = Durability.ProcessCrash }, time, NullLogger<SqliteDatabase>.Instance);
    }

    public ManualTimeProvider Time { get; }

    public DatabaseSettings Settings { get; private set; } = new() { TimeZone = "America/Montevideo", Currency = "UYU", RefreshAt = new TimeOnly(4, 0) };

    public RecordingSink Sink { get; } = new();

    public RecordingFiles Files { get; } = new();

    public GrainTestCluster Cluster => _cluster;

    public IDatabaseRefreshGrain Refresh => _cluster.Grains.GetGrain<IDatabaseRefreshGrain>(new DatabaseKey(Account, Database).ToString());

    public IMasterDataQueries Rows => Get<IMasterDataQueries>();

    public static async Task<RefreshBed> StartAsync(int profilesPerRange = 100, int silos = 1)
    {
        var bed = new RefreshBed(new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero)));
        bed._cluster = await GrainTestCluster.StartAsync(new GrainTestClusterOptions
        {
            SiloCount = silos,
            GrainAssemblies = [typeof(IntegrationGrain).Assembly],
            TimeProvider = bed.Time,
            ConfigureServices = services => bed.AddTo(services, profilesPerRange),
        });
        bed._services = bed._cluster.Services(bed._cluster.SiloNames[0]);
        await bed.Get<IDatabaseStore>().TryAddAsync(new DatabaseRow(Account, Database, "Main", bed.Settings, bed.Time.GetUtcNow()), default);
        return bed;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task ChangeSettingsAsync(Func<DatabaseSettings, DatabaseSettings> change)
    {
        var row = (await Get<IDatabaseStore>().FindAsync(Account, Database, default))!;
        Settings = change(row.Settings);
        Assert.Equal(DatabaseUpdate.Updated, await Get<IDatabaseStore>().UpdateAsync(row with { Settings = Settings }, row.Version, default));
    }

    /// <summary>One customer's purchase, some days ago.</summary>
    public Task BuyAsync(string email, int daysAgo, decimal total) => BuyAsync(email, [ShopOrders.Order($"order-{_orders++}", email, Time.GetUtcNow() - TimeSpan.FromDays(daysAgo), total)]);

    /// <summary>So many purchases of one day that the older ones are folded.</summary>
    public Task BuyManyAsync(string email, int purchases, int daysAgo) => BuyAsync(
        email,
        [.. Enumerable.Range(0, purchases).Select(i => ShopOrders.Order($"order-{_orders++}", email, Time.GetUtcNow() - TimeSpan.FromDays(daysAgo) + TimeSpan.FromSeconds(i), 1))]);

    /// <summary>Turns a bit of what is stored of a customer.</summary>
    public async Task<ProfileKey> DamageAsync(string email)
    {
        var (key, store) = (KeyOf(email), Get<IProfileStore>());
        var stored = (await store.ReadAsync(key, default))!;
        byte[] damaged = [.. stored.State];
        damaged[^3] ^= 1;
        await store.WriteAsync(key, stored.Version, damaged, ProfileState.Decode(stored.State).Summarize(), null, default);
        return key;
    }

    private async Task BuyAsync(string email, ImmutableArray<StoreOrder> orders)
    {
        await _cluster.Grains.GetGrain<ICustomerProfileGrain>(KeyOf(email).ToString()).ApplyAsync(new ProfileChanges
        {
            IntegrationId = "shop",
            TimeZone = Settings.TimeZone,
            Orders = orders,
        });
    }

    /// <summary>As many customers, of one to five purchases each.</summary>
    public async Task BuyAllAsync(int customers)
    {
        for (var i = 0; i < customers; i++)
        {
            for (var purchase = 0; purchase <= i % 5; purchase++)
                await BuyAsync($"customer{i}@example.com", 3 * i + 40 * purchase, 10 + i);
        }
    }

    /// <summary>Refreshes and waits for the end.</summary>
    public async Task<RefreshRow> RefreshAsync(DateOnly? asOf = null, bool? publish = null)
    {
        var start = await Refresh.RefreshNowAsync(new RefreshRequest(asOf, publish));
        Assert.False(start.IsOther);
        return await EndOfAsync(start.RefreshId!);
    }

    public async Task<RefreshRow> EndOfAsync(string refreshId)
    {
        await Eventually.IsAsync("end of a refresh", refreshId, "no refresh under way", Refresh.GetStatusAsync, status => status?.Current?.RefreshId != refreshId);
        return (await Get<IRefreshLog>().FindAsync(Account, Database, refreshId, default))!;
    }

    public async Task<ImmutableArray<RefreshRow>> HistoryAsync() => await Get<IRefreshLog>().ListAsync(Account, Database, null, 100, default);

    public async Task<ImmutableArray<MasterDataRow>> AllRowsAsync() =>
        (await Rows.ListAsync(Account, Database, new MasterDataQuery([], null, false, null, 1_000), default)).Rows;

    public async Task<MasterDataRow> RowAsync(string email) => (await Rows.FindAsync(Account, Database, KeyOf(email).ProfileId, default))!;

    private ProfileKey KeyOf(string email)
    {
        Assert.True(CustomerIdentity.TryFromEmail(email, out var identity));
        return new ProfileKey(Account, Database, Get<IdentityKey>().DigestOf(identity));
    }

    public async Task<IPublicationGrain> PublicationAsync(string id = "one", string type = RecordingSink.TypeName)
    {
        var key = new PublicationKey(Account, Database, id);
        var grain = _cluster.Grains.GetGrain<IPublicationGrain>(key.ToString());
        Assert.True(await grain.CreateAsync(new PublicationDefinition
        {
            Name = id,
            Type = type,
            Settings = ImmutableDictionary<string, string>.Empty,
            ProtectedSecrets = Get<ISecretProtector>().Protect(Account, id, new Dictionary<string, string>()),
        }));
        return grain;
    }

    public static Task<PublicationStatus?> IdleAsync(IPublicationGrain publication) =>
        Eventually.IsAsync("end of a publication", "publication", "a run that has ended", publication.GetStatusAsync, status => status is { CurrentRun: null, LastRun: not null });

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void AddTo(IServiceCollection services, int profilesPerRange)
    {
        services.AddIcommPersistence(_store);
        services.AddStoreConnectors(_ => { });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddIcommGrains();
        services.AddSingleton<IContactSinkFactory>(Sink);
        services.AddSingleton<IContactSinkFactory>(Files);
        services.AddSingleton<ContactSinkRegistry>();
        services.Configure<RefreshOptions>(options => options.ProfilesPerRange = profilesPerRange);
    }
}
