using Icomm.Actors.Embedded;
using Icomm.Actors.Grains.Integrations;

namespace Icomm.Actors.Silo.Engine;

/// <summary>The in-process engine: one machine, nothing to install.</summary>
internal static class ActorEngine
{
    public const string Name = "embedded";

    public static void AddActorEngine(this WebApplicationBuilder builder) =>
        builder.Services.AddEmbeddedActors(options => options.GrainAssemblies.Add(typeof(IntegrationGrain).Assembly));
}
