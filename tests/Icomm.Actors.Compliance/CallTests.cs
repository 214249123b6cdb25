using Icomm.Actors.Testing;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

[Collection(SharedWorldTests.Name)]
public sealed class CallTests(SharedWorld shared)
{
    private readonly string _key = $"calls-{Guid.NewGuid():N}";

    private ICallGrain Grain => shared.World.Grains.GetGrain<ICallGrain>(_key);

    private Recorder<string> Log => shared.World.Stage.Log(_key);

    [Fact]
    public async Task Exceptions_keep_their_type_and_message()
    {
        Assert.Equal("refused", (await Assert.ThrowsAsync<RefusedException>(() => Grain.Fail("own"))).Message);
        Assert.Equal("impossible", (await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.Fail("other"))).Message);
        Assert.Contains("too much", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.Fail("argument"))).Message, StringComparison.Ordinal);
        Assert.Equal("refused at once", (await Assert.ThrowsAsync<RefusedException>(Grain.FailAtOnce)).Message);
    }

    [Fact]
    public async Task Exceptions_pass_through_several_grains_with_the_stack_of_the_first()
    {
        var failure = await Assert.ThrowsAsync<RefusedException>(() => Grain.FailThrough($"{_key}-other", "own"));
        Assert.Contains(nameof(ICallGrain.Fail), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(5, await Grain.Answer(5));
    }

    [Fact]
    public async Task A_call_without_an_answer_times_out()
    {
        await Assert.ThrowsAsync<TimeoutException>(Grain.NeverAnswer);
        shared.World.Stage.Signal($"{_key} never").Set();
        Assert.Equal(1, await Grain.Answer(1).AsTask().OrFail("calling after a time-out", _key));
    }

    [Fact]
    public async Task A_context_travels_down_and_not_back()
    {
        RequestContext.Set("who", "the caller");
        Assert.Equal("the caller, the caller", await Grain.ContextThrough($"{_key}-other", "who"));
        Assert.Equal("the caller", RequestContext.Get("who"));
        Assert.True(RequestContext.Remove("who"));
        Assert.Equal("nothing", await Grain.Context("who"));
        RequestContext.Clear();
    }

    [Fact]
    public async Task A_context_of_one_call_is_not_seen_by_the_next()
    {
        RequestContext.Set("who", "the first");
        await Grain.Context("who");
        RequestContext.Clear();
        Assert.Equal("nothing", await Grain.Context("who"));
    }

    [Fact]
    public async Task A_cancelled_token_reaches_the_grain_and_ends_the_call()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grain.WaitForCancellation(cancellation.Token);
        await Log.CountAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Log.CountAsync(2);
        Assert.Equal(["waiting", "cancelled"], Log.Entries);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_makes_no_call()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain.WaitForCancellation(new CancellationToken(canceled: true)));
        Assert.Equal(1, await Grain.Answer(1));
        Assert.DoesNotContain("waiting", Log.Entries);
    }
}
