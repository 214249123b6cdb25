using Icomm.Actors.Connectors;
using Icomm.Actors.Connectors.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>
/// The way to the contacts API: the connectors' client with its retries, limits and address guard, over a network that keeps the pace.
/// One for the process, so that pace and circuit outlive a publication.
/// </summary>
internal sealed class IcommktHttp : IDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromHours(1);

    private readonly TimeProvider _timeProvider;
    private readonly StoreHttpClient _client;
    private readonly IdleCache<RequestPacer> _pacers;
    private readonly Lock _lock = new();

    public IcommktHttp(IOptions<StoreHttpOptions> options, TimeProvider timeProvider, ConnectorMetrics metrics, ILogger<StoreHttpClient> logger)
    {
        _timeProvider = timeProvider;
        _pacers = new IdleCache<RequestPacer>(timeProvider, IdleTime);
        var network = StoreHttpClient.Network(options.Value, new GuardedDialer(options.Value.AllowLoopback));
        _client = new StoreHttpClient(options.Value, timeProvider, metrics, logger, new PacedHandler(network), randomizer: null);
    }

    public StoreHttpOptions Options => _client.Options;

    public TimeProvider TimeProvider => _timeProvider;

    /// <summary>Posts a body until there is an answer, within the client's bounds.</summary>
    /// <exception cref="StoreException">No usable answer came.</exception>
    public async Task<T> PostAsync<T>(
        string targetId, IcommktSettings settings, IcommktMethod method, ReadOnlyMemory<byte> body, StorePatience patience, AnswerReader<T> read, CancellationToken cancellationToken)
    {
        var pacer = PacerOf(settings);

        // Waited for out here, a turn is not taken out of the attempt's time nor counted as the API's; the handler then rarely has to wait.
        await pacer.WaitAsync(cancellationToken);
        return await _client.SendAsync(
            new StoreCall(ContactSinkTypes.Icommkt, targetId, method.Operation, patience), Compose, read, explain: null, cancellationToken);

        HttpRequestMessage Compose()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Api, method.Path))
            {
                Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new("application/json") { CharSet = "utf-8" } } },
            };

            // The documentation says Basic, every client in use sends the bare key (facts §1.6): which is no scheme that .NET would parse.
            request.Headers.TryAddWithoutValidation("Authorization", settings.ApiKey);
            PacedHandler.Pace(request, turn => pacer.TakeTurnAsync(settings.Interval, turn));
            return request;
        }
    }

    public void Dispose() => _client.Dispose();

    private RequestPacer PacerOf(IcommktSettings settings)
    {
        lock (_lock)
        {
            if (_pacers.Find(settings.KeyDigest) is { } known)
                return known;
            var pacer = new RequestPacer(_timeProvider);
            _pacers.Set(settings.KeyDigest, pacer);
            return pacer;
        }
    }
}
