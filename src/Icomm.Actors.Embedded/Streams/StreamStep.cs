using Orleans.Runtime;

namespace Icomm.Actors.Embedded;

/// <summary>Asks for the next element. Interleaves with the grain's other calls, as in Orleans.</summary>
internal sealed class StreamStep<T>(GrainStream<T> stream, object reader, bool isFirst) : GrainCall<StreamItem<T>>(stream.Target)
{
    public override string Name => stream.Method.Name;

    public override bool AlwaysInterleave => true;

    public override bool ReadOnly => false;

    public override TimeSpan? Timeout => stream.Method.Timeout;

    /// <summary>The reader's token was cancelled: it waits no longer, and the grain is told.</summary>
    public void Cancel(CancellationToken cancelled)
    {
        Cluster.Timeouts.Forget(this);
        SetError(new OperationCanceledException(cancelled));
        Activation?.TryPost(new Stop(Activation, reader));
    }

    protected override Task Invoke(Activation activation) => NextAsync(activation);

    private async Task<StreamItem<T>> NextAsync(Activation activation)
    {
        if (isFirst)
        {
            activation.Streams.Add(reader, new StreamSource<T>(stream, activation.GrainInstance!));
        }

        if (activation.Streams.Find(reader) is not StreamSource<T> source)
        {
            throw new EnumerationAbortedException($"{Name} of {Target.GrainId}: the activation that served this enumeration is gone");
        }

        try
        {
            var item = await source.NextAsync();
            if (item.IsEnd)
            {
                await activation.Streams.EndAsync(reader);
            }

            return item;
        }
        catch
        {
            await activation.Streams.EndAsync(reader);
            throw;
        }
    }

    private sealed class Stop(Activation activation, object reader) : ITurn
    {
        public void Run() => activation.Streams.Cancel(reader);
    }
}
