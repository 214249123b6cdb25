using Orleans.Runtime;
using Polly;
using Polly.Retry;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>
/// Reads whose grain could not be reached are tried again for some three seconds: when a silo stops, or has just gone, a grain is elsewhere a moment later. Such a call was never carried out, but only what
/// changes nothing is repeated here; whoever changes something has an Idempotency-Key for it.
/// </summary>
internal static class TriedAgain
{
    private const int Attempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    public static RouteGroupBuilder TryReadsAgain(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            var pipeline = Pipeline(factory.ApplicationServices.GetRequiredService<TimeProvider>());
            return context => HttpMethods.IsGet(context.HttpContext.Request.Method)
                ? pipeline.ExecuteAsync(static (call, _) => call.next(call.context), (next, context), context.HttpContext.RequestAborted)
                : next(context);
        });
        return group;
    }

    private static ResiliencePipeline Pipeline(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<OrleansMessageRejectionException>(),
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstDelay,
        })
        .Build();
}
