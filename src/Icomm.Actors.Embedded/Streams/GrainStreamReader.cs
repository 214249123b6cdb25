using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>Reads an enumeration: each step is a call to the grain, the end of reading another.</summary>
internal sealed class GrainStreamReader<T>(GrainStream<T> stream, CancellationToken given, CancellationToken token) : IAsyncEnumerator<T>
{
    private bool _started;
    private bool _ended;

    public T Current { get; private set; } = default!;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_ended)
        {
            return false;
        }

        given.ThrowIfCancellationRequested();
        token.ThrowIfCancellationRequested();
        var step = new StreamStep<T>(stream, this, isFirst: !_started);
        _started = true;
        using var onGiven = given.UnsafeRegister(static (call, cancelled) => ((StreamStep<T>)call!).Cancel(cancelled), step);
        using var onToken = token.UnsafeRegister(static (call, cancelled) => ((StreamStep<T>)call!).Cancel(cancelled), step);
        var item = await step.SendAsync();
        _ended = item.IsEnd;
        Current = item.Value;
        return !_ended;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started || _ended)
        {
            return;
        }

        _ended = true;
        try
        {
            await new StreamEnd(stream.Target, this, stream.Method.Name).SendAsync();
        }
        catch (OrleansException)
        {
            // The silo is gone, and the enumeration with it.
        }
        catch (TimeoutException)
        {
            // The grain is stuck; its enumeration ends with its activation.
        }
    }
}
