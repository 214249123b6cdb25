using System.Diagnostics;
using System.Net;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Rolling;

/// <summary>What a proxy in front of the silos does: it asks each for its readiness every second, sends requests to those that are ready in turn, and tries another once when a connection fails.</summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    public static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(1);

    private readonly SiloCluster _cluster;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _ended = new();

    /// <summary>Replaced by each probing, and never changed.</summary>
    private SiloNode[] _ready = [];

    private Task _probing = Task.CompletedTask;
    private int _next;

    private LoadBalancer(SiloCluster cluster)
    {
        _cluster = cluster;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Add("X-Api-Key", cluster.Api.Key);
    }

    public static async Task<LoadBalancer> StartAsync(SiloCluster cluster)
    {
        var balancer = new LoadBalancer(cluster);
        await balancer.ProbeAsync();
        balancer._probing = balancer.ProbeOnAsync();
        return balancer;
    }

    /// <summary>One GET, from its beginning to the end of its answer.</summary>
    public async Task<Reading> GetAsync(string path)
    {
        var started = Stopwatch.GetTimestamp();
        var first = Next(null);
        if (await TryAsync(first, path) is not { } failure)
            return new Reading(Stopwatch.GetElapsedTime(started), null, IsTriedAgain: false);
        if (failure.IsAnswered)
            return new Reading(Stopwatch.GetElapsedTime(started), failure.Text, IsTriedAgain: false);
        var second = await TryAsync(Next(first), path);
        return new Reading(Stopwatch.GetElapsedTime(started), second is null ? null : $"{failure.Text}, then {second.Text}", IsTriedAgain: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _probing;
        _http.Dispose();
        _ended.Dispose();
    }

    /// <summary>The next in turn, another one than the one that failed if there is any.</summary>
    private SiloNode? Next(SiloNode? failed)
    {
        var ready = _ready.Length > 1 ? Array.FindAll(_ready, node => node != failed) : _ready;
        return ready.Length == 0 ? null : ready[(int)((uint)Interlocked.Increment(ref _next) % ready.Length)];
    }

    /// <returns>Null when all went well.</returns>
    private async Task<Failure?> TryAsync(SiloNode? node, string path)
    {
        if (node is null)
            return new Failure("no silo is ready", IsAnswered: true);
        try
        {
            using var answer = await _http.GetAsync(new Uri(node.Place.Api, path));
            return answer.StatusCode == HttpStatusCode.OK ? null : new Failure($"{node.Name} answered {(int)answer.StatusCode}", IsAnswered: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return new Failure($"{node.Name}: {(exception as HttpRequestException)?.HttpRequestError.ToString() ?? exception.GetType().Name}", IsAnswered: false);
        }
    }

    private async Task ProbeOnAsync()
    {
        using var timer = new PeriodicTimer(ProbeEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
                await ProbeAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ProbeAsync()
    {
        var nodes = _cluster.Nodes;
        var areReady = await Task.WhenAll(nodes.Select(node => node.IsReadyAsync()));
        _ready = [.. nodes.Zip(areReady).Where(each => each.Second).Select(each => each.First)];
    }

    /// <param name="IsAnswered">Whether there was an answer, which a proxy passes on as it is.</param>
    private sealed record Failure(string Text, bool IsAnswered);
}

/// <param name="Failure">In words; null when it went well.</param>
/// <param name="IsTriedAgain">Whether a connection failed at first.</param>
internal sealed record Reading(TimeSpan Taken, string? Failure, bool IsTriedAgain);
