using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

public sealed class ReminderTests : IAsyncLifetime
{
    private TestWorld _world = null!;

    public async Task InitializeAsync() => _world = await TestWorld.StartAsync(manualClock: true);

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_reminder_ticks_when_due_and_then_every_period()
    {
        await Grain("a").Register("daily", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        await PassAsync("a", TimeSpan.FromMinutes(2), ticks: 1);
        await PassAsync("a", TimeSpan.FromMinutes(3), ticks: 2);
        await PassAsync("a", TimeSpan.FromMinutes(3), ticks: 3);
        Assert.Equal(
            [
                "daily at 00:02:00, first 00:02:00, every 00:03:00",
                "daily at 00:05:00, first 00:02:00, every 00:03:00",
                "daily at 00:08:00, first 00:02:00, every 00:03:00",
            ],
            Ticks("a"));
    }

    [Fact]
    public async Task Registering_again_changes_the_reminder()
    {
        await Grain("b").Register("daily", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        await Grain("b").Register("daily", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await PassAsync("b", TimeSpan.FromMinutes(1), ticks: 1);
        await PassAsync("b", TimeSpan.FromMinutes(1), ticks: 2);
        Assert.All(Ticks("b"), tick => Assert.EndsWith("first 00:01:00, every 00:01:00", tick, StringComparison.Ordinal));
        Assert.Equal(["daily"], await Grain("b").Names());
    }

    [Fact]
    public async Task An_unregistered_reminder_ticks_no_more()
    {
        await Grain("c").Register("gone", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await Grain("c").Register("kept", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        Assert.True(await Grain("c").Has("gone"));
        await PassAsync("c", TimeSpan.FromMinutes(1), ticks: 2);
        await Grain("c").Unregister("gone");
        Assert.False(await Grain("c").Has("gone"));
        await PassAsync("c", TimeSpan.FromMinutes(1), ticks: 3);
        await PassAsync("c", TimeSpan.FromMinutes(1), ticks: 4);
        Assert.Equal(["kept"], await Grain("c").Names());
        Assert.Single(Ticks("c"), tick => tick.StartsWith("gone", StringComparison.Ordinal));
        await Grain("c").Unregister("gone");
    }

    [Fact]
    public async Task A_tick_that_fails_does_not_end_the_reminder()
    {
        await Grain("d").Register("failing", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await PassAsync("d", TimeSpan.FromMinutes(1), ticks: 1);
        await PassAsync("d", TimeSpan.FromMinutes(1), ticks: 2);
    }

    [Fact]
    public async Task Reminders_survive_a_restart_and_keep_their_rhythm()
    {
        await Grain("e").Register("daily", TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        await PassAsync("e", TimeSpan.FromMinutes(2), ticks: 1);
        await _world.DisposeAsync();

        // Down while the tick of 00:05 is due: it is missed, the one of 00:08 comes.
        _world.Clock.Advance(TimeSpan.FromMinutes(4));
        _world = await TestWorld.StartAsync(manualClock: true, before: _world);
        Assert.Equal(["daily"], await Grain("e").Names());
        await PassAsync("e", TimeSpan.FromMinutes(2), ticks: 2);
        Assert.Equal("daily at 00:08:00, first 00:02:00, every 00:03:00", Ticks("e")[1]);
    }

    [Fact]
    public async Task A_period_under_the_minimum_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Grain("f").Register("too often", TimeSpan.Zero, TimeSpan.FromSeconds(59)));

    private IReminderGrain Grain(string key) => _world.Grains.GetGrain<IReminderGrain>(key);

    private IReadOnlyList<string> Ticks(string key) => _world.Stage.Log(key).Entries;

    // The clock may only move when the engine waits for the next tick; that is all that it is asked for here.
    private async Task PassAsync(string key, TimeSpan time, int ticks)
    {
        await _world.Clock.WhenTimerIsDueWithinAsync(time).OrFail("waiting for a tick to be scheduled", key);
        _world.Clock.Advance(time);
        await _world.Stage.Log(key).CountAsync(ticks);
    }
}
