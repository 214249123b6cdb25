using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

/// <summary>A grain with timers; it logs their ticks.</summary>
[Alias("compliance.ITimerGrain")]
public interface ITimerGrain : IGrainWithStringKey
{
    [Alias("Start")]
    Task Start(string name, TimeSpan dueTime, TimeSpan period, bool interleave);

    [Alias("Stop")]
    Task Stop(string name);

    [Alias("Change")]
    Task Change(string name, TimeSpan dueTime, TimeSpan period);

    [Alias("Enter")]
    Task Enter();

    [Alias("Deactivate")]
    Task Deactivate();
}

public sealed class TimerGrain(Stage stage) : Grain, ITimerGrain
{
    private readonly Dictionary<string, IGrainTimer> _timers = [];

    private string Key => this.GetPrimaryKeyString();

    public Task Start(string name, TimeSpan dueTime, TimeSpan period, bool interleave)
    {
        _timers[name] = this.RegisterGrainTimer(
            TickAsync, name, new() { DueTime = dueTime, Period = period, Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Stop(string name)
    {
        _timers[name].Dispose();
        return Task.CompletedTask;
    }

    public Task Change(string name, TimeSpan dueTime, TimeSpan period)
    {
        _timers[name].Change(dueTime, period);
        return Task.CompletedTask;
    }

    public async Task Enter()
    {
        stage.Log(Key).Add("call");
        await stage.Signal($"{Key} lets the call go").Held();
        stage.Log(Key).Add("call left");
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stage.Log(Key).Add("deactivated");
        return Task.CompletedTask;
    }

    private async Task TickAsync(string name, CancellationToken cancellationToken)
    {
        stage.Log(Key).Add(name);
        if (name == "slow")
        {
            await stage.Signal($"{Key} lets the tick go").Held(cancellationToken);
            stage.Log(Key).Add("slow left");
        }
        else if (name == "failing")
        {
            throw new InvalidOperationException("refused");
        }
    }
}
