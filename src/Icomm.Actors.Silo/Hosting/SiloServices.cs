using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Hosting;
using Icomm.Actors.Persistence;
using Icomm.Actors.Publishing;
using Icomm.Actors.Silo.Cluster;
using Icomm.Actors.Silo.Engine;

namespace Icomm.Actors.Silo.Hosting;

internal static class SiloServices
{
    /// <summary>Everything below the API. The order is the order of starting: the store before the engine, the engine before what calls grains.</summary>
    public static ClusterSettings AddSilo(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        var persistence = builder.Configuration.GetSection("Persistence").Get<PersistenceOptions>() ?? throw new InvalidOperationException("The section Persistence is missing.");
        var cluster = ClusterSettings.Read(builder.Configuration, persistence.Provider);
        builder.Services.AddIcommPersistence(persistence);
        builder.Services.AddStoreConnectors(builder.Configuration.GetSection("Stores").Bind);
        builder.Services.AddPublishing(options =>
        {
            options.FileRoot = Path.Combine(persistence.DataFolder, "exports");
            builder.Configuration.GetSection("Publishing").Bind(options);
        });
        builder.Services.AddIcommGrains();
        builder.AddActorEngine(cluster, persistence.Provider);
        if (cluster.HasSilo)
            builder.Services.AddHostedService<Arming>();
        return cluster;
    }
}
