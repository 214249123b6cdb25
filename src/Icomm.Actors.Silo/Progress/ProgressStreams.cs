using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Progress;

/// <summary>
/// Progress as server-sent events (HTML standard §9.2): <c>progress</c> when there is something new, at most once a second, and <c>ended</c> as the last one. Looks once a second;
/// between two looks nothing is held but the connection. All of this silo's streams are counted here, by account, and end when it stops.
/// </summary>
internal sealed class ProgressStreams(IOptions<ProgressOptions> options, IOptions<JsonOptions> json, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const string ContentType = "text/event-stream";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Proxies give up connections that are silent for a minute.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>When a receiver whose connection broke comes again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _open = [];

    /// <summary>One account has at most a quarter of the streams, at least one: the others watch as well.</summary>
    private int MostOfOne => Math.Max(1, options.Value.MaxStreams / 4);

    /// <returns>To be disposed of when the stream ends; null when there are as many as may be.</returns>
    public IDisposable? TryEnter(string account)
    {
        lock (_gate)
        {
            var own = _open.GetValueOrDefault(account);
            if (own >= MostOfOne || _open.Values.Sum() >= options.Value.MaxStreams)
                return null;
            _open[account] = own + 1;
            return new Place(this, account);
        }
    }

    /// <summary>Writes until the work ends, the receiver leaves or the silo stops.</summary>
    /// <param name="first">What has been read already.</param>
    /// <param name="lastEventId">What the receiver has seen before its connection broke; it is not told that again.</param>
    /// <param name="read">Null when what is watched is gone.</param>
    public async Task WriteAsync(Stream stream, ProgressSnapshot first, string? lastEventId, Func<CancellationToken, Task<ProgressSnapshot?>> read, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        try
        {
            await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)Retry.TotalMilliseconds}\n"));
            await text.FlushAsync(stop.Token);
            var seen = lastEventId;
            var written = time.GetTimestamp();
            for (var current = first; current is not null; current = await read(stop.Token))
            {
                var isNew = current.IsEnded || current.Version != seen;
                if (isNew || time.GetElapsedTime(written) >= Heartbeat)
                {
                    await text.WriteLineAsync(isNew ? Event(current) : ": still under way\n");
                    await text.FlushAsync(stop.Token);
                    seen = current.Version;
                    written = time.GetTimestamp();
                }

                if (current.IsEnded)
                    return;
                await Task.Delay(Pace, time, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The receiver has left, or comes again to another silo.
        }
    }

    private string Event(ProgressSnapshot current) =>
        $"id: {current.Version}\nevent: {(current.IsEnded ? "ended" : "progress")}\ndata: {JsonSerializer.Serialize(current.Progress, json.Value.SerializerOptions)}\n";

    private void Leave(string account)
    {
        lock (_gate)
        {
            if (--_open[account] == 0)
                _open.Remove(account);
        }
    }

    private sealed class Place(ProgressStreams streams, string account) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                streams.Leave(account);
        }
    }
}
