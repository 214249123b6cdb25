using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
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
                "What is left out stays as it is, secrets among it. Changed settings are verified with the store first. Settings that stand for other records (another store view, another address) have everything read anew. "
                + "A run under way stops at a checkpoint and goes on with what was changed. If-Match with the ETag that was read guards against changes in between.")
            .Refuses(StatusCodes.Status400BadRequest, "setting_unknown", "setting_missing", "unknown_time_zone", "window_contradicts_itself")
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .Refuses(StatusCodes.Status422UnprocessableEntity, Refusals.OfStores);
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
            .WithDescription("Everything that the store changed in that time is asked for again, and a run is started. What is known already changes nothing.")
            .Refuses(StatusCodes.Status400BadRequest, "range_invalid", "range_before_start")
            .Refuses(StatusCodes.Status409Conflict, "integration_paused");
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> UpdateAsync(
        string integrationId,
        UpdateIntegrationRequest request,
        Caller caller,
        ConnectorRegistry connectors,
        ISecretProtector secrets,
        AuditTrail audit,
        IGrainFactory grains,
        IntegrationCards cards,
        HttpResponse response,
        CancellationToken cancellationToken,
        [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        if (EntityTags.Mismatch(ifMatch, "integration", found.Status.DefinitionVersion) is { } mismatch)
            return mismatch;
        if (WindowProblem(request) is { } windowProblem)
            return windowProblem;

        var before = found.Status.Definition;
        var key = new IntegrationKey(caller.Account, found.Status.IntegrationId);
        var wanted = before with
        {
            Name = request.Name?.Trim() ?? before.Name,
            StartsAt = request.StartsAt?.ToUniversalTime() ?? before.StartsAt,
            Interval = request.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : before.Interval,
            Window = request.IsWindowRemoved is true ? null : request.Window?.ToDomain() ?? before.Window,
        };
        var readsAnew = false;
        string[] replaced = [];
        if (request.Settings is { } given)
        {
            var connector = connectors.Get(before.StoreType);
            var former = secrets.Unprotect(key.Account, key.IntegrationId, before.ProtectedSecrets);
            var settings = IntegrationSettings.Merge(before.Settings.SetItems(former), given);
            if (IntegrationSettings.Problem(connector, settings) is { } invalid)
                return invalid;
            if ((await connector.VerifyAsync(new StoreConnection($"verification-{Guid.NewGuid():N}", settings), cancellationToken)).Problem is { } problem)
                return ApiProblem.Store(problem, RequestLanguage.Choose(response.HttpContext));
            var secret = IntegrationSettings.Secret(connector, settings);
            wanted = wanted with
            {
                Settings = IntegrationSettings.Open(connector, settings),
                ProtectedSecrets = secrets.Protect(key.Account, key.IntegrationId, secret),
                SecretHints = IntegrationSettings.Hints(secret),
            };
            replaced = [.. former.Keys.Union(secret.Keys).Where(name => former.GetValueOrDefault(name) != secret.GetValueOrDefault(name))];
            readsAnew = IntegrationSettings.ReadOtherwise(connector, before.Settings, wanted.Settings);
        }

        audit.Change(AuditedIntegration.From(before), AuditedIntegration.From(wanted));
        foreach (var name in replaced)
            audit.ReplaceSecret(name, before.SecretHints?.GetValueOrDefault(name), wanted.SecretHints?.GetValueOrDefault(name));
        var change = new IntegrationChange { Definition = wanted, ExpectedVersion = found.Status.DefinitionVersion, ReadsAnew = readsAnew };
        return await found.Grain.ChangeAsync(change) switch
        {
            IntegrationChanged.Changed => await CardAsync(found.Grain, caller, cards, response, cancellationToken),
            IntegrationChanged.OtherVersion => EntityTags.OtherVersion("integration", found.Status.DefinitionVersion + 1),
            _ => ApiProblem.NotFound("integration", integrationId),
        };
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
