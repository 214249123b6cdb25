using Orleans;

namespace Icomm.Actors.Compliance;

/// <summary>Only the test of the management view calls it.</summary>
[Alias("compliance.ICountedGrain")]
public interface ICountedGrain : IGrainWithStringKey
{
    [Alias("Touch")]
    Task Touch();
}

public sealed class CountedGrain : Grain, ICountedGrain
{
    public Task Touch() => Task.CompletedTask;
}
