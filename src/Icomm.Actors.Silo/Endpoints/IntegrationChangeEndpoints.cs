using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>What a merchant does with an integration that is there: modify, switch off and on, have a stretch of time read again.</summary>
internal static class IntegrationChangeEndpoints
{
    public static void MapIntegrationChanges(this IEndpointRouteBuilder api)
    {
        var integration = api.MapGroup("/integrations/{integrationId}").WithTags("Integrations").RefuseWhileDeleting().ProducesProblem(StatusCodes.Status404NotFound);
        integration.MapPatch("/", UpdateAsync)
            .WithName("updateIntegration")
            .WithSummary("Change an integration")
            .WithDescription(
                "What is left out stays as it is, secrets among it, which are never sent to another address than the one that they were given for. Changed settings are verified with the store first. Settings that stand for other records (another store view, another address) have everything read anew. "
                + "A run under way stops at a checkpoint and goes on with what was changed. If-Match with the ETag that was read guards against changes in between.")
            .Refuses(StatusCodes.Status400BadRequest, "setting_unknown", "setting_missing", "unknown_time_zone", "window_contradicts_itself")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .Refuses(StatusCodes.Status422UnprocessableEntity, [IntegrationSettings.SecretsRequired, .. Refusals.OfStores]);
        integration.MapPost("/pause", PauseAsync)
            .WithName("pauseIntegration")
            .WithSummary("Switch an integration off")
            .WithDescription("A run under way stops at a checkpoint; nothing that was read is lost. No other starts until the integration is resumed; what the store pushes meanwhile is kept until then.");
        integration.MapPost("/resume", ResumeAsync)
            .WithName("resumeIntegration")
            .WithSummary("Switch an integration on")
            .WithDescription("It goes on where it was paused, at once or when its window opens.");
        integration.MapPost("/backfills", BackfillAsync)
            .WithName("backfillIntegration")
            .WithSummary("Read a stretch of time again")
            .WithDescription("Everything that the store changed in that time is asked for again, and a run is started. What is known already changes nothing. " + RunEndpoints.OutsideItsWindow)
            .Refuses(StatusCodes.Status400BadRequest, "range_invalid", "range_before_start")
            .Refuses(StatusCodes.Status409Conflict, "integration_paused");
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> UpdateAsync(
        string integrationId,
        UpdateIntegrationRequest request,
        Caller caller,
        IntegrationChanges changes,
        IntegrationCards cards,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        if (WindowProblem(request) is { } windowProblem)
            return windowProblem;
        var (grain, problem) = await changes.ApplyAsync(integrationId, request, ifMatch, response.HttpContext, cancellationToken);
        return grain is null ? problem! : await CardAsync(grain, caller, cards, response, cancellationToken);
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> PauseAsync(
        string integrationId, Caller caller, IGrainFactory grains, IntegrationCards cards, HttpResponse response, CancellationToken cancellationToken) =>
        await IntegrationLookup.FindAsync(grains, caller, integrationId) is { } found && await found.Grain.PauseAsync()
            ? await CardAsync(found.Grain, caller, cards, response, cancellationToken)
            : ApiProblem.NotFound("integration", integrationId);

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> ResumeAsync(
        string integrationId, Caller caller, ConnectorRegistry connectors, IGrainFactory grains, IntegrationCards cards, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found || !await found.Grain.ResumeAsync())
            return ApiProblem.NotFound("integration", integrationId);
        await grains.ApplyNowAsync(caller, connectors, found.Status);
        return await CardAsync(found.Grain, caller, cards, response, cancellationToken);
    }

    private static async Task<Results<Accepted<RunStartedResponse>, ProblemHttpResult>> BackfillAsync(
        string integrationId, BackfillRequest request, Caller caller, IGrainFactory grains, TimeProvider time)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        var until = request.Until ?? time.GetUtcNow();
        if (request.From >= until || until > time.GetUtcNow())
            return ApiProblem.Invalid("range_invalid", "'from' must lie before 'until', and neither in the future.");
        if (request.From < found.Status.Definition.StartsAt)
        {
            return ApiProblem.Invalid(
                "range_before_start", $"The integration starts at {found.Status.Definition.StartsAt:O}; nothing before that is read.", "Change startsAt first: the orders since then are read anew by themselves.");
        }

        return await found.Grain.BackfillAsync(new TimeInterval(request.From, until)) is { } runId
            ? TypedResults.Accepted($"/api/v1/integrations/{integrationId}/runs/{runId}", new RunStartedResponse(runId))
            : IntegrationLookup.Paused();
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> CardAsync(
        IIntegrationGrain grain, Caller caller, IntegrationCards cards, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await grain.GetStatusAsync() is not { } status)
            return ApiProblem.NotFound("integration", "");
        response.SetTag(status.DefinitionVersion);
        return TypedResults.Ok(await cards.CardAsync(caller.Account, status, RequestLanguage.Choose(response.HttpContext), cancellationToken));
    }

    private static ProblemHttpResult? WindowProblem(UpdateIntegrationRequest request)
    {
        if (request is { Window: not null, IsWindowRemoved: true })
            return ApiProblem.Invalid("window_contradicts_itself", "A window can't be given and removed at once.");
        return request.Window is { } window && !CalendarZone.Exists(window.TimeZone)
            ? ApiProblem.Invalid("unknown_time_zone", $"'{window.TimeZone}' is not an IANA time zone.", "Use a name such as America/Montevideo.")
            : null;
    }
}
