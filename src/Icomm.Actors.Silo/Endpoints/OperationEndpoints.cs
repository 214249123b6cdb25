using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Operation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>The operator's view of how the installation does.</summary>
internal static class OperationEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder api) =>
        api.MapGet("/operations", LookAsync)
            .WithTags("Operations")
            .RequireAuthorization(Scopes.Operate)
            .WithName("getOperations")
            .WithSummary("See how the installation does")
            .WithDescription("Over all accounts: the silos and what is in their memory, integrations that are late, failing or paused, and what waits to be written.");

    private static async Task<Ok<OperationsResponse>> LookAsync(OperatorView view, CancellationToken cancellationToken) => TypedResults.Ok(await view.LookAsync(cancellationToken));
}
