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
using Icomm.Actors.Persistence.Postgres;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Persistence.Sql;
using Icomm.Actors.Persistence.Sqlite;
using Icomm.Actors.Persistence.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Storage;

namespace Icomm.Actors.Persistence;

/// <summary>Registers the stores, the reminder table and the grain storages <c>profiles</c>, <c>integrations</c>, <c>refreshes</c>, <c>publications</c>, <c>inboxes</c> and <c>imports</c>.</summary>
public static class PersistenceRegistration
{
    /// <summary>Everything in one data folder on SQLite, or on PostgreSQL with the keys in a data folder: as the options say.</summary>
    /// <exception cref="PersistenceException">An option is out of its range.</exception>
    public static IServiceCollection AddIcommPersistence(this IServiceCollection services, PersistenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new DatabaseExport(
            provider.GetRequiredService<StoreDatabase>(), provider.GetRequiredService<ISqlDatabase>(), provider.GetRequiredService<ITransferDialect>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatabaseImport(
            provider.GetRequiredService<StoreDatabase>(), provider.GetRequiredService<ISqlDatabase>(), provider.GetRequiredService<ITransferDialect>(), options, provider.GetRequiredService<TimeProvider>()));
        if (options.Provider == StoreProvider.Sqlite)
        {
            services.AddSingleton(provider => new SqliteDatabase(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SqliteDatabase>>()));
            services.AddSingleton<StoreDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
            services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
            return services.AddSqlite().AddStores();
        }

        services.AddSingleton(provider => new PostgresDatabase(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>()));
        return services.AddPostgres().AddStores();
    }

    /// <summary>Everything on a database that the caller opened and disposes: several silos of one process share it.</summary>
    public static IServiceCollection AddIcommPersistence(this IServiceCollection services, SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);

        // The object itself under each of its names: what a container makes or looks up for a name it also disposes.
        return services.AddSingleton(database).AddSingleton<StoreDatabase>(database).AddSingleton<ISqlDatabase>(database).AddSqlite().AddStores();
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<IProfileStore, SqliteProfileStore>();
        services.AddSingleton<IMasterDataStore, SqliteMasterDataStore>();
        services.AddSingleton<IImportStaging, SqliteImportStaging>();
        services.AddSingleton<IImportReport, SqliteImportReport>();
        services.AddSingleton<ITransferDialect, SqliteTransfer>();
        return services;
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services)
    {
        services.AddSingleton<StoreDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<ISqlDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<IProfileStore, PostgresProfileStore>();
        services.AddSingleton<IMasterDataStore, PostgresMasterDataStore>();
        services.AddSingleton<IImportStaging, PostgresImportStaging>();
        services.AddSingleton<IImportReport, PostgresImportReport>();
        services.AddSingleton<ITransferDialect, PostgresTransfer>();
        return services;
    }

    private static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddHostedService<PersistenceStartup>();
        services.AddSingleton(provider => provider.GetRequiredService<StoreDatabase>().Metrics);
        services.AddSingleton<IProfileQueries, SqlProfileQueries>();
        services.AddSingleton<ILinkedAccounts, SqlLinkedAccounts>();
        services.AddSingleton<SqlIntegrationStore>();
        services.AddSingleton<IIntegrationStore>(provider => provider.GetRequiredService<SqlIntegrationStore>());
        services.AddSingleton<IIntegrationIndex>(provider => provider.GetRequiredService<SqlIntegrationStore>());
        services.AddSingleton<IIntegrationLeftovers, SqlIntegrationLeftovers>();
        services.AddSingleton<IAccountStore, SqlAccountStore>();
        services.AddSingleton<IApiKeyStore, SqlApiKeyStore>();
        services.AddSingleton<IAuditLog, SqlAuditLog>();
        services.AddSingleton<IDatabaseLeftovers, SqlDatabaseLeftovers>();
        services.AddSingleton<IErasures, SqlErasures>();
        services.AddSingleton<ISuppressedIdentities, SqlSuppressedIdentities>();
        services.AddSingleton<IIdempotentRequests, SqlIdempotentRequests>();
        services.AddSingleton<IDatabaseStore, SqlDatabaseStore>();
        services.AddSingleton<IRunLog, SqlRunLog>();
        services.AddSingleton<IRejectedRecords, SqlRejectedRecords>();
        services.AddSingleton<ICatalogueStore, SqlCatalogueStore>();
        services.AddSingleton<IMasterDataQueries, SqlMasterDataQueries>();
        services.AddSingleton<IRfmModelStore, SqlRfmModelStore>();
        services.AddSingleton<IRefreshStore, SqlRefreshStore>();
        services.AddSingleton<IRefreshLog, SqlRefreshLog>();
        services.AddSingleton<IPublicationStore, SqlPublicationStore>();
        services.AddSingleton<IPublicationLedger, SqlPublicationLedger>();
        services.AddSingleton<IInbox, SqlInbox>();
        services.AddSingleton<IInboundTokens, SqlInboundTokens>();
        services.AddSingleton<IInboxStore, SqlInboxStore>();
        services.AddSingleton<IImportStore, SqlImportStore>();
        services.AddSingleton<IActivityQueries, SqlActivityQueries>();
        services.AddSingleton<IReminderTable, SqlReminderTable>();
        services.AddSingleton<ISecretProtector, DataFolderSecretProtector>();
        services.AddSingleton(provider => new IdentityKey(provider.GetRequiredService<StoreDatabase>()));
        services.AddKeyedSingleton<IGrainStorage>(ProfileGrainStorage.Name, (provider, _) => new ProfileGrainStorage(provider.GetRequiredService<IProfileStore>()));
        services.AddKeyedSingleton<IGrainStorage>(IntegrationGrainStorage.Name, (provider, _) => new IntegrationGrainStorage(provider.GetRequiredService<IIntegrationStore>()));
        services.AddKeyedSingleton<IGrainStorage>(RefreshGrainStorage.Name, (provider, _) => new RefreshGrainStorage(provider.GetRequiredService<IRefreshStore>()));
        services.AddKeyedSingleton<IGrainStorage>(PublicationGrainStorage.Name, (provider, _) => new PublicationGrainStorage(provider.GetRequiredService<IPublicationStore>()));
        services.AddKeyedSingleton<IGrainStorage>(InboxGrainStorage.Name, (provider, _) => new InboxGrainStorage(provider.GetRequiredService<IInboxStore>()));
        services.AddKeyedSingleton<IGrainStorage>(ImportGrainStorage.Name, (provider, _) => new ImportGrainStorage(provider.GetRequiredService<IImportStore>()));
        return services;
    }
}
