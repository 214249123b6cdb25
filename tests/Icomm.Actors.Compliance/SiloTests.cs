using Icomm.Actors.Testing;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

public sealed class SiloTests : IAsyncLifetime
{
    private TestWorld _world = null!;

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(silos: 2, responseTimeout: TimeSpan.FromSeconds(10));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_management_view_counts_activations_by_class()
    {
        for (var i = 0; i < 7; i++)
        {
            await _world.Grains.GetGrain<ICountedGrain>($"counted-{i}").Touch();
        }

        var management = _world.Grains.GetGrain<IManagementGrain>(0);
        var statistics = await management.GetSimpleGrainStatistics();
        var counted = statistics.Where(each => each.GrainType.Contains(nameof(CountedGrain), StringComparison.Ordinal)).ToArray();

        // Silos of Orleans in one process share their counters, so that each may report all.
        Assert.Contains(counted.Sum(each => each.ActivationCount), new[] { 7, 14 });
        Assert.True(await management.GetTotalActivationCount() >= 7);
    }

    [Fact]
    public async Task A_silo_that_stops_deactivates_its_grains_and_they_go_on_elsewhere()
    {
        var (key, silo) = await FindGrainOnAsync(_world.Cluster.SiloNames[1]);
        await _world.Grains.GetGrain<IStateGrain>("kept").Write("kept");
        await _world.Cluster.StopSiloAsync(silo);
        Assert.DoesNotContain(silo, _world.Cluster.SiloNames);
        Assert.Equal(["activated", "deactivating: ShuttingDown", "deactivated"], _world.Stage.Log(key).Entries);
        Assert.NotEqual(silo, await Again(() => _world.Grains.GetGrain<ILifeGrain>(key).Silo(), key));
        Assert.Equal("kept", (await Again(() => _world.Grains.GetGrain<IStateGrain>("kept").Read(), "kept")).Text);
    }

    [Fact]
    public async Task Grains_of_a_killed_silo_go_on_elsewhere_with_what_they_stored()
    {
        await _world.Grains.GetGrain<IStateGrain>("kept").Write("kept");
        var (key, silo) = await FindGrainOnAsync(_world.Cluster.SiloNames[1]);
        await _world.Cluster.KillSiloAsync(silo);
        Assert.NotEqual(silo, await Again(() => _world.Grains.GetGrain<ILifeGrain>(key).Silo(), key));
        Assert.Equal("kept", (await Again(() => _world.Grains.GetGrain<IStateGrain>("kept").Read(), "kept")).Text);
    }

    [Fact]
    public async Task A_call_under_way_on_a_killed_silo_fails()
    {
        var (key, silo) = await FindGrainOnAsync(_world.Cluster.SiloNames[1]);
        var call = _world.Grains.GetGrain<ILifeGrain>(key).Enter("call");
        await _world.Stage.Log(key).CountAsync(2);
        await _world.Cluster.KillSiloAsync(silo);

        // Orleans' clients learn of a death from the membership; before that the call may time out.
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => call.OrFail("call on the killed silo", key));
        Assert.True(failure is SiloUnavailableException || failure.Message.Contains("did not arrive on time", StringComparison.Ordinal), failure.ToString());
    }

    [Fact]
    public async Task A_silo_that_is_added_gets_new_activations()
    {
        var added = await _world.Cluster.StartSiloAsync();
        Assert.Contains(added, _world.Cluster.SiloNames);
        await FindGrainOnAsync(added);
    }

    [Fact]
    public void Each_silo_has_services_of_its_own()
    {
        var names = _world.Cluster.SiloNames.Select(silo => ((ILocalSiloDetails)_world.Cluster.Services(silo).GetService(typeof(ILocalSiloDetails))!).Name);
        Assert.Equal(_world.Cluster.SiloNames, names);
    }

    private async Task<(string Key, string Silo)> FindGrainOnAsync(string silo)
    {
        for (var i = 0; i < 10_000; i++)
        {
            var key = $"on {silo} {i}";
            if (await _world.Grains.GetGrain<ILifeGrain>(key).Silo() == silo)
            {
                return (key, silo);
            }
        }

        throw new TimeoutException($"looking for a grain on {silo}: expected one of 10000, actual none");
    }

    // Until all of the cluster has learnt of a death, calls may still be refused.
    private static async Task<T> Again<T>(Func<Task<T>> call, string key)
    {
        var (_, answer) = await Eventually.IsAsync<(bool Done, T Answer)>("calling after the silo went", key, "an answer", async () =>
        {
            try
            {
                return (true, await call());
            }
            catch (OrleansException)
            {
                return (false, default!);
            }
        }, result => result.Done);
        return answer;
    }
}
