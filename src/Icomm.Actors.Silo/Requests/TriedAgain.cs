using Icomm.Actors.Silo.Problems;
using Orleans.Runtime;
using Polly;
using Polly.Retry;

namespace Icomm.Actors.Silo.Requests;

/// <summary>
/// Reads whose grain could not be reached are tried again for some three seconds: when a silo stops, has just gone or gives an activation up, which cancels what waits for it, a grain is elsewhere a moment
/// later. Such a call was hardly ever carried out, but only what changes nothing is repeated here; whoever changes something has an Idempotency-Key for it. So is the last step of a change that is saved by then.
/// </summary>
internal static class TriedAgain
{
    private const int Attempts = 4;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    public static RouteGroupBuilder TryReadsAgain(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            var pipeline = Pipeline(factory.ApplicationServices.GetRequiredService<TimeProvider>(), new PredicateBuilder().Handle<OrleansMessageRejectionException>().Handle<OperationCanceledException>());
            return context => HttpMethods.IsGet(context.HttpContext.Request.Method)
                ? pipeline.ExecuteAsync(static (call, _) => call.next(call.context), (next, context), context.HttpContext.RequestAborted)
                : next(context);
        });
        return group;
    }

    /// <summary>Does what a saved change brings with it.</summary>
    /// <param name="step">May be done twice.</param>
    public static async Task FinishAsync(TimeProvider time, Func<Task> step) =>
        await Pipeline(time, new PredicateBuilder().Handle<Exception>(exception => ProblemMapping.StatusOf(exception) == StatusCodes.Status503ServiceUnavailable))
            .ExecuteAsync(async _ => await step());

    private static ResiliencePipeline Pipeline(TimeProvider time, PredicateBuilder<object> passing) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = passing,
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstDelay,
        })
        .Build();
}
