using Icomm.Actors.Grains.Integrations;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Grains.Hosting;

public static class GrainServices
{
    /// <summary>Registers what the grains are given. Needs persistence, connectors and a <see cref="TimeProvider"/> beside it.</summary>
    public static IServiceCollection AddIcommGrains(this IServiceCollection services)
    {
        services.AddOptions<SyncOptions>().BindConfiguration(SyncOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<SyncRunFactory>()
            .AddSingleton<SyncSchedule>()
            .AddSingleton<RunJournal>();
    }
}
