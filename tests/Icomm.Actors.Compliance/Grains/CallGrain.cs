using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Icomm.Actors.Compliance;

/// <summary>An exception of the application's own.</summary>
[GenerateSerializer]
[Alias("compliance.RefusedException")]
public sealed class RefusedException(string message) : Exception(message);

/// <summary>Exceptions, time-outs, cancellation, context and enumerations across calls.</summary>
[Alias("compliance.ICallGrain")]
public interface ICallGrain : IGrainWithStringKey
{
    [Alias("Fail")]
    Task Fail(string kind);

    [Alias("FailThrough")]
    Task FailThrough(string other, string kind);

    [Alias("FailAtOnce")]
    Task<int> FailAtOnce();

    [ResponseTimeout("00:00:00.5")]
    [Alias("NeverAnswer")]
    Task NeverAnswer();

    [Alias("Answer")]
    ValueTask<int> Answer(int value);

    [Alias("Context")]
    Task<string> Context(string key);

    [Alias("ContextThrough")]
    Task<string> ContextThrough(string other, string key);

    [Alias("WaitForCancellation")]
    Task WaitForCancellation(CancellationToken cancellationToken);

    [Alias("Stream")]
    IAsyncEnumerable<int> Stream(int count, CancellationToken cancellationToken = default);

    [Alias("StreamFailing")]
    IAsyncEnumerable<int> StreamFailing(int count);
}

public sealed class CallGrain(Stage stage) : Grain, ICallGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async Task Fail(string kind)
    {
        await Task.Yield();
        throw kind switch
        {
            "own" => new RefusedException("refused"),
            "argument" => new ArgumentOutOfRangeException("amount", "too much"),
            _ => new InvalidOperationException("impossible"),
        };
    }

    public Task FailThrough(string other, string kind) => GrainFactory.GetGrain<ICallGrain>(other).Fail(kind);

    public Task<int> FailAtOnce() => throw new RefusedException("refused at once");

    public Task NeverAnswer() => stage.Signal($"{Key} never").Held();

    public ValueTask<int> Answer(int value) => new(value);

    public Task<string> Context(string key)
    {
        var seen = RequestContext.Get(key) as string ?? "nothing";
        RequestContext.Set(key, "set by the callee");
        return Task.FromResult(seen);
    }

    public async Task<string> ContextThrough(string other, string key)
    {
        var first = await GrainFactory.GetGrain<ICallGrain>(other).Context(key);
        return $"{first}, {RequestContext.Get(key) ?? "nothing"}";
    }

    public async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        stage.Log(Key).Add("waiting");
        try
        {
            await stage.Signal($"{Key} never").Held(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            stage.Log(Key).Add("cancelled");
            throw;
        }
    }

    public async IAsyncEnumerable<int> Stream(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return i;
                if (i == 0 && Key.StartsWith("held", StringComparison.Ordinal))
                {
                    stage.Log(Key).Add("held");
                    await stage.Signal($"{Key} never").Held(cancellationToken);
                }
            }
        }
        finally
        {
            stage.Log(Key).Add("stream ended");
        }
    }

    public async IAsyncEnumerable<int> StreamFailing(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }

        throw new RefusedException("no more");
    }
}
