using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

public sealed class TimerTests : IAsyncLifetime
{
    // A time that nothing else in the cluster has, so that a test can wait until just this tick is scheduled.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(67);

    private TestWorld _world = null!;

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(manualClock: true);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_timer_ticks_after_its_due_time_and_then_every_period_until_it_is_disposed()
    {
        await Grain("a").Start("timer", TimeSpan.FromSeconds(31), Period, interleave: false);
        await PassAsync("a", TimeSpan.FromSeconds(31), entries: 1);
        await PassAsync("a", Period, entries: 2);
        await Grain("a").Stop("timer");
        await Grain("a").Start("other", Period, Period, interleave: false);
        await PassAsync("a", Period, entries: 3);
        Assert.Equal(["timer", "timer", "other"], Log("a"));
    }

    [Fact]
    public async Task A_timer_that_fails_goes_on()
    {
        await Grain("b").Start("failing", Period, Period, interleave: false);
        await PassAsync("b", Period, entries: 1);
        await PassAsync("b", Period, entries: 2);
    }

    [Fact]
    public async Task A_tick_waits_for_a_call_and_an_interleaving_one_does_not()
    {
        await Grain("c").Start("waiting", Period, Timeout.InfiniteTimeSpan, interleave: false);
        await Grain("c").Start("interleaving", Period, Timeout.InfiniteTimeSpan, interleave: true);
        var call = Grain("c").Enter();
        await _world.Stage.Log("c").CountAsync(1);
        await PassAsync("c", Period, entries: 2);
        Assert.Equal(["call", "interleaving"], Log("c"));
        _world.Stage.Signal("c lets the call go").Set();
        await call.OrFail("call", "c");
        await _world.Stage.Log("c").CountAsync(4);
        Assert.Equal(["call", "interleaving", "call left", "waiting"], Log("c"));
    }

    [Fact]
    public async Task A_call_waits_for_a_tick_and_the_period_counts_from_its_end()
    {
        await Grain("d").Start("slow", Period, Period, interleave: false);
        await PassAsync("d", Period, entries: 1);
        var call = Grain("d").Enter();
        _world.Clock.Advance(Period * 5);
        Assert.Equal(["slow"], Log("d"));
        _world.Stage.Signal("d lets the call go").Set();
        _world.Stage.Signal("d lets the tick go").Set();
        await call.OrFail("call", "d");
        await _world.Stage.Log("d").CountAsync(4);
        Assert.Equal(["slow", "slow left", "call", "call left"], Log("d"));
        await PassAsync("d", Period, entries: 6);
    }

    [Fact]
    public async Task A_changed_timer_goes_by_its_new_times()
    {
        await Grain("e").Start("timer", Period * 10, Period * 10, interleave: false);
        await Grain("e").Change("timer", TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        await PassAsync("e", TimeSpan.FromSeconds(10), entries: 1);
    }

    [Fact]
    public async Task Timers_end_with_their_activation()
    {
        await Grain("f").Start("timer", Period, Period, interleave: false);
        await PassAsync("f", Period, entries: 1);
        await Grain("f").Deactivate();
        await _world.Stage.Log("f").CountAsync(2);
        await Grain("g").Start("beside", Period * 3, Period, interleave: false);
        await PassAsync("g", Period * 3, entries: 1);
        Assert.Equal(["timer", "deactivated"], Log("f"));
    }

    private ITimerGrain Grain(string key) => _world.Grains.GetGrain<ITimerGrain>(key);

    private IReadOnlyList<string> Log(string key) => _world.Stage.Log(key).Entries;

    private async Task PassAsync(string key, TimeSpan time, int entries)
    {
        await _world.Clock.WhenTimerIsDueAfterAsync(time).OrFail("waiting for a tick to be scheduled", key);
        _world.Clock.Advance(time);
        await _world.Stage.Log(key).CountAsync(entries);
    }
}
