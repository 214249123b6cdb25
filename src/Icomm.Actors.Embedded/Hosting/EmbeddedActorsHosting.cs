using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Timers;

namespace Icomm.Actors.Embedded;

/// <summary>Registers the embedded engine with a host.</summary>
public static class EmbeddedActorsHosting
{
    /// <summary>
    /// Adds a cluster of one silo that uses the host's own services. It starts and stops with the host: hosted services registered
    /// after this call start after it and stop before it.
    /// </summary>
    /// <param name="services">The host's services; <c>IGrainStorage</c> by name and <c>IReminderTable</c> are found there.</param>
    /// <param name="configure">Sets the options; at least one grain assembly has to be added.</param>
    public static IServiceCollection AddEmbeddedActors(this IServiceCollection services, Action<EmbeddedActorsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = new EmbeddedActorsOptions();
            configure(options);
            return new EmbeddedCluster(options, provider.GetRequiredService<TimeProvider>());
        });
        services.AddEmbeddedSilo(provider => provider.GetRequiredService<EmbeddedCluster>().NewSilo("silo-1"));
        services.AddSingleton<IHostedService, EmbeddedSiloHost>();
        return services;
    }

    /// <summary>Adds the grain classes of an assembly.</summary>
    public static EmbeddedActorsOptions AddGrains(this EmbeddedActorsOptions options, Assembly assembly)
    {
        options.GrainAssemblies.Add(assembly);
        return options;
    }

    /// <summary>Adds what grains and services of a silo ask for.</summary>
    internal static void AddEmbeddedSilo(this IServiceCollection services, Func<IServiceProvider, EmbeddedSilo> silo)
    {
        services.AddSingleton(silo);
        services.AddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.AddSingleton(provider => provider.GetRequiredService<EmbeddedSilo>().Grains);
        services.AddSingleton<IReminderRegistry>(provider => new ReminderRegistry(provider.GetRequiredService<EmbeddedSilo>(), provider));
    }
}
