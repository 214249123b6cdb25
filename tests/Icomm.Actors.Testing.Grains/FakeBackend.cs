using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Hosting;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Testing.Grains.Remote;
using Icomm.Actors.Testing.Grains.Shops;
using Icomm.Actors.Testing.Grains.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;

namespace Icomm.Actors.Testing.Grains;

/// <summary>Everything the grains speak to, as fakes that outlive silos: stores, reminders, shops. One for each test, shared by all of its silos.</summary>
public sealed class FakeBackend
{
    private readonly TimeProvider _time;

    public FakeBackend(TimeProvider time)
    {
        _time = time;
        Servers = [];
        Profiles = new FakeProfileStore(Server("profiles"));
        Integrations = new FakeIntegrationStore(Server("integrations"));
        Runs = new FakeRunLog(Server("runs"));
        Audit = new FakeAuditLog(Server("audit"));
        Catalogue = new FakeCatalogueStore(Server("catalogue"));
        Rejected = new FakeRejectedRecords(Server("rejected"));
        Reminders = new FakeReminderTable(Server("reminders"));
    }

    /// <summary>The servers behind the fakes.</summary>
    public List<RemoteServer> Servers { get; }

    public FakeProfileStore Profiles { get; }

    public FakeIntegrationStore Integrations { get; }

    public FakeRunLog Runs { get; }

    public FakeAuditLog Audit { get; }

    public FakeCatalogueStore Catalogue { get; }

    public FakeRejectedRecords Rejected { get; }

    public FakeReminderTable Reminders { get; }

    public FakeShops Shops { get; } = new();

    public PlainSecrets Secrets { get; } = new();

    public IdentityKey IdentityKey { get; } = new("the key of every test installation"u8.ToArray());

    public SyncOptions Options { get; init; } = new();

    /// <summary>Records on a page of the fake store.</summary>
    public int PageSize { get; init; } = 10;

    public int PagesAhead { get; init; } = 4;

    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Puts something between the grains and the profiles' rows: a mutation that checkers have to notice.</summary>
    public Func<IProfileStore, IProfileStore> WrapProfiles { get; init; } = static store => store;

    /// <inheritdoc cref="WrapProfiles"/>
    public Func<IStoreConnector, IStoreConnector> WrapConnector { get; init; } = static connector => connector;

    /// <inheritdoc cref="WrapProfiles"/>
    public Func<IIntegrationStore, IIntegrationStore> WrapIntegrations { get; init; } = static store => store;

    /// <summary>Lets every server meet the same kind of mishaps.</summary>
    public void SetMishaps(Func<RemoteCall, Mishap> mishaps) => Servers.ForEach(server => server.Mishaps = mishaps);

    /// <summary>Registers all of it, and the grains' own services, with one silo.</summary>
    public void AddTo(IServiceCollection services)
    {
        // A silo's own connector: when the silo dies, its requests die with it.
        services.AddSingleton(new FakeStoreConnector(Shops, _time, PageSize, PagesAhead, Lookback));
        services.AddSingleton(provider => WrapConnector(provider.GetRequiredService<FakeStoreConnector>()));
        services.AddSingleton<ConnectorRegistry>();
        services.AddSingleton(WrapProfiles(Profiles));
        services.AddSingleton<IProfileQueries>(Profiles);
        services.AddSingleton<ILinkedAccounts>(Profiles);
        services.AddSingleton(WrapIntegrations(Integrations));
        services.AddSingleton<IIntegrationIndex>(Integrations);
        services.AddSingleton<IRunLog>(Runs);
        services.AddSingleton<IAuditLog>(Audit);
        services.AddSingleton<ICatalogueStore>(Catalogue);
        services.AddSingleton<IRejectedRecords>(Rejected);
        services.AddSingleton<IReminderTable>(Reminders);
        services.AddSingleton<IDatabaseStore>(new FakeDatabases());
        services.AddSingleton<IIntegrationLeftovers>(new NoLeftovers());
        services.AddSingleton<ISuppressedIdentities>(new NobodySuppressed());
        services.AddSingleton<IRfmModelStore>(new NoRfmModels());
        services.AddSingleton<ISecretProtector>(Secrets);
        services.AddSingleton(IdentityKey);
        services.AddKeyedSingleton<IGrainStorage>(ProfileGrainStorage.Name, (provider, _) => new ProfileGrainStorage(provider.GetRequiredService<IProfileStore>()));
        services.AddKeyedSingleton<IGrainStorage>(IntegrationGrainStorage.Name, (provider, _) => new IntegrationGrainStorage(provider.GetRequiredService<IIntegrationStore>()));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddIcommGrains();
        services.Configure<SyncOptions>(options =>
        {
            options.ProfileCallsInFlight = Options.ProfileCallsInFlight;
            options.ProfileCallAttempts = Options.ProfileCallAttempts;
            options.ProfileCallPatience = Options.ProfileCallPatience;
            options.ProfileCallsPerSilo = Options.ProfileCallsPerSilo;
            options.WatchdogPeriod = Options.WatchdogPeriod;
            options.FirstRetryAfter = Options.FirstRetryAfter;
            options.PauseAfterFailures = Options.PauseAfterFailures;
        });
    }

    private RemoteServer Server(string name)
    {
        var server = new RemoteServer(name, _time);
        Servers.Add(server);
        return server;
    }
}
