using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Icomm.Actors.Connectors.Http;

/// <summary>Builds a lane's pipeline: total time-out around retries around the circuit. The attempt's own time-out starts once it is its turn, so the client sets it.</summary>
internal sealed partial class StorePipelines(StoreHttpOptions options, TimeProvider timeProvider, ConnectorMetrics metrics, ILogger<StoreHttpClient> logger, Func<double>? randomizer = null)
{
    /// <summary>What the attempts of one call remember of each other.</summary>
    public static readonly ResiliencePropertyKey<CallProgress> Progress = new("icomm.store.progress");

    public StoreLane Build(string storeType, string integrationId)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = timeProvider, Name = storeType }.AddTimeout(options.TotalTimeout);
        if (options.MaxRetries > 0)
            builder.AddRetry(Retry(integrationId));
        return new StoreLane(builder.AddCircuitBreaker(Circuit(storeType, integrationId)).Build());
    }

    private RetryStrategyOptions Retry(string integrationId)
    {
        var retry = new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is StoreException { IsTransient: true } failure && !(failure.RetryAfter > options.MaxRetryAfter)),
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as StoreException)?.RetryAfter),
            OnRetry = arguments =>
            {
                var call = arguments.Context.Properties.GetValue(Progress, null!).Call;
                var code = (arguments.Outcome.Exception as StoreException)?.Problem.Code ?? "unknown";
                metrics.Retried(call, code);
                LogRetry(logger, call.StoreType, integrationId, call.Operation, code, arguments.AttemptNumber + 1, arguments.RetryDelay);
                return ValueTask.CompletedTask;
            },
        };
        if (randomizer is not null)
            retry.Randomizer = randomizer;
        return retry;
    }

    private CircuitBreakerStrategyOptions Circuit(string storeType, string integrationId) => new()
    {
        FailureRatio = options.CircuitFailureRatio,
        MinimumThroughput = options.CircuitMinimumAttempts,
        SamplingDuration = options.CircuitSampling,
        BreakDuration = options.CircuitBreak,

        // A store that asks for fewer requests is well; it is obeyed by waiting.
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is StoreException { IsTransient: true, Problem.Code: not "rate_limited" }),
        OnOpened = arguments =>
        {
            LogOpened(logger, storeType, integrationId, arguments.BreakDuration);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            LogClosed(logger, storeType, integrationId);
            return ValueTask.CompletedTask;
        },
    };

    [LoggerMessage(3001, LogLevel.Warning, "{StoreType} {IntegrationId}: {Operation} failed with {Code}, attempt {Attempt}; tried again after {Delay}")]
    private static partial void LogRetry(ILogger logger, string storeType, string integrationId, string operation, string code, int attempt, TimeSpan delay);

    [LoggerMessage(3002, LogLevel.Warning, "{StoreType} {IntegrationId}: the store fails so often that it is left alone for {Break}")]
    private static partial void LogOpened(ILogger logger, string storeType, string integrationId, TimeSpan @break);

    [LoggerMessage(3003, LogLevel.Information, "{StoreType} {IntegrationId}: the store answers again")]
    private static partial void LogClosed(ILogger logger, string storeType, string integrationId);
}

/// <summary>What the attempts of one call remember of each other.</summary>
internal sealed class CallProgress(StoreCall call)
{
    public StoreCall Call { get; } = call;

    public StoreException? Last { get; set; }
}
