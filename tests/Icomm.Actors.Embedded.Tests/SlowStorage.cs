using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Embedded.Tests;

/// <summary>A store that takes virtual time, drawn from the seed, before and after it works.</summary>
internal sealed class SlowStorage(MemoryGrainStorage store, SeededWorld world) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        SlowlyAsync(() => store.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        SlowlyAsync(() => store.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        SlowlyAsync(() => store.ClearStateAsync(stateName, grainId, grainState));

    private async Task SlowlyAsync(Func<Task> work)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1, 20)), world.TimeProvider);
        await work();
        await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1, 20)), world.TimeProvider);
    }
}
