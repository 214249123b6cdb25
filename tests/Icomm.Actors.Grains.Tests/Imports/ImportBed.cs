using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Grains.Hosting;
using Icomm.Actors.Grains.Imports;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Publishing;
using Icomm.Actors.Testing;
using Icomm.Actors.Testing.Grains.Shops;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Icomm.Actors.Grains.Tests.Imports;

/// <summary>A cluster with the real grains and the real store in a folder of its own, an integration whose past comes as files, and a clock that the test moves.</summary>
internal sealed class ImportBed : IAsyncDisposable
{
    public const string Account = "acme";
    public const string Database = "main";
    public const string IntegrationId = "shop";
    public const int OrdersPerBatch = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("icomm-imports-").FullName;
    private readonly SqliteDatabase _store;
    private GrainTestCluster _cluster = null!;
    private int _imports;

    private ImportBed(ManualTimeProvider time)
    {
        Time = time;
        _store = new SqliteDatabase(new PersistenceOptions { DataFolder = _folder, Durability = Durability.ProcessCrash }, time, NullLogger<SqliteDatabase>.Instance);
        var stores = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddIcommPersistence(_store).BuildServiceProvider();
        Trouble = new TroubledImports(stores.GetRequiredService<IImportStore>(), stores.GetRequiredService<IImportStaging>());
        Report = stores.GetRequiredService<IImportReport>();
        Profiles = stores.GetRequiredService<IProfileQueries>();
    }

    public ManualTimeProvider Time { get; }

    public TroubledImports Trouble { get; }

    public IImportReport Report { get; }

    public IProfileQueries Profiles { get; }

    public GrainTestCluster Cluster => _cluster;

    public ImportOptions Options { get; } = new() { OrdersPerBatch = OrdersPerBatch };

    public static async Task<ImportBed> StartAsync()
    {
        var bed = new ImportBed(new ManualTimeProvider(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero)));
        bed._cluster = await GrainTestCluster.StartAsync(new GrainTestClusterOptions
        {
            GrainAssemblies = [typeof(IntegrationGrain).Assembly],
            TimeProvider = bed.Time,
            ConfigureServices = bed.AddTo,
        });
        await bed.Get<IDatabaseStore>().TryAddAsync(
            new DatabaseRow(Account, Database, "Main", new DatabaseSettings { TimeZone = "America/Montevideo", Currency = "UYU" }, bed.Time.GetUtcNow()), default);
        await bed.AddIntegrationAsync(IntegrationId);
        return bed;
    }

    public T Get<T>()
        where T : notnull => _cluster.Services(_cluster.SiloNames[^1]).GetRequiredService<T>();

    public ImportKey NextKey(string integrationId = IntegrationId) => new(Account, integrationId, $"import-{_imports++:00}");

    /// <summary>From a silo that lives: the client of a cluster knows the first one's gateway only.</summary>
    public IImportGrain Import(ImportKey key) => Get<IGrainFactory>().GetGrain<IImportGrain>(key.ToString());

    public Task AddIntegrationAsync(string id, string storeType = FakeFileConnector.Type) =>
        _cluster.Grains.GetGrain<IIntegrationGrain>(new IntegrationKey(Account, id).ToString()).CreateAsync(Definition(id, storeType));

    /// <summary>Orders of as many customers, two rows each: the second rows of all after the first rows of all.</summary>
    public string File(int orders, int customers = 7, DateTimeOffset? placed = null) => string.Join(
        '\n',
        [
            FakeFileConnector.Header,
            .. from row in Enumerable.Range(0, 2)
               from order in Enumerable.Range(0, orders)
               select FakeFileConnector.Row($"o{order:0000}", $"customer{order % customers}@example.com", placed ?? Time.GetUtcNow().AddDays(-order % 300 - 1), 100 + order, $"p{row}"),
        ]);

    public Task<ImportStatus> UploadAsync(ImportKey key, string file) => UploadAsync(key, new MemoryStream(Encoding.UTF8.GetBytes(file)));

    public async Task<ImportStatus> UploadAsync(ImportKey key, Stream file, CancellationToken cancellationToken = default)
    {
        var integration = (await _cluster.Grains.GetGrain<IIntegrationGrain>(key.Integration.ToString()).GetStatusAsync())!;
        var definition = new ImportDefinition("orders.csv", Time.GetUtcNow().AddYears(-2));
        return await Get<ImportReceiver>().ReceiveAsync(key, integration.Definition, definition, file, cancellationToken);
    }

    /// <summary>Uploads and waits for the end.</summary>
    public async Task<ImportStatus> ImportAsync(string file)
    {
        var key = NextKey();
        await UploadAsync(key, file);
        return await EndOfAsync(key);
    }

    /// <summary>Waits for the end, with the rows gone.</summary>
    public async Task<ImportStatus> EndOfAsync(ImportKey key)
    {
        await Eventually.IsAsync(
            "end of an import", key.ImportId, "an import that is not open", () => Trouble.ReadAsync(key, default), row => row is { Record.IsOpen: false });
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_folder, "imports")), file => file.Contains(key.ImportId, StringComparison.Ordinal) && !file.EndsWith(".report", StringComparison.Ordinal));
        return (await Import(key).GetStatusAsync())!;
    }

    /// <summary>Moves the clock by the watchdog's period, again and again, until the import has ended.</summary>
    public async Task<ImportStatus> WatchUntilEndAsync(ImportKey key)
    {
        var end = EndOfAsync(key);
        while (!end.IsCompleted)
        {
            Time.Advance(Options.WatchdogPeriod);
            await Task.WhenAny(end, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System));
        }

        return await end;
    }

    /// <summary>Purchases of all profiles, and their sum.</summary>
    public async Task<(int Profiles, int Purchases, decimal Amount)> TotalsAsync()
    {
        var states = (await Profiles.ListAsync(Account, Database, null, 1_000, default)).Select(row => row.State!.Evaluate(new DateOnly(2026, 3, 10), Settings)).ToArray();
        return (states.Length, states.Sum(metrics => metrics.Lifetime.Purchases), states.Sum(metrics => metrics.Lifetime.Amount.ToDecimal()));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static DatabaseSettings Settings { get; } = new() { TimeZone = "America/Montevideo", Currency = "UYU" };

    private IntegrationDefinition Definition(string id, string storeType) => new()
    {
        Name = "Shop",
        StoreType = storeType,
        DatabaseId = Database,
        Settings = ImmutableDictionary<string, string>.Empty,
        ProtectedSecrets = Get<ISecretProtector>().Protect(Account, id, new Dictionary<string, string>()),
        StartsAt = Time.GetUtcNow(),
        Interval = TimeSpan.FromDays(7),
    };

    private void AddTo(IServiceCollection services)
    {
        services.AddIcommPersistence(_store);
        services.AddSingleton<IImportStore>(Trouble);
        services.AddSingleton<IImportStaging>(Trouble);
        services.AddStoreConnectors(_ => { });
        services.AddSingleton<IStoreConnector, FakeFileConnector>();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddIcommGrains();
        services.AddSingleton<ContactSinkRegistry>();
        services.Configure<ImportOptions>(options => options.OrdersPerBatch = OrdersPerBatch);
    }
}
