using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Icomm.Actors.Testing.Outside;
using Icomm.Actors.Testing.Outside.Api;

namespace Icomm.Actors.Trials.Cluster;

/// <summary>The REST API of whichever silo answers.</summary>
internal sealed class ClusterApi(SiloCluster cluster, string key) : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<SiloNode, ApiClient> _clients = [];
    private int _next;

    public string Key => key;

    /// <summary>Asks one silo after the other until one gives the answer.</summary>
    /// <exception cref="UnexpectedException">None did for two minutes; holds the last answer.</exception>
    public async Task<JsonElement> GetAsync(string path)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var said = await TryGetAsync(path);
            if (said.Answer is { Status: HttpStatusCode.OK } answer)
                return answer.Json;
            if (Stopwatch.GetElapsedTime(started) > Limit)
                throw new UnexpectedException($"GET {path} was not answered for {Limit.TotalMinutes} minutes by any silo. The last one: {said.Answer?.Text ?? said.Failure}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Once, to a silo that is ready.</summary>
    /// <param name="account">Whom an operator acts for; null for the key's own.</param>
    public async Task<JsonElement> PostAsync(string path, object? body, HttpStatusCode status, string? account = null)
    {
        using var api = await OfOneAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (account is not null)
            request.Headers.Add("X-Account", account);
        return (await api.SendAsync(request)).Expect(status);
    }

    /// <summary>A client of one silo that is ready.</summary>
    public async Task<ApiClient> OfOneAsync()
    {
        foreach (var node in cluster.Nodes.Where(node => node.IsWanted))
        {
            if (await node.IsReadyAsync())
                return new ApiClient(node.Place.Api, key);
        }

        throw new UnexpectedException("No silo is ready.");
    }

    public void Dispose()
    {
        lock (_clients)
        {
            foreach (var client in _clients.Values)
                client.Dispose();
        }
    }

    private async Task<(ApiAnswer? Answer, string? Failure)> TryGetAsync(string path)
    {
        var up = cluster.Nodes.Where(node => node.IsWanted).ToArray();
        var node = up[(int)((uint)Interlocked.Increment(ref _next) % up.Length)];
        try
        {
            return (await ClientOf(node).GetAsync(path), null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return (null, $"{node.Name}: {exception.Message}");
        }
    }

    private ApiClient ClientOf(SiloNode node)
    {
        lock (_clients)
        {
            if (!_clients.TryGetValue(node, out var client))
                _clients.Add(node, client = new ApiClient(node.Place.Api, key, AnswerLimit));
            return client;
        }
    }
}
