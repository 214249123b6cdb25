using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

/// <summary>Alone, since it measures the memory of the whole process.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsAlone;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public async Task An_idle_activation_with_a_state_costs_less_than_600_bytes()
    {
        const int Count = 50_000;
        var options = new EmbeddedActorsOptions().AddGrains(typeof(AccountGrain).Assembly);
        await using var cluster = new EmbeddedCluster(options, TimeProvider.System);
        await cluster.StartSiloAsync("silo", services => services.AddKeyedSingleton<IGrainStorage>("slow", new MemoryGrainStorage()));
        var keys = Enumerable.Range(0, Count).Select(i => $"account/database/{i}").ToArray();
        await cluster.Grains.GetGrain<IAccountGrain>("warm-up").Balance();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var key in keys)
        {
            await cluster.Grains.GetGrain<IAccountGrain>(key).Balance();
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        GC.KeepAlive(keys);
        Assert.InRange(each, 1, 600);
    }
}
