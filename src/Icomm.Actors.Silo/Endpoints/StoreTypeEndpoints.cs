using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Changes;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class StoreTypeEndpoints
{
    public static void MapStoreTypes(this IEndpointRouteBuilder api)
    {
        var types = api.MapGroup("/store-types").WithTags("Store types");
        types.MapGet("/", List)
            .WithName("listStoreTypes")
            .WithSummary("List the store platforms")
            .WithDescription("Every platform with the fields of its form, in the language of Accept-Language: en, es or pt.");
        types.MapPost("/{storeType}/verifications", VerifyAsync)
            .WithName("verifyStore")
            .IsNotAudited()
            .WithSummary("Verify credentials")
            .WithDescription("Checks credentials and settings with the store, without saving anything. What is wrong is part of the answer, in the language of Accept-Language: en, es or pt.")
            .Refuses(StatusCodes.Status400BadRequest, "setting_unknown")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<ImmutableArray<StoreTypeResponse>> List(ConnectorRegistry connectors, HttpContext context)
    {
        var language = RequestLanguage.Choose(context);
        return TypedResults.Ok(connectors.All
            .OrderBy(connector => connector.StoreType, StringComparer.Ordinal)
            .Select(connector => StoreTypeResponse.From(connector, language))
            .ToImmutableArray());
    }

    private static async Task<Results<Ok<VerifyResponse>, ProblemHttpResult>> VerifyAsync(
        string storeType, VerifyRequest request, ConnectorRegistry connectors, HttpContext context, CancellationToken cancellationToken)
    {
        if (connectors.Find(storeType) is not { } connector)
            return ApiProblem.NotFound("store_type", storeType);
        if (IntegrationSettings.Unknown(connector, request.Settings) is { } unknown)
            return unknown;

        var connection = new StoreConnection($"verification-{Guid.NewGuid():N}", IntegrationSettings.Merge(ImmutableDictionary<string, string>.Empty, request.Settings));
        return TypedResults.Ok(VerifyResponse.From(await connector.VerifyAsync(connection, cancellationToken), connector.Description.DisplayName, RequestLanguage.Choose(context)));
    }
}
