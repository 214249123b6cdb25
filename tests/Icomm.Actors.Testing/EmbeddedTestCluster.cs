using Icomm.Actors.Embedded;
using Orleans;

namespace Icomm.Actors.Testing;

/// <summary>The test cluster on the embedded engine.</summary>
internal sealed class EngineTestCluster : GrainTestCluster
{
    private readonly GrainTestClusterOptions _options;
    private readonly EmbeddedCluster _cluster;
    private int _started;

    private EngineTestCluster(GrainTestClusterOptions options)
    {
        _options = options;
        var engine = new EmbeddedActorsOptions
        {
            MinimumReminderPeriod = options.MinimumReminderPeriod,
            CollectionAge = options.CollectionAge,
            CollectionQuantum = options.CollectionQuantum,
            ResponseTimeout = options.ResponseTimeout,
        };
        engine.GrainAssemblies.UnionWith(options.GrainAssemblies);
        _cluster = new EmbeddedCluster(engine, options.TimeProvider ?? TimeProvider.System, TimeProvider.System);
    }

    public override IGrainFactory Grains => _cluster.Grains;

    public override IReadOnlyList<string> SiloNames => [.. _cluster.Silos.Select(silo => silo.Name)];

    public static new async Task<GrainTestCluster> StartAsync(GrainTestClusterOptions options)
    {
        var cluster = new EngineTestCluster(options);
        for (var i = 0; i < options.SiloCount; i++)
        {
            await cluster.StartSiloAsync();
        }

        return cluster;
    }

    public override IServiceProvider Services(string siloName) => Silo(siloName).Services;

    public override async Task<string> StartSiloAsync()
    {
        var silo = await _cluster.StartSiloAsync($"silo-{Interlocked.Increment(ref _started)}", _options.ConfigureServices);
        return silo.Name;
    }

    public override Task StopSiloAsync(string siloName) => _cluster.StopSiloAsync(Silo(siloName));

    public override Task KillSiloAsync(string siloName)
    {
        _cluster.KillSilo(Silo(siloName));
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private EmbeddedSilo Silo(string name) =>
        _cluster.Silos.FirstOrDefault(silo => silo.Name == name) ?? throw new ArgumentException($"No silo named {name} runs", nameof(name));
}
