using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Hosting;
using Icomm.Actors.Silo.Problems;
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
            .WithSummary("Create an integration")
            .WithDescription("Verifies the settings with the store, saves them with the secrets encrypted, and starts the first run.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        integrations.MapGet("/", ListAsync)
            .WithName("listIntegrations")
            .WithSummary("List the integrations");
        integrations.MapGet("/{integrationId}", GetAsync)
            .WithName("getIntegration")
            .WithSummary("Get an integration")
            .WithDescription("Its settings without the secrets, its health, and how far the run under way has come.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<IntegrationResponse>, ProblemHttpResult>> CreateAsync(
        CreateIntegrationRequest request,
        ConnectorRegistry connectors,
        IDatabaseStore databases,
        ISecretProtector secrets,
        IGrainFactory grains,
        CancellationToken cancellationToken)
    {
        if (connectors.Find(request.StoreType) is not { } connector)
            return ApiProblem.Invalid("store_type_unknown", $"There is no connector for '{request.StoreType}'.", "Ask /api/v1/store-types for those there are.");
        if (FieldProblem(connector, request.Settings) is { } fieldProblem)
            return fieldProblem;
        if (request.Window is { } window && !CalendarZone.Exists(window.TimeZone))
            return ApiProblem.Invalid("unknown_time_zone", $"'{window.TimeZone}' is not an IANA time zone.", "Use a name such as America/Montevideo.");
        if (await databases.FindAsync(Accounts.Default, request.DatabaseId, cancellationToken) is null)
            return ApiProblem.Create(StatusCodes.Status422UnprocessableEntity, "database_not_found", $"There is no database '{request.DatabaseId}'.", "Create it first.");

        var key = new IntegrationKey(Accounts.Default, Guid.CreateVersion7().ToString("N"));
        var verification = await connector.VerifyAsync(new StoreConnection(key.IntegrationId, request.Settings.ToImmutableDictionary()), cancellationToken);
        if (verification.Problem is { } problem)
            return ApiProblem.Store(problem);

        var grain = grains.GetGrain<IIntegrationGrain>(key.ToString());
        await grain.CreateAsync(Define(key, request, connector, secrets));
        var status = await grain.GetStatusAsync();
        return TypedResults.Created($"/api/v1/integrations/{key.IntegrationId}", IntegrationResponse.From(status!));
    }

    private static async Task<Ok<PageResponse<IntegrationResponse>>> ListAsync(IIntegrationIndex integrations, CancellationToken cancellationToken)
    {
        var rows = await integrations.ListAsync(Accounts.Default, cancellationToken);
        return TypedResults.Ok(new PageResponse<IntegrationResponse>(
            [.. rows.Select(row => IntegrationResponse.From(IntegrationStatuses.From(row.IntegrationId, row.Record)))], NextCursor: null));
    }

    private static async Task<Results<Ok<IntegrationResponse>, ProblemHttpResult>> GetAsync(string integrationId, IGrainFactory grains) =>
        await IntegrationLookup.FindAsync(grains, integrationId) is { } found
            ? TypedResults.Ok(IntegrationResponse.From(found.Status))
            : ApiProblem.NotFound("integration", integrationId);

    private static ProblemHttpResult? FieldProblem(IStoreConnector connector, Dictionary<string, string> settings)
    {
        var fields = connector.Description.Fields;
        if (settings.Keys.FirstOrDefault(name => !fields.Any(field => field.Name == name)) is { } unknown)
            return ApiProblem.Invalid("setting_unknown", $"'{unknown}' is no setting of {connector.StoreType}.", $"The settings are: {string.Join(", ", fields.Select(field => field.Name))}.");
        return fields.FirstOrDefault(field => field.IsRequired && string.IsNullOrWhiteSpace(settings.GetValueOrDefault(field.Name))) is { } missing
            ? ApiProblem.Invalid("setting_missing", $"The setting '{missing.Name}' is missing.", missing.Help.En)
            : null;
    }

    private static IntegrationDefinition Define(IntegrationKey key, CreateIntegrationRequest request, IStoreConnector connector, ISecretProtector secrets)
    {
        var secretNames = connector.Description.Fields.Where(field => field.IsSecret).Select(field => field.Name).ToHashSet();
        return new IntegrationDefinition
        {
            Name = request.Name.Trim(),
            StoreType = connector.StoreType,
            DatabaseId = request.DatabaseId,
            Settings = request.Settings.Where(setting => !secretNames.Contains(setting.Key)).ToImmutableDictionary(),
            ProtectedSecrets = secrets.Protect(key.Account, key.IntegrationId, request.Settings.Where(setting => secretNames.Contains(setting.Key)).ToDictionary()),
            StartsAt = request.StartsAt?.ToUniversalTime() ?? Everything,
            Interval = TimeSpan.FromMinutes(request.IntervalMinutes),
            Window = request.Window is { } window ? new SyncWindow(window.TimeZone, window.From, window.Until) : null,
        };
    }
}
