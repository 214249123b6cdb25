using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Progress;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>How far a run has come: asked for once, or watched.</summary>
internal static class RunProgressEndpoints
{
    private const string RetryAfterSeconds = "5";

    public static void MapRunProgress(this IEndpointRouteBuilder api)
    {
        var run = api.MapGroup("/integrations/{integrationId}/runs/{runId}").WithTags("Sync runs").ProducesProblem(StatusCodes.Status404NotFound);
        run.MapGet("/progress", GetAsync)
            .WithName("getRunProgress")
            .WithSummary("Get how far a run has come")
            .WithDescription("Stage by stage: what is done, of how much where the store says it, how fast, and how long it will take. Of a run that has ended, what each stage did.");
        run.MapGet("/events", WatchAsync)
            .WithName("watchRun")
            .WithSummary("Watch a run")
            .WithDescription(
                "Server-sent events with what getRunProgress answers: 'progress' when there is something new, at most one a second, then 'ended', after which the stream ends. With Last-Event-ID, what was seen "
                + "before is not sent again; after 'ended' the answer is 204, which tells a browser not to come again.")
            .Produces<string>(StatusCodes.Status200OK, ProgressStreams.ContentType)
            .Refuses(StatusCodes.Status429TooManyRequests, "too_many_streams");
    }

    private static async Task<Results<Ok<ProgressResponse>, ProblemHttpResult>> GetAsync(string integrationId, string runId, Caller caller, RunProgressReader runs, CancellationToken cancellationToken) =>
        await runs.ReadAsync(caller, integrationId, runId, cancellationToken) is { } found ? TypedResults.Ok(found.Progress) : ApiProblem.NotFound("run", runId);

    private static async Task<Results<PushStreamHttpResult, NoContent, ProblemHttpResult>> WatchAsync(
        string integrationId,
        string runId,
        Caller caller,
        RunProgressReader runs,
        ProgressStreams streams,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        if (await runs.ReadAsync(caller, integrationId, runId, cancellationToken) is not { } first)
            return ApiProblem.NotFound("run", runId);
        if (first.IsEnded && first.Version == lastEventId)
            return TypedResults.NoContent();
        if (streams.TryEnter(caller.Account) is not { } place)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
            return ApiProblem.Create(StatusCodes.Status429TooManyRequests, "too_many_streams", "Too many are watching just now.", "Try again in a moment, or ask for the progress now and then.");
        }

        response.RegisterForDispose(place);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(
            stream => streams.WriteAsync(stream, first, lastEventId, read => runs.ReadAsync(caller, integrationId, runId, read), cancellationToken), ProgressStreams.ContentType);
    }
}
