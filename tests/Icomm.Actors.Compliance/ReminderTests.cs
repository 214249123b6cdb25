using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

public sealed class ReminderTests : IAsyncLifetime
{
    // Times that nothing else in the cluster has, so that a test can wait until just these ticks are scheduled.
    private static readonly TimeSpan Due = new(0, 2, 7);
    private static readonly TimeSpan Period = new(0, 3, 11);
    private static readonly TimeSpan Short = new(0, 1, 3);
    private static readonly TimeSpan Offset = TimeSpan.FromSeconds(17);

    private TestWorld _world = null!;

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(manualClock: true);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_reminder_ticks_when_due_and_then_every_period()
    {
        await Grain("a").Register("daily", Due, Period);
        await PassAsync("a", Due, ticks: 1);
        await PassAsync("a", Period, ticks: 2);
        await PassAsync("a", Period, ticks: 3);
        Assert.Equal(
            [
                "daily at 00:02:07, first 00:02:07, every 00:03:11",
                "daily at 00:05:18, first 00:02:07, every 00:03:11",
                "daily at 00:08:29, first 00:02:07, every 00:03:11",
            ],
            Ticks("a"));
    }

    [Fact]
    public async Task Registering_again_changes_the_reminder()
    {
        await Grain("b").Register("daily", Due, Period);
        await Grain("b").Register("daily", Short, Short);
        await PassAsync("b", Short, ticks: 1);
        await PassAsync("b", Short, ticks: 2);
        Assert.All(Ticks("b"), tick => Assert.EndsWith("first 00:01:03, every 00:01:03", tick, StringComparison.Ordinal));
        Assert.Equal(["daily"], await Grain("b").Names());
    }

    [Fact]
    public async Task An_unregistered_reminder_ticks_no_more()
    {
        await Grain("c").Register("gone", Short, Short);
        await Grain("c").Register("kept", Short + Offset, Short);
        Assert.True(await Grain("c").Has("gone"));
        await PassAsync("c", Short, ticks: 1);
        await PassAsync("c", Offset, ticks: 2);
        await Grain("c").Unregister("gone");
        Assert.False(await Grain("c").Has("gone"));
        await PassAsync("c", Short, ticks: 3);
        await PassAsync("c", Short, ticks: 4);
        Assert.Equal(["kept"], await Grain("c").Names());
        Assert.Single(Ticks("c"), tick => tick.StartsWith("gone", StringComparison.Ordinal));
        await Grain("c").Unregister("gone");
    }

    [Fact]
    public async Task A_tick_that_fails_does_not_end_the_reminder()
    {
        await Grain("d").Register("failing", Short, Short);
        await PassAsync("d", Short, ticks: 1);
        await PassAsync("d", Short, ticks: 2);
    }

    [Fact]
    public async Task Reminders_survive_a_restart_and_keep_their_rhythm()
    {
        await Grain("e").Register("daily", Due, Period);
        await PassAsync("e", Due, ticks: 1);
        await _world.DisposeAsync();

        // Down while the tick of 00:05:18 is due: it is missed, the one of 00:08:29 comes.
        _world.Clock.Advance(TimeSpan.FromMinutes(4));
        _world = await TestWorld.StartAsync(manualClock: true, before: _world);
        Assert.Equal(["daily"], await Grain("e").Names());
        await PassAsync("e", Period * 2 - TimeSpan.FromMinutes(4), ticks: 2);
        Assert.Equal("daily at 00:08:29, first 00:02:07, every 00:03:11", Ticks("e")[1]);
    }

    [Fact]
    public async Task A_period_under_the_minimum_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Grain("f").Register("too often", TimeSpan.Zero, TimeSpan.FromSeconds(59)));

    private IReminderGrain Grain(string key) => _world.Grains.GetGrain<IReminderGrain>(key);

    private IReadOnlyList<string> Ticks(string key) => _world.Stage.Log(key).Entries;

    // The clock may only move when the engine waits for the next tick; that is all that it is asked for here.
    private async Task PassAsync(string key, TimeSpan time, int ticks)
    {
        await _world.Clock.WhenTimerIsDueAfterAsync(time).OrFail("waiting for a tick to be scheduled", key);
        _world.Clock.Advance(time);
        await _world.Stage.Log(key).CountAsync(ticks);
    }
}
