
namespace Icomm.Actors.Compliance;

/// <summary>In real time, and so with short ages: Orleans measures idleness with a clock that tests can't move.</summary>
public sealed class IdleCollectionTests : IAsyncLifetime
{
    private TestWorld _world = null!;

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(collectionAge: TimeSpan.FromSeconds(2));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_idle_activation_is_collected_and_one_that_delays_it_stays()
    {
        await _world.Grains.GetGrain<ILifeGrain>("delayed").Delay(TimeSpan.FromHours(5));
        await _world.Grains.GetGrain<ILifeGrain>("idle").Who();
        await _world.Stage.Log("idle").CountAsync(3);
        Assert.Equal(["activated", "deactivating: ActivationIdle", "deactivated"], _world.Stage.Log("idle").Entries);
        Assert.Equal(["activated"], _world.Stage.Log("delayed").Entries);
    }

    [Fact]
    public async Task Timers_that_keep_alive_put_collection_off_and_other_timers_do_not()
    {
        await _world.Grains.GetGrain<ILifeGrain>("kept").Tick(TimeSpan.FromMilliseconds(100), keepAlive: true);
        await _world.Grains.GetGrain<ILifeGrain>("ticking").Tick(TimeSpan.FromMilliseconds(100), keepAlive: false);
        await _world.Stage.Log("ticking").WhenAsync(log => log.Contains("deactivated"), "deactivation");
        Assert.Equal(["activated"], _world.Stage.Log("kept").Entries);
    }
}
