using Orleans;
using Orleans.Concurrency;

namespace Icomm.Actors.Compliance;

/// <summary>Methods that stay inside until the test lets them go.</summary>
[Alias("compliance.ITurnGrain")]
public interface ITurnGrain : IGrainWithStringKey
{
    [Alias("Enter")]
    Task Enter(string name);

    [AlwaysInterleave]
    [Alias("EnterAlways")]
    Task EnterAlways(string name);

    [ReadOnly]
    [Alias("EnterReading")]
    Task EnterReading(string name);

    [ResponseTimeout("00:00:01")]
    [Alias("CallBack")]
    Task CallBack(string other);

    [Alias("CountInBackground")]
    Task<int> CountInBackground(int tasks, int steps);

    [Alias("ContextAfterAwait")]
    Task<string> ContextAfterAwait();
}

/// <summary>On a class without attributes.</summary>
[Alias("compliance.IPlainTurnGrain")]
public interface IPlainTurnGrain : ITurnGrain;

/// <summary>On a reentrant class.</summary>
[Alias("compliance.IReentrantGrain")]
public interface IReentrantGrain : ITurnGrain;

public abstract class TurnGrainBase(Stage stage) : Grain, ITurnGrain
{
    private int _counter;

    private string Key => this.GetPrimaryKeyString();

    public Task Enter(string name) => StayAsync(name);

    public Task EnterAlways(string name) => StayAsync(name);

    public Task EnterReading(string name) => StayAsync(name);

    public Task CallBack(string other) => GrainFactory.GetGrain<IPlainTurnGrain>(other).CallBack(Key);

    public async Task<int> CountInBackground(int tasks, int steps)
    {
        // Not atomic: only turns, one at a time, keep it right.
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => CountAsync(steps)));
        return _counter;
    }

    public async Task<string> ContextAfterAwait()
    {
        var before = TaskScheduler.Current;
        await Task.Yield();
        var started = await Task.Factory.StartNew(() => TaskScheduler.Current);
        return ReferenceEquals(before, TaskScheduler.Current)
            && ReferenceEquals(before, started)
            && !ReferenceEquals(before, TaskScheduler.Default)
            ? "own scheduler"
            : $"{before}, {TaskScheduler.Current}, {started}";
    }

    private async Task CountAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            var seen = _counter;
            await Task.CompletedTask;
            _counter = seen + 1;
            await Task.Yield();
        }
    }

    private async Task StayAsync(string name)
    {
        stage.Log(Key).Add(name);
        await stage.Signal($"{Key} lets {name} go").Held();
    }
}

public sealed class TurnGrain(Stage stage) : TurnGrainBase(stage), IPlainTurnGrain;

[Reentrant]
public sealed class ReentrantGrain(Stage stage) : TurnGrainBase(stage), IReentrantGrain;
