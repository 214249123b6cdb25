using System.ComponentModel;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class IntegrationDeletionEndpoints
{
    public static void MapIntegrationDeletion(this IEndpointRouteBuilder api) => api.MapDelete("/integrations/{integrationId}", DeleteAsync)
        .WithTags("Integrations")
        .WithName("deleteIntegration")
        .WithSummary("Delete an integration")
        .WithDescription(
            "With its secrets, products, runs, rejected records, imports and pushed messages. 'orders' says what becomes of its orders: 'remove' takes them out of the profiles, and profiles of which nothing is left "
            + "go with them; 'keep' leaves the profiles as they are. A run under way stops first. The deletion goes on in the background: its card shows how far it has come, and answers 404 when it is done. "
            + "Where a customer has more than 1,000 orders, old ones of several integrations that are kept as totals only can't be told apart, and stay.")
        .Refuses(StatusCodes.Status400BadRequest, "orders_unspecified")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Accepted<IntegrationResponse>, ProblemHttpResult>> DeleteAsync(
        string integrationId, Caller caller, IGrainFactory grains, IntegrationCards cards, HttpContext context, CancellationToken cancellationToken, [Description("What becomes of its orders: `remove` or `keep`.")] string? orders = null)
    {
        if (orders is not ("keep" or "remove"))
            return ApiProblem.Invalid("orders_unspecified", "It must be said what becomes of the integration's orders.", "Give orders=remove to take them out of the profiles, or orders=keep to leave them.");
        if (await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } found || await found.Grain.DeleteAsync(orders == "remove") is not { } status)
            return ApiProblem.NotFound("integration", integrationId);
        return TypedResults.Accepted($"/api/v1/integrations/{status.IntegrationId}", await cards.CardAsync(caller.Account, status, RequestLanguage.Choose(context), cancellationToken));
    }
}
