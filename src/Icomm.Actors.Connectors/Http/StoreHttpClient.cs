using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Icomm.Actors.Connectors.Http;

/// <summary>
/// The only way out to a store: one request at a time per integration, tried again with growing waits, measured, limited in time and size, and only to public addresses.
/// An answer is either complete and readable, or a <see cref="StoreException"/>; never a silent nothing.
/// </summary>
public sealed partial class StoreHttpClient : IDisposable
{
    private const int MaxRedirects = 3;
    private const int MaxRefusalBytes = 64 * 1_024;

    private readonly StoreHttpOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ConnectorMetrics _metrics;
    private readonly ILogger<StoreHttpClient> _logger;
    private readonly StoreLanes _lanes;
    private readonly RequestBudgets _budgets;
    private readonly HttpClient _http;

    public StoreHttpClient(IOptions<StoreHttpOptions> options, TimeProvider timeProvider, ConnectorMetrics metrics, ILogger<StoreHttpClient> logger)
        : this(options.Value, timeProvider, metrics, logger, handler: null, randomizer: null)
    {
    }

    /// <param name="handler">Takes the place of the network; for tests.</param>
    /// <param name="randomizer">Takes the place of the retries' random numbers; for tests.</param>
    internal StoreHttpClient(
        StoreHttpOptions options, TimeProvider timeProvider, ConnectorMetrics metrics, ILogger<StoreHttpClient> logger, HttpMessageHandler? handler, Func<double>? randomizer)
    {
        _options = options;
        _timeProvider = timeProvider;
        _metrics = metrics;
        _logger = logger;
        _lanes = new StoreLanes(new StorePipelines(options, timeProvider, metrics, logger, randomizer).Build, timeProvider);
        _budgets = new RequestBudgets(timeProvider);
        _http = new HttpClient(handler ?? Network(options, new GuardedDialer(options.AllowLoopback))) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(options.UserAgent);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public StoreHttpOptions Options => _options;

    /// <summary>The network as stores are spoken to: no redirects of its own, no cookies, and no proxy, which would connect past the guard.</summary>
    internal static SocketsHttpHandler Network(StoreHttpOptions options, GuardedDialer dialer) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        ConnectCallback = dialer.ConnectAsync,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64,

        // An answer that is not read to its end is hung up on at once: drained beside the next request, it would make two at a time.
        MaxResponseDrainSize = 0,
    };

    /// <param name="compose">Makes the request anew for each attempt.</param>
    /// <exception cref="StoreException">No usable answer came.</exception>
    public async Task<T> SendAsync<T>(
        StoreCall call, Func<HttpRequestMessage> compose, AnswerReader<T> read, RefusalReader? explain, CancellationToken cancellationToken)
    {
        using var use = _lanes.Enter(call.StoreType, call.IntegrationId, call.Lane);
        var lane = use.Lane;
        if (call.Patience == StorePatience.Brief)
            return await AttemptAsync(call, lane, compose, read, explain, _options.VerifyAttemptTimeout, cancellationToken);

        var progress = new CallProgress(call);
        var context = ResilienceContextPool.Shared.Get(call.Operation, cancellationToken);
        context.Properties.Set(StorePipelines.Progress, progress);
        try
        {
            return await lane.Stubborn.ExecuteAsync(
                async (attempt, _) =>
                {
                    try
                    {
                        return await AttemptAsync(call, lane, compose, read, explain, _options.AttemptTimeout, attempt.CancellationToken);
                    }
                    catch (StoreException failure)
                    {
                        progress.Last = failure;
                        throw;
                    }
                },
                context,
                lane);
        }
        catch (TimeoutRejectedException)
        {
            throw StoreProblems.TimedOutAltogether(_options.TotalTimeout, progress.Last);
        }
        catch (BrokenCircuitException broken)
        {
            throw StoreProblems.CircuitOpen(broken.RetryAfter, progress.Last);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _lanes.Dispose();
    }

    private async Task<T> AttemptAsync<T>(
        StoreCall call,
        StoreLane lane,
        Func<HttpRequestMessage> compose,
        AnswerReader<T> read,
        RefusalReader? explain,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        await lane.Gate.WaitAsync(cancellationToken);
        StoreAnswer? answer = null;
        try
        {
            var started = _timeProvider.GetTimestamp();
            var outcome = "cancelled";
            using var activity = ConnectorMetrics.Trace(call);
            try
            {
                await PayAsync(call, cancellationToken);
                started = _timeProvider.GetTimestamp();
                answer = await FetchAsync(call, compose, explain, limit, cancellationToken);
                outcome = "ok";
            }
            catch (StoreException failure)
            {
                outcome = failure.Problem.Code;
                activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, outcome);
                LogFailed(_logger, call.StoreType, call.IntegrationId, call.Operation, outcome);
                throw;
            }
            finally
            {
                _metrics.Attempted(call, outcome, _timeProvider.GetElapsedTime(started));
                lane.Gate.Release();
            }

            _metrics.Received(call, answer.Bytes.Length);
            return Decode(answer.Bytes, read);
        }
        finally
        {
            answer?.Dispose();
        }
    }

