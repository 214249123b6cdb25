using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

public sealed class IdleCollectionTests : IAsyncLifetime
{
    private TestWorld _world = null!;

    public async Task InitializeAsync() =>
        _world = await TestWorld.StartAsync(manualClock: true, collectionAge: TimeSpan.FromMinutes(10));

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_idle_activation_is_collected_and_one_that_delays_it_stays()
    {
        await _world.Grains.GetGrain<ILifeGrain>("idle").Who();
        await _world.Grains.GetGrain<ILifeGrain>("delayed").Delay(TimeSpan.FromHours(5));

        await PassAsync(TimeSpan.FromMinutes(8));
        Assert.Equal(["activated"], _world.Stage.Log("idle").Entries);

        await PassUntilAsync("idle", "deactivated", TimeSpan.FromHours(1));
        Assert.Equal(["activated", "deactivating: ActivationIdle", "deactivated"], _world.Stage.Log("idle").Entries);
        Assert.Equal(["activated"], _world.Stage.Log("delayed").Entries);

        await PassUntilAsync("delayed", "deactivated", TimeSpan.FromHours(7));
    }

    [Fact]
    public async Task Calls_and_timers_that_keep_alive_put_collection_off_and_other_timers_do_not()
    {
        await _world.Grains.GetGrain<ILifeGrain>("kept").Tick(TimeSpan.FromMinutes(1), keepAlive: true);
        await _world.Grains.GetGrain<ILifeGrain>("ticking").Tick(TimeSpan.FromMinutes(1), keepAlive: false);
        await PassUntilAsync("ticking", "deactivated", TimeSpan.FromHours(1));
        Assert.Equal(["activated"], _world.Stage.Log("kept").Entries);
    }

    // Minute by minute, as time passes: a single jump is no idle time that the engine could have seen.
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMinutes(1))
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await _world.Grains.GetGrain<ILifeGrain>("beside").Who();
        }
    }

    private Task PassUntilAsync(string key, string entry, TimeSpan atMost)
    {
        var end = _world.Clock.GetUtcNow() + atMost;
        return Eventually.IsAsync(
            "letting time pass",
            key,
            entry,
            async () =>
            {
                Assert.True(_world.Clock.GetUtcNow() < end, $"{key}: expected \"{entry}\" within {atMost}");
                await PassAsync(TimeSpan.FromMinutes(1));
                return _world.Stage.Log(key).Entries.Contains(entry);
            },
            isThere => isThere);
    }
}
