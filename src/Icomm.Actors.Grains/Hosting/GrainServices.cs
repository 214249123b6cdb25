using Icomm.Actors.Grains.Imports;
using Icomm.Actors.Grains.Inbox;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Grains.Profiles;
using Icomm.Actors.Grains.Publications;
using Icomm.Actors.Grains.Refreshes;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Grains.Hosting;

public static class GrainServices
{
    /// <summary>Registers what the grains are given. Needs persistence, connectors, publishing and a <see cref="TimeProvider"/> beside it.</summary>
    public static IServiceCollection AddIcommGrains(this IServiceCollection services)
    {
        services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RefreshOptions>().BindConfiguration(RefreshOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<PublicationOptions>().BindConfiguration(PublicationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<InboxOptions>().BindConfiguration(InboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ImportOptions>().BindConfiguration(ImportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<SuppressedRecords>()
            .AddSingleton<FoundEmails>()
            .AddSingleton<ProfileMetrics>()
            .AddSingleton<AccountTurns>()
            .AddSingleton<SyncMetrics>()
            .AddSingleton<StoreAccess>()
            .AddSingleton<SyncRunFactory>()
            .AddSingleton<SyncSchedule>()
            .AddSingleton<IntegrationDeletions>()
            .AddSingleton<RunJournal>()
            .AddSingleton<RfmScorers>()
            .AddSingleton<DatabaseDeletions>()
            .AddSingleton<Retention>()
            .AddSingleton<RefreshRunFactory>()
            .AddSingleton<RefreshSchedule>()
            .AddSingleton<RefreshJournal>()
            .AddSingleton<PublicationRunFactory>()
            .AddSingleton<InboxMetrics>()
            .AddSingleton<InboxRunFactory>()
            .AddSingleton<ImportRunFactory>()
            .AddSingleton<ImportReceiver>();
    }
}
