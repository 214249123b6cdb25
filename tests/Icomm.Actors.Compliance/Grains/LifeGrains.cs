using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

/// <summary>Tells of its life: which activation answers, when it begins and ends.</summary>
[Alias("compliance.ILifeGrain")]
public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>Identity of the activation.</summary>
    [Alias("Who")]
    Task<Guid> Who();

    [Alias("Silo")]
    Task<string> Silo();

    [Alias("Deactivate")]
    Task Deactivate();

    [Alias("Delay")]
    Task Delay(TimeSpan time);

    [Alias("Enter")]
    Task Enter(string name);

    /// <summary>Makes deactivation wait for the signal "key may end".</summary>
    [Alias("HoldEnd")]
    Task HoldEnd();

    [Alias("TickKeepingAlive")]
    Task Tick(TimeSpan period, bool keepAlive);
}

public sealed class LifeGrain(Stage stage, ILocalSiloDetails silo) : Grain, ILifeGrain
{
    private readonly Guid _identity = Guid.NewGuid();
    private bool _holdEnd;

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Key.StartsWith("fails once", StringComparison.Ordinal) && !stage.Signal($"{Key} failed").IsSet)
        {
            stage.Signal($"{Key} failed").Set();
            throw new InvalidTimeZoneException("refused");
        }

        stage.Log(Key).Add("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stage.Log(Key).Add($"deactivating: {reason.ReasonCode}");
        if (_holdEnd)
        {
            await stage.Signal($"{Key} may end").Held(cancellationToken);
        }

        stage.Log(Key).Add("deactivated");
    }

    public Task<Guid> Who() => Task.FromResult(_identity);

    public Task<string> Silo() => Task.FromResult(silo.Name);

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public async Task Enter(string name)
    {
        stage.Log(Key).Add(name);
        await stage.Signal($"{Key} lets {name} go").Held();
        stage.Log(Key).Add($"{name} left");
    }

    public Task HoldEnd()
    {
        _holdEnd = true;
        return Task.CompletedTask;
    }

    public Task Tick(TimeSpan period, bool keepAlive)
    {
        this.RegisterGrainTimer(
            () =>
            {
                stage.Log($"{Key} ticks").Add("tick");
                return Task.CompletedTask;
            },
            new() { DueTime = period, Period = period, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }
}
