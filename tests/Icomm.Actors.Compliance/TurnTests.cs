using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

[Collection(SharedWorldTests.Name)]
public sealed class TurnTests(SharedWorld shared)
{
    private readonly Stage _stage = shared.World.Stage;
    private readonly string _key = $"turns-{Guid.NewGuid():N}";

    [Fact]
    public async Task Calls_of_a_grain_run_one_after_the_other()
    {
        var grain = shared.World.Grains.GetGrain<IPlainTurnGrain>(_key);
        var first = grain.Enter("first");
        await _stage.Log(_key).CountAsync(1);
        var second = grain.Enter("second");
        await PassAlways(grain, "probe");
        Assert.Equal(["first", "probe"], _stage.Log(_key).Entries);

        LetGo("first");
        await first.OrFail("first call", _key);
        await _stage.Log(_key).CountAsync(3);
        LetGo("second");
        await second.OrFail("second call", _key);
        Assert.Equal(["first", "probe", "second"], _stage.Log(_key).Entries);
    }

    [Fact]
    public async Task A_reentrant_grain_takes_a_call_while_another_awaits()
    {
        var grain = shared.World.Grains.GetGrain<IReentrantGrain>(_key);
        var calls = new[] { grain.Enter("first"), grain.Enter("second") };
        await _stage.Log(_key).CountAsync(2);
        LetGo("first");
        LetGo("second");
        await Task.WhenAll(calls).OrFail("both calls", _key);
    }

    [Fact]
    public async Task A_method_that_always_interleaves_does_so()
    {
        var grain = shared.World.Grains.GetGrain<IPlainTurnGrain>(_key);
        var first = grain.Enter("first");
        await _stage.Log(_key).CountAsync(1);
        await PassAlways(grain, "second");
        Assert.False(first.IsCompleted);
        LetGo("first");
        await first.OrFail("first call", _key);
    }

    [Fact]
    public async Task Reading_calls_interleave_with_each_other_but_not_with_others()
    {
        var grain = shared.World.Grains.GetGrain<IPlainTurnGrain>(_key);
        var readers = new[] { grain.EnterReading("reader 1"), grain.EnterReading("reader 2") };
        await _stage.Log(_key).CountAsync(2);
        var writer = grain.Enter("writer");
        await PassAlways(grain, "probe");
        Assert.DoesNotContain("writer", _stage.Log(_key).Entries);

        LetGo("reader 1");
        LetGo("reader 2");
        await Task.WhenAll(readers).OrFail("readers", _key);
        await _stage.Log(_key).CountAsync(4);
        LetGo("writer");
        await writer.OrFail("writer", _key);
    }

    [Fact]
    public async Task A_chain_of_calls_that_comes_back_waits_for_itself()
    {
        var grain = shared.World.Grains.GetGrain<IPlainTurnGrain>(_key);
        await Assert.ThrowsAsync<TimeoutException>(() => grain.CallBack($"{_key}-other"));
    }

    [Fact]
    public async Task Tasks_that_a_grain_starts_take_turns_with_each_other()
    {
        var grain = shared.World.Grains.GetGrain<IPlainTurnGrain>(_key);
        Assert.Equal(50 * 40, await grain.CountInBackground(50, 40).OrFail("counting", _key));
    }

    [Fact]
    public async Task Code_stays_on_the_scheduler_of_its_grain() =>
        Assert.Equal("own scheduler", await shared.World.Grains.GetGrain<IPlainTurnGrain>(_key).ContextAfterAwait());

    private async Task PassAlways(ITurnGrain grain, string name)
    {
        LetGo(name);
        await grain.EnterAlways(name).OrFail("an interleaving call", _key);
    }

    private void LetGo(string name) => _stage.Signal($"{_key} lets {name} go").Set();
}
