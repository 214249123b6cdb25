using Icomm.Actors.Persistence;
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Cluster;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;
using Orleans.Dashboard;
using Orleans.Runtime;

namespace Icomm.Actors.Silo.Engine;

/// <summary>Microsoft Orleans. On PostgreSQL silos find each other by its AdoNet tables; on SQLite there is one silo, reached from its own machine only.</summary>
internal static class ActorEngine
{
    public const string Name = "orleans";

    private const string Npgsql = nameof(Npgsql);

    public static void AddActorEngine(this WebApplicationBuilder builder, ClusterSettings settings, StoreProvider provider)
    {
        var identity = settings.Tls is { } files ? new ClusterIdentity(files, TimeProvider.System) : null;
        if (settings.HasSilo)
            builder.UseOrleans(silo => Configure(silo, settings, provider, identity));
        else
            builder.UseOrleansClient(client => Configure(client, settings, identity));
        OrleansInterfaceNames.AddTo(builder.Services);
    }

    public static void MapActorEngine(this WebApplication app, ClusterSettings settings)
    {
        if (settings is { Dashboard: true, HasApi: true })
            app.MapOrleansDashboard(DashboardAccess.Path).RequireAuthorization(Scopes.Operate).DisableRateLimiting().ExcludeFromDescription();
    }

    /// <summary>Whether a silo refused a call because it has too much to do already.</summary>
    public static bool IsOverload(Exception exception) => exception is GatewayTooBusyException;

    private static void Configure(ISiloBuilder silo, ClusterSettings settings, StoreProvider provider, ClusterIdentity? identity)
    {
        if (provider == StoreProvider.Postgres)
        {
            silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) => clustering.Configure<PostgresDatabase>((options, database) => (options.Invariant, options.DataSource) = (Npgsql, database.DataSource)));
            silo.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> reminders) => reminders.Configure<PostgresDatabase>((options, database) => (options.Invariant, options.DataSource) = (Npgsql, database.DataSource)));
            MakePatient(silo.Services);
            silo.Services.AddSingleton<ISiloDepartures, OrleansDepartures>();
            silo.Configure<EndpointOptions>(endpoints =>
            {
                (endpoints.SiloPort, endpoints.GatewayPort) = (settings.SiloPort, settings.GatewayPort);
                if (settings.ResolveAdvertisedAddress() is { } address)
                    endpoints.AdvertisedIPAddress = address;
            });
        }
        else
        {
            // The reminder table itself comes with the persistence.
            silo.UseLocalhostClustering(settings.SiloPort, settings.GatewayPort);
            silo.AddReminders();
        }

        var section = silo.Configuration.GetSection(ClusterSettings.Section);
        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (settings.ServiceId, settings.ClusterId));
        silo.Configure<SiloOptions>(options => options.SiloName = $"{Environment.MachineName}:{settings.SiloPort}");

        silo.Configure<ClusterMembershipOptions>(Configure);
        silo.Configure<ClusterMembershipOptions>(section.GetSection("Membership"));
        silo.Configure<LoadSheddingOptions>(shedding => shedding.LoadSheddingEnabled = true);
        silo.Configure<LoadSheddingOptions>(section.GetSection("LoadShedding"));
        if (identity is not null)
            silo.UseTls(identity.Certificate, tls => Configure(tls, identity));
        if (settings.Dashboard)
            silo.AddDashboard(Configure);
    }

    /// <summary>Orleans' table gives up at the first failure, and what it throws has no code.</summary>
    private static void MakePatient(IServiceCollection services)
    {
        var table = services.Last(service => service.ServiceType == typeof(IReminderTable)).ImplementationType!;
        services.AddSingleton<IReminderTable>(provider => new PatientReminderTable((IReminderTable)ActivatorUtilities.CreateInstance(provider, table), provider.GetRequiredService<PostgresDatabase>()));
    }

    private static void Configure(ClusterMembershipOptions membership)
    {
        // A silo that missed what the others told each other of a change reads it in the table soon.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);

        // Where all silos were killed at once and come back at other addresses, the table calls alive who never answers again. A silo that starts finds out who has been silent for half a minute, and only then: one
        // that can't join gives up early, and whoever runs it starts it again.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(90);
    }

    private static void Configure(IClientBuilder client, ClusterSettings settings, ClusterIdentity? identity)
    {
        client.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> clustering) => clustering.Configure<PostgresDatabase>((options, database) => (options.Invariant, options.DataSource) = (Npgsql, database.DataSource)));
        client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (settings.ServiceId, settings.ClusterId));

        // Silos may come later than their clients.
        client.UseConnectionRetryFilter(async (_, cancellationToken) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            return true;
        });
        if (identity is not null)
            client.UseTls(identity.Certificate, tls => Configure(tls, identity));
        if (settings.Dashboard)
            client.AddDashboard(Configure);
    }

    private static void Configure(TlsOptions tls, ClusterIdentity identity)
    {
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (certificate, _, _) => identity.Trusts(certificate);
        tls.OnAuthenticateAsClient = (_, client) => client.TargetHost = ClusterIdentity.HostName;
    }

    /// <summary>The log has its own place.</summary>
    private static void Configure(DashboardOptions dashboard) => dashboard.HideTrace = true;
}
