using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Icomm.Actors.Testing;

/// <summary>The test cluster on Orleans' in-process test cluster.</summary>
internal sealed class EngineTestCluster(InProcessTestCluster cluster) : GrainTestCluster
{
    public override IGrainFactory Grains => cluster.Client;

    public override IReadOnlyList<string> SiloNames => [.. cluster.Silos.OrderBy(silo => silo.InstanceNumber).Select(silo => silo.Name)];

    public static new async Task<GrainTestCluster> StartAsync(GrainTestClusterOptions options)
    {
        var builder = new InProcessTestClusterBuilder((short)options.SiloCount);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddReminders();
            silo.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = options.MinimumReminderPeriod);
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionAge = options.CollectionAge;
                collection.CollectionQuantum = options.CollectionQuantum;
            });
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
            silo.ConfigureServices(services =>
            {
                if (options.TimeProvider is { } clock)
                {
                    // Grains, their timers and reminders go by the test's clock. What keeps the cluster itself together must not:
                    // a clock that stands still would stop its heartbeats.
                    services.AddSingleton(clock);
                    services.AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System);
                    services.AddKeyedSingleton(TimeProviderNames.Grains, clock);
                    services.AddKeyedSingleton(TimeProviderNames.ActivationManagement, clock);
                    services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, (_, _) => new ReadAheadTimeProvider(clock));
                }

                options.ConfigureServices?.Invoke(services);
            });
        });
        builder.ConfigureClient(client =>
            client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new EngineTestCluster(cluster);
    }

    public override IServiceProvider Services(string siloName) => cluster.GetSiloServiceProvider(Silo(siloName).SiloAddress);

    public override async Task<string> StartSiloAsync() => (await cluster.StartAdditionalSiloAsync()).Name;

    public override Task StopSiloAsync(string siloName) => cluster.StopSiloAsync(Silo(siloName));

    public override Task KillSiloAsync(string siloName) => cluster.KillSiloAsync(Silo(siloName));

    public override ValueTask DisposeAsync() => cluster.DisposeAsync();

    private InProcessSiloHandle Silo(string name) =>
        cluster.Silos.FirstOrDefault(silo => silo.Name == name) ?? throw new ArgumentException($"No silo named {name} runs", nameof(name));
}
