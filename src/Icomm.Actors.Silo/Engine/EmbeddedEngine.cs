using Icomm.Actors.Embedded;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence;
using Icomm.Actors.Silo.Cluster;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Engine;

/// <summary>The in-process engine: one machine, nothing to install.</summary>
internal static class ActorEngine
{
    public const string Name = "embedded";

    /// <exception cref="OptionsValidationException">A setting needs a cluster, which this engine never is.</exception>
    public static void AddActorEngine(this WebApplicationBuilder builder, ClusterSettings settings, StoreProvider provider)
    {
        const string Rule = $"needs a build with ActorEngine=orleans; this one has {Name}";
        if (settings.Role != HostRole.SiloAndApi)
            throw ClusterSettings.Invalid(nameof(ClusterSettings.Role), $"other than SiloAndApi {Rule}");
        if (settings.Dashboard)
            throw ClusterSettings.Invalid(nameof(ClusterSettings.Dashboard), Rule);
        if (settings.Tls is not null)
            throw ClusterSettings.Invalid(nameof(ClusterSettings.Tls), Rule);
        builder.Services.AddEmbeddedActors(options => options.GrainAssemblies.Add(typeof(IntegrationGrain).Assembly));
    }

    /// <summary>This engine has nothing to show.</summary>
    public static void MapActorEngine(this WebApplication app, ClusterSettings settings)
    {
    }

    /// <summary>Whether a silo refused a call because it has too much to do already: never, since calls come from within the process.</summary>
    public static bool IsOverload(Exception exception) => false;
}