    /// <summary>Waits until the budget allows one more attempt. Where a person waits, it is counted and sent at once.</summary>
    private Task PayAsync(StoreCall call, CancellationToken cancellationToken)
    {
        if (_budgets.Of(call) is not { } budget)
            return Task.CompletedTask;
        if (call.Patience != StorePatience.Brief)
            return budget.TakeAsync(cancellationToken);
        budget.Take();
        return Task.CompletedTask;
    }

    /// <summary>Sends one request, follows redirects that stay on the host, and reads the answer to its end; all within <paramref name="limit"/>.</summary>
    private async Task<StoreAnswer> FetchAsync(
        StoreCall call, Func<HttpRequestMessage> compose, RefusalReader? explain, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(limit, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var host = "";
        try
        {
            Uri? redirected = null;
            for (var hop = 0; ; hop++)
            {
                using var request = compose();
                request.RequestUri = redirected ?? request.RequestUri!;
                host = request.RequestUri.Host;
                StoreUrl.CheckTarget(request.RequestUri, "siteUrl", _options.AllowLoopback);
                call.OnSending?.Invoke(request);
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    call.OnAnswer?.Invoke(response.Headers);
                    return await ReadAnswerAsync(response, both.Token);
                }

                if ((int)response.StatusCode is < 300 or >= 400)
                    throw await RefuseAsync(call, response, explain, both.Token);
                redirected = Follow(request, response, hop);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Either the attempt's time is over, or the connection's own time-out was.
            throw StoreProblems.TimedOut(clock.IsCancellationRequested ? limit : _options.ConnectTimeout);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw Explain(failure, host);
        }
    }

    private async Task<StoreAnswer> ReadAnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!IsJson(response))
            throw StoreProblems.AnswerNotJson(new("a web page", "una página web", "uma página web"));
        return await StoreAnswer.ReadAsync(response.Content, _options.MaxAnswerBytes, cancellationToken);
    }

    private async Task<StoreException> RefuseAsync(StoreCall call, HttpResponseMessage response, RefusalReader? explain, CancellationToken cancellationToken)
    {
        var isJson = IsJson(response);
        var retryAfter = RetryAfter.Read(response.Headers, _timeProvider);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && call.OnLimited is { } limited)
            retryAfter = limited(retryAfter);
        if (!isJson || explain is null)
            return StoreProblems.FromStatus(response.StatusCode, isJson, retryAfter);
        using var body = await StoreAnswer.ReadBeginningAsync(response.Content, MaxRefusalBytes, cancellationToken);
        return explain(new StoreRefusal(response.StatusCode, body.Bytes)) ?? StoreProblems.FromStatus(response.StatusCode, isJson, retryAfter);
    }

    /// <summary>Only reading requests follow, only within the same scheme, host and port: credentials never travel to another place.</summary>
    private static Uri Follow(HttpRequestMessage request, HttpResponseMessage response, int hop)
    {
        var from = request.RequestUri!;
        var target = Uri.TryCreate(from, response.Headers.Location, out var found) ? found : null;
        var stays = target is not null && target.Scheme == from.Scheme && target.Authority.Equals(from.Authority, StringComparison.OrdinalIgnoreCase) && target.UserInfo.Length == 0;
        if (!stays || request.Method != HttpMethod.Get || response.StatusCode == HttpStatusCode.NotModified || hop >= MaxRedirects)
            throw StoreProblems.RedirectRefused(target);
        return target!;
    }

    private static T Decode<T>(ReadOnlySpan<byte> json, AnswerReader<T> read)
    {
        try
        {
            return read(json);
        }
        catch (JsonException)
        {
            // The exception's own text may quote the answer: it goes no further.
            throw JsonShape.IsCutOff(json) ? StoreProblems.AnswerTruncated() : StoreProblems.AnswerNotJson(new("text that is not JSON", "un texto que no es JSON", "um texto que não é JSON"));
        }
        catch (InvalidOperationException)
        {
            // How System.Text.Json says that a string is not valid Unicode.
            throw StoreProblems.AnswerNotJson(new("text that is not Unicode", "un texto que no es Unicode", "um texto que não é Unicode"));
        }
    }

    /// <summary>An answer that names no type is given the benefit of the doubt: reading it will tell.</summary>
    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is not { } type || type.EndsWith("json", StringComparison.OrdinalIgnoreCase);

    private static StoreException Explain(Exception failure, string host)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AddressNotAllowedException refused)
                return StoreProblems.AddressNotAllowed(refused.Host);
        }

        return failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => StoreProblems.HostUnknown(host),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => StoreProblems.TlsFailed(host, failure),
            HttpRequestException { InnerException: System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.HostNotFound } } => StoreProblems.HostUnknown(host),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError } => StoreProblems.Unreachable(host, failure),
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => StoreProblems.ConnectionLost(failure),
            HttpIOException or InvalidDataException or IOException => StoreProblems.AnswerTruncated(),
            _ => StoreProblems.Unreachable(host, failure),
        };
    }

    [LoggerMessage(3010, LogLevel.Debug, "{StoreType} {IntegrationId}: an attempt at {Operation} ended with {Code}")]
    private static partial void LogFailed(ILogger logger, string storeType, string integrationId, string operation, string code);
}
