using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Databases;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Storage;

namespace Icomm.Actors.Persistence;

/// <summary>Registers the stores, the reminder table and the grain storages <c>profiles</c>, <c>integrations</c>, <c>refreshes</c>, <c>publications</c>, <c>inboxes</c> and <c>imports</c>.</summary>
public static class PersistenceRegistration
{
    /// <summary>Everything on SQLite in one data folder.</summary>
    /// <exception cref="PersistenceException">An option is out of its range.</exception>
    public static IServiceCollection AddIcommPersistence(this IServiceCollection services, PersistenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new SqliteDatabase(
            options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        return services.AddStores();
    }

    /// <summary>Everything on a database that the caller opened and disposes: several silos of one process share it.</summary>
    public static IServiceCollection AddIcommPersistence(this IServiceCollection services, SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        services.AddSingleton(database);
        return services.AddStores();
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddHostedService<PersistenceStartup>();
        services.AddSingleton(provider => provider.GetRequiredService<SqliteDatabase>().Metrics);
        services.AddSingleton<IProfileStore, SqliteProfileStore>();
        services.AddSingleton<IProfileQueries, SqliteProfileQueries>();
        services.AddSingleton<SqliteIntegrationStore>();
        services.AddSingleton<IIntegrationStore>(provider => provider.GetRequiredService<SqliteIntegrationStore>());
        services.AddSingleton<IIntegrationIndex>(provider => provider.GetRequiredService<SqliteIntegrationStore>());
        services.AddSingleton<IIntegrationLeftovers, SqliteIntegrationLeftovers>();
        services.AddSingleton<IAccountStore, SqliteAccountStore>();
        services.AddSingleton<IApiKeyStore, SqliteApiKeyStore>();
        services.AddSingleton<IAuditLog, SqliteAuditLog>();
        services.AddSingleton<IDatabaseLeftovers, SqliteDatabaseLeftovers>();
        services.AddSingleton<IErasures, SqliteErasures>();
        services.AddSingleton<ISuppressedIdentities, SqliteSuppressedIdentities>();
        services.AddSingleton<IIdempotentRequests, SqliteIdempotentRequests>();
        services.AddSingleton<IDatabaseStore, SqliteDatabaseStore>();
        services.AddSingleton<IRunLog, SqliteRunLog>();
        services.AddSingleton<IRejectedRecords, SqliteRejectedRecords>();
        services.AddSingleton<ICatalogueStore, SqliteCatalogueStore>();
        services.AddSingleton<IMasterDataStore, SqliteMasterDataStore>();
        services.AddSingleton<IMasterDataQueries, SqliteMasterDataQueries>();
        services.AddSingleton<IRfmModelStore, SqliteRfmModelStore>();
        services.AddSingleton<IRefreshStore, SqliteRefreshStore>();
        services.AddSingleton<IRefreshLog, SqliteRefreshLog>();
        services.AddSingleton<IPublicationStore, SqlitePublicationStore>();
        services.AddSingleton<IPublicationLedger, SqlitePublicationLedger>();
        services.AddSingleton<IInbox, SqliteInbox>();
        services.AddSingleton<IInboundTokens, SqliteInboundTokens>();
        services.AddSingleton<IInboxStore, SqliteInboxStore>();
        services.AddSingleton<IImportStore, SqliteImportStore>();
        services.AddSingleton<IImportStaging, SqliteImportStaging>();
        services.AddSingleton<IImportReport, SqliteImportReport>();
        services.AddSingleton<IActivityQueries, SqliteActivityQueries>();
        services.AddSingleton<IReminderTable, SqliteReminderTable>();
        services.AddSingleton<ISecretProtector, DataFolderSecretProtector>();
        services.AddSingleton(provider => new IdentityKey(provider.GetRequiredService<SqliteDatabase>()));
        services.AddKeyedSingleton<IGrainStorage>(ProfileGrainStorage.Name, (provider, _) => new ProfileGrainStorage(provider.GetRequiredService<IProfileStore>()));
        services.AddKeyedSingleton<IGrainStorage>(IntegrationGrainStorage.Name, (provider, _) => new IntegrationGrainStorage(provider.GetRequiredService<IIntegrationStore>()));
        services.AddKeyedSingleton<IGrainStorage>(RefreshGrainStorage.Name, (provider, _) => new RefreshGrainStorage(provider.GetRequiredService<IRefreshStore>()));
        services.AddKeyedSingleton<IGrainStorage>(PublicationGrainStorage.Name, (provider, _) => new PublicationGrainStorage(provider.GetRequiredService<IPublicationStore>()));
        services.AddKeyedSingleton<IGrainStorage>(InboxGrainStorage.Name, (provider, _) => new InboxGrainStorage(provider.GetRequiredService<IInboxStore>()));
        services.AddKeyedSingleton<IGrainStorage>(ImportGrainStorage.Name, (provider, _) => new ImportGrainStorage(provider.GetRequiredService<IImportStore>()));
        return services;
    }
}
