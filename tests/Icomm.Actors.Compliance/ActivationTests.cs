using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

[Collection(SharedWorldTests.Name)]
public sealed class ActivationTests(SharedWorld shared)
{
    private readonly Stage _stage = shared.World.Stage;
    private readonly string _key = $"life-{Guid.NewGuid():N}";

    private ILifeGrain Grain => shared.World.Grains.GetGrain<ILifeGrain>(_key);

    [Fact]
    public async Task First_calls_at_the_same_time_reach_one_activation()
    {
        var callers = shared.World.Cluster.SiloNames
            .Select(silo => (Orleans.IGrainFactory)shared.World.Cluster.Services(silo).GetService(typeof(Orleans.IGrainFactory))!)
            .Append(shared.World.Grains)
            .ToArray();
        for (var round = 0; round < 20; round++)
        {
            var key = $"{_key}-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 30)
                .Select(i => Task.Run(() => callers[i % callers.Length].GetGrain<ILifeGrain>(key).Who()))).OrFail("first calls", key);
            Assert.Single(answers.Distinct());
            Assert.Equal(["activated"], _stage.Log(key).Entries);
        }
    }

    [Fact]
    public async Task Activation_comes_before_the_first_call()
    {
        LetGo("call");
        await Grain.Enter("call").OrFail("call", _key);
        Assert.Equal(["activated", "call", "call left"], _stage.Log(_key).Entries);
    }

    [Fact]
    public async Task A_failed_activation_fails_the_call_with_its_exception_and_the_next_call_activates_anew()
    {
        var key = $"fails once {_key}";
        var grain = shared.World.Grains.GetGrain<ILifeGrain>(key);
        var failure = await Assert.ThrowsAsync<InvalidTimeZoneException>(grain.Who);
        Assert.Equal("refused", failure.Message);

        // Orleans keeps refusing for some seconds.
        await Eventually.IsAsync("calling again", key, "an answer", async () =>
        {
            try
            {
                return await grain.Who();
            }
            catch (InvalidTimeZoneException)
            {
                return Guid.Empty;
            }
        }, identity => identity != Guid.Empty);
        Assert.Equal(["activated"], _stage.Log(key).Entries);
    }

    [Fact]
    public async Task A_grain_that_deactivates_itself_is_another_activation_at_the_next_call()
    {
        var before = await Grain.Who();
        await Grain.Deactivate();
        await _stage.Log(_key).CountAsync(3);
        Assert.Equal(["activated", "deactivating: ApplicationRequested", "deactivated"], _stage.Log(_key).Entries);
        Assert.NotEqual(before, await Grain.Who());
    }

    [Fact]
    public async Task Deactivation_waits_for_calls_that_run()
    {
        var enter = Grain.Enter("call");
        await _stage.Log(_key).CountAsync(2);
        var deactivate = Grain.Deactivate();
        LetGo("call");
        await Task.WhenAll(enter, deactivate).OrFail("both calls", _key);
        await _stage.Log(_key).WhenAsync(log => log.Contains("deactivated"), "deactivation");
        Assert.Equal(["activated", "call", "call left", "deactivating: ApplicationRequested", "deactivated"], _stage.Log(_key).Entries);
    }

    [Fact]
    public async Task A_call_that_comes_during_deactivation_goes_to_the_next_activation()
    {
        var before = await Grain.Who();
        await Grain.HoldEnd();
        await Grain.Deactivate();
        await _stage.Log(_key).WhenAsync(log => log.Contains("deactivating: ApplicationRequested"), "deactivation begins");
        var after = Grain.Who();
        _stage.Signal($"{_key} may end").Set();
        Assert.NotEqual(before, await after.OrFail("call during deactivation", _key));
        Assert.Equal(
            ["activated", "deactivating: ApplicationRequested", "deactivated", "activated"],
            _stage.Log(_key).Entries);
    }

    private void LetGo(string name) => _stage.Signal($"{_key} lets {name} go").Set();
}
