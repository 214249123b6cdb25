using Polly;

namespace Icomm.Actors.Connectors.Http;

/// <summary>The way to one integration's store: one request at a time, and one circuit.</summary>
internal sealed class StoreLane(ResiliencePipeline stubborn) : IDisposable
{
    /// <summary>Held from sending a request to the end of its answer; the articles promise one request at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Total time-out, retries and circuit of a background run.</summary>
    public ResiliencePipeline Stubborn { get; } = stubborn;

    public int Users { get; set; }

    public DateTimeOffset LastUsed { get; set; }

    public void Dispose() => Gate.Dispose();
}
