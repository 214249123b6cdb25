using Orleans;

namespace Icomm.Actors.Testing;

/// <summary>A cluster of silos in the test's process, on whichever engine the tests are built for.</summary>
public abstract class GrainTestCluster : IAsyncDisposable
{
    /// <summary>References for the test, from outside all silos.</summary>
    public abstract IGrainFactory Grains { get; }

    /// <summary>Names of the running silos, oldest first.</summary>
    public abstract IReadOnlyList<string> SiloNames { get; }

    /// <summary>Starts a cluster and its first silos.</summary>
    public static Task<GrainTestCluster> StartAsync(GrainTestClusterOptions options) => EngineTestCluster.StartAsync(options);

    /// <summary>The services of a silo.</summary>
    /// <exception cref="ArgumentException">No silo of that name runs.</exception>
    public abstract IServiceProvider Services(string siloName);

    /// <summary>Starts one more silo.</summary>
    /// <returns>Its name.</returns>
    public abstract Task<string> StartSiloAsync();

    /// <summary>Stops a silo gracefully: its grains are deactivated.</summary>
    public abstract Task StopSiloAsync(string siloName);

    /// <summary>
    /// Kills a silo. On the embedded engine nothing of it runs again; on Orleans its host stops without draining, which comes close.
    /// </summary>
    public abstract Task KillSiloAsync(string siloName);

    /// <summary>Stops everything.</summary>
    public abstract ValueTask DisposeAsync();
}
