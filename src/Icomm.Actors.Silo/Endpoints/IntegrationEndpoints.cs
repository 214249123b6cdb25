using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Idempotency;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class IntegrationEndpoints
{
    /// <summary>Older than any online shop.</summary>
    private static readonly DateTimeOffset Everything = new(1995, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void MapIntegrations(this IEndpointRouteBuilder api)
    {
        var integrations = api.MapGroup("/integrations").WithTags("Integrations");
        integrations.MapPost("/", CreateAsync)
            .WithName("createIntegration")
            .IsIdempotent()
            .WithSummary("Create an integration")
            .WithDescription("Verifies the settings with the store, saves them with the secrets encrypted, and starts the first run.")
            .Refuses(StatusCodes.Status400BadRequest, "store_type_unknown", "setting_unknown", "setting_missing", "unknown_time_zone")
            .Refuses(StatusCodes.Status409Conflict, DeletingDatabases.Code)
            .Refuses(StatusCodes.Status422UnprocessableEntity, ["database_not_found", .. Refusals.OfStores]);
        integrations.MapGet("/", ListAsync)
            .WithName("listIntegrations")
            .WithSummary("List the integrations, oldest first");
        integrations.MapGet("/{integrationId}", GetAsync)
            .WithName("getIntegration")
            .WithSummary("Get an integration")
            .WithDescription("Its settings without the secrets, its health, what it warns of, and how far the run under way has come. The header ETag tells the version of its settings, for If-Match of a change.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<IntegrationResponse>, ProblemHttpResult>> CreateAsync(
        CreateIntegrationRequest request,
        Caller caller,
        NewResource made,
        ConnectorRegistry connectors,
        IDatabaseStore databases,
        ISecretProtector secrets,
        IGrainFactory grains,
        IntegrationCards cards,
        AuditTrail audit,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (connectors.Find(request.StoreType) is not { } connector)
            return ApiProblem.Invalid("store_type_unknown", $"There is no connector for '{request.StoreType}'.", "Ask /api/v1/store-types for those there are.");
        var settings = IntegrationSettings.Merge(ImmutableDictionary<string, string>.Empty, request.Settings);
        if (IntegrationSettings.Problem(connector, settings) is { } fieldProblem)
            return fieldProblem;
        if (request.Window is { } window && !CalendarZone.Exists(window.TimeZone))
            return ApiProblem.Invalid("unknown_time_zone", $"'{window.TimeZone}' is not an IANA time zone.", "Use a name such as America/Montevideo.");
        if (await databases.FindAsync(caller.Account, request.DatabaseId, cancellationToken) is not { } database)
            return ApiProblem.Create(StatusCodes.Status422UnprocessableEntity, "database_not_found", $"There is no database '{request.DatabaseId}'.", "Create it first.");
        if (database.DeletingSince is not null)
            return DeletingDatabases.Refuse();

        var key = new IntegrationKey(caller.Account, made.Id);
        var verification = await connector.VerifyAsync(new StoreConnection(key.IntegrationId, settings), cancellationToken);
        if (verification.Problem is { } problem)
            return ApiProblem.Store(problem, RequestLanguage.Choose(response.HttpContext));

        // The store may have taken its time.
        if (await databases.FindAsync(caller.Account, request.DatabaseId, cancellationToken) is not { DeletingSince: null })
            return DeletingDatabases.Refuse();
        var grain = grains.GetGrain<IIntegrationGrain>(key.ToString());
        await grain.CreateAsync(Define(key, request, settings, connector, secrets));
        var status = (await grain.GetStatusAsync())!;
        response.SetTag(status.DefinitionVersion);
        return audit.Created($"/api/v1/integrations/{key.IntegrationId}", await cards.CardAsync(caller.Account, status, RequestLanguage.Choose(response.HttpContext), cancellationToken), AuditedIntegration.From(status.Definition));
    }

    private static async Task<Ok<PageResponse<IntegrationResponse>>> ListAsync(
        Caller caller,
        IIntegrationIndex integrations,
        IntegrationCards cards,
        HttpContext context,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, Pages.Most)] int limit = Pages.Most)
    {
        var (rows, next) = Pages.ById(await integrations.ListAsync(caller.Account, cancellationToken), row => row.IntegrationId, cursor, limit);
        var statuses = rows.Select(row => IntegrationStatuses.From(row.IntegrationId, row.Record)).ToArray();
        return TypedResults.Ok(new PageResponse<IntegrationResponse>(await cards.CardsAsync(caller.Account, statuses, RequestLanguage.Choose(context), cancellationToken), next));
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> GetAsync(
        string integrationId, Caller caller, IGrainFactory grains, IntegrationCards cards, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found)
            return ApiProblem.NotFound("integration", integrationId);
        response.SetTag(found.Status.DefinitionVersion);
        return TypedResults.Ok(await cards.CardAsync(caller.Account, found.Status, RequestLanguage.Choose(response.HttpContext), cancellationToken));
    }

    private static IntegrationDefinition Define(
        IntegrationKey key, CreateIntegrationRequest request, ImmutableDictionary<string, string> settings, IStoreConnector connector, ISecretProtector secrets)
    {
        var secret = IntegrationSettings.Secret(connector, settings);
        return new IntegrationDefinition
        {
            Name = request.Name.Trim(),
            StoreType = connector.StoreType,
            DatabaseId = request.DatabaseId,
            Settings = IntegrationSettings.Open(connector, settings),
            ProtectedSecrets = secrets.Protect(key.Account, key.IntegrationId, secret),
            SecretHints = IntegrationSettings.Hints(secret),
            StartsAt = request.StartsAt?.ToUniversalTime() ?? Everything,
            Interval = TimeSpan.FromMinutes(request.IntervalMinutes),
            Window = request.Window?.ToDomain(),
        };
    }
}
