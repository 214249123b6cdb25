using Icomm.Actors.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Storage;

namespace Icomm.Actors.Compliance;

/// <summary>A cluster with all doubles; what outlives a cluster can be handed to the next one.</summary>
public sealed class TestWorld : IAsyncDisposable
{
    private TestWorld(GrainTestCluster cluster, Stage stage, StoreDouble store, ReminderTableDouble reminders, ManualTimeProvider clock)
    {
        Cluster = cluster;
        Stage = stage;
        Store = store;
        Reminders = reminders;
        Clock = clock;
    }

    public GrainTestCluster Cluster { get; }

    public Stage Stage { get; }

    public StoreDouble Store { get; }

    public ReminderTableDouble Reminders { get; }

    /// <summary>The cluster's clock, if it was asked for.</summary>
    public ManualTimeProvider Clock { get; }

    public IGrainFactory Grains => Cluster.Grains;

    public static async Task<TestWorld> StartAsync(
        int silos = 1,
        bool manualClock = false,
        TestWorld? before = null,
        TimeSpan? collectionAge = null,
        TimeSpan? responseTimeout = null)
    {
        var stage = before?.Stage ?? new Stage();
        var store = before?.Store ?? new StoreDouble();
        var reminders = before?.Reminders ?? new ReminderTableDouble();
        var clock = before?.Clock ?? new ManualTimeProvider();
        var cluster = await GrainTestCluster.StartAsync(new()
        {
            SiloCount = silos,
            GrainAssemblies = [typeof(TestWorld).Assembly],
            TimeProvider = manualClock ? clock : null,
            CollectionAge = collectionAge ?? TimeSpan.FromHours(2),
            CollectionQuantum = collectionAge is { } age ? age / 2 : TimeSpan.FromMinutes(1),
            ResponseTimeout = responseTimeout ?? TimeSpan.FromSeconds(30),
            ConfigureServices = services => services
                .AddSingleton(stage)
                .AddSingleton<IReminderTable>(reminders)
                .AddKeyedSingleton<IGrainStorage>("store", store),
        });
        return new(cluster, stage, store, reminders, clock);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
