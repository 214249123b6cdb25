using Orleans.Configuration;

namespace Icomm.Actors.Silo.Engine;

/// <summary>Microsoft Orleans: one silo on localhost clustering.</summary>
internal static class ActorEngine
{
    public const string Name = "orleans";

    public static void AddActorEngine(this WebApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        var ports = builder.Configuration.GetSection("Orleans");
        silo.UseLocalhostClustering(ports.GetValue("SiloPort", 11_111), ports.GetValue("GatewayPort", 30_000));
        silo.Configure<ClusterOptions>(options => options.ServiceId = "icomm-actors");

        // The reminder table itself comes with the persistence.
        silo.AddReminders();
    });
}
