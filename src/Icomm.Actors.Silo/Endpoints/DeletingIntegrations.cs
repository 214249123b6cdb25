using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>An integration that is being deleted can be looked at, and deleted; nothing else.</summary>
internal static class DeletingIntegrations
{
    public static RouteGroupBuilder RefuseWhileDeleting(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (HttpMethods.IsGet(http.Request.Method) || http.GetRouteValue("integrationId") is not string integrationId)
                return await next(context);
            var found = await IntegrationLookup.FindAsync(http.RequestServices.GetRequiredService<IGrainFactory>(), http.RequestServices.GetRequiredService<Caller>(), integrationId);
            return found is { Status.Deletion: not null } ? Refusal() : await next(context);
        });
        return group;
    }

    private static IResult Refusal() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "integration_deleting", "The integration is being deleted.", "Wait until it is gone; create another one if its shop is still wanted.");
}
