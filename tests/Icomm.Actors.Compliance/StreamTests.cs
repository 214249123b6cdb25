using Icomm.Actors.Testing;

namespace Icomm.Actors.Compliance;

[Collection(SharedWorldTests.Name)]
public sealed class StreamTests(SharedWorld shared)
{
    private readonly string _key = $"streams-{Guid.NewGuid():N}";

    private ICallGrain Grain => shared.World.Grains.GetGrain<ICallGrain>(_key);

    private Recorder<string> Log => shared.World.Stage.Log(_key);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(250)]
    public async Task All_elements_arrive_in_order(int count)
    {
        Assert.Equal(Enumerable.Range(0, count), await ReadAsync(Grain.Stream(count)).OrFail("reading", _key));
        await Log.CountAsync(1);
    }

    [Fact]
    public async Task Whoever_stops_early_ends_the_enumeration_on_the_grain()
    {
        await foreach (var element in Grain.Stream(10_000))
        {
            if (element == 3)
            {
                break;
            }
        }

        await Log.CountAsync(1);
        Assert.Equal(["stream ended"], Log.Entries);
    }

    [Fact]
    public async Task An_exception_comes_after_the_elements_before_it()
    {
        var seen = new List<int>();
        await Assert.ThrowsAsync<RefusedException>(async () =>
        {
            await foreach (var element in Grain.StreamFailing(5))
            {
                seen.Add(element);
            }
        });
        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    [Fact]
    public async Task Two_readers_of_one_grain_do_not_disturb_each_other()
    {
        var both = await Task.WhenAll(ReadAsync(Grain.Stream(100)), ReadAsync(Grain.Stream(50))).OrFail("reading", _key);
        Assert.Equal(100, both[0].Count);
        Assert.Equal(50, both[1].Count);
    }

    [Fact]
    public async Task A_cancelled_reader_ends_the_enumeration()
    {
        var key = $"held {_key}";
        using var cancellation = new CancellationTokenSource();
        var reading = ReadAsync(shared.World.Grains.GetGrain<ICallGrain>(key).Stream(10, cancellation.Token));
        await shared.World.Stage.Log(key).CountAsync(1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.OrFail("cancelled reading", key));
        await shared.World.Stage.Log(key).CountAsync(2);
        Assert.Equal(["held", "stream ended"], shared.World.Stage.Log(key).Entries);
    }

    private static async Task<List<int>> ReadAsync(IAsyncEnumerable<int> stream)
    {
        var all = new List<int>();
        await foreach (var element in stream)
        {
            all.Add(element);
        }

        return all;
    }
}
