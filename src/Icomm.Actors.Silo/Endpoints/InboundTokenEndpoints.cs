using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Inbound;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The token with which a store pushes to its integration.</summary>
internal static class InboundTokenEndpoints
{
    public static void MapInboundTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/integrations/{integrationId}/inbound-token").WithTags("Push").RefuseWhileDeleting().ProducesProblem(StatusCodes.Status404NotFound);
        tokens.MapPost("/", RotateAsync)
            .WithName("rotateInboundToken")
            .WithSummary("Make or rotate the inbound token")
            .WithDescription("Shows the address and the token to be given to the store, this once. The token before it is valid for the grace time still.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status422UnprocessableEntity, "push_not_supported");
        tokens.MapGet("/", GetAsync)
            .WithName("getInboundToken")
            .WithSummary("Get the inbound token")
            .WithDescription("When it was made and last used, and its last four characters; never the token itself.")
            .Refuses(StatusCodes.Status404NotFound, "inbound_token_not_found");
        tokens.MapDelete("/", RevokeAsync)
            .WithName("revokeInboundToken")
            .WithSummary("Revoke the inbound token")
            .WithDescription("And the one before it. Messages that have been acknowledged are applied still.")
            .Refuses(StatusCodes.Status404NotFound, "inbound_token_not_found");
    }

    private static async Task<Results<Created<NewInboundTokenResponse>, ProblemHttpResult>> RotateAsync(
        string integrationId,
        RotateInboundTokenRequest? request,
        Caller caller,
        HttpContext context,
        ConnectorRegistry connectors,
        IInboundTokens tokens,
        IGrainFactory grains,
        IOptions<InboundOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        if (connectors.Find(found.Status.Definition.StoreType) is not IPushConnector)
        {
            return ApiProblem.Create(
                StatusCodes.Status422UnprocessableEntity,
                "push_not_supported",
                $"A store of type '{found.Status.Definition.StoreType}' does not send its orders by itself.",
                "There is nothing to do: its orders are pulled.");
        }

        // The reminder first: what comes with the token must be found even when nobody tells of it.
        var key = new IntegrationKey(caller.Account, found.Status.IntegrationId);
        await grains.GetGrain<IInboxGrain>(key.ToString()).ArmAsync();

        var now = time.GetUtcNow();
        var grace = TimeSpan.FromHours((request ?? new RotateInboundTokenRequest()).GraceHours);
        var token = InboundSecret.Make();
        await tokens.RotateAsync(key, InboundSecret.HashOf(token), InboundSecret.HintOf(token), now, grace > TimeSpan.Zero ? now + grace : null, cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/v1/integrations/{key.IntegrationId}/inbound-token", new NewInboundTokenResponse(UrlOf(key, context.Request, options.Value), token, now, PassedOn(found.Status.Definition, connectors)));
    }

    private static async Task<Results<Ok<InboundTokenResponse>, ProblemHttpResult>> GetAsync(
        string integrationId,
        Caller caller,
        HttpContext context,
        ConnectorRegistry connectors,
        IInboundTokens tokens,
        IGrainFactory grains,
        IOptions<InboundOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        return await tokens.FindAsync(found.Status.IntegrationId, cancellationToken) is { } existing
            ? TypedResults.Ok(InboundTokenResponse.From(UrlOf(existing.Integration, context.Request, options.Value), existing, time.GetUtcNow(), PassedOn(found.Status.Definition, connectors)))
            : NoToken();
    }

    /// <summary>What the merchant hands to the store's support besides address and token.</summary>
    private static ImmutableDictionary<string, string> PassedOn(IntegrationDefinition definition, ConnectorRegistry connectors) =>
        connectors.Get(definition.StoreType).Description.Fields
            .Where(field => field.IsPassedOn && definition.Settings.ContainsKey(field.Name))
            .ToImmutableDictionary(field => field.Name, field => definition.Settings[field.Name]);

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string integrationId, IInboundTokens tokens, Caller caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        return await tokens.RevokeAsync(new IntegrationKey(caller.Account, found.Status.IntegrationId), cancellationToken) ? TypedResults.NoContent() : NoToken();
    }

    private static string UrlOf(IntegrationKey key, HttpRequest request, InboundOptions options)
    {
        var root = options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
        return $"{root}/api/v1{InboundEndpoints.Path}/{key.IntegrationId}";
    }

    private static ProblemHttpResult NoToken() => ApiProblem.Create(StatusCodes.Status404NotFound, "inbound_token_not_found", "The integration has no inbound token.", "Make one with POST.");
}
