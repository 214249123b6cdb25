using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>An integration that is being deleted can be looked at, and deleted; nothing else.</summary>
internal static class DeletingIntegrations
{
    private const string Code = "integration_deleting";

    public static RouteGroupBuilder RefuseWhileDeleting(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (HttpMethods.IsGet(http.Request.Method) || http.GetRouteValue("integrationId") is not string integrationId)
                return await next(context);
            var found = await IntegrationLookup.FindAsync(http.RequestServices.GetRequiredService<IGrainFactory>(), http.RequestServices.GetRequiredService<Caller>(), integrationId);
            return found is { Status.Deletion: not null } ? Refuse() : await next(context);
        });
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods.All(HttpMethods.IsGet))
                return;
            foreach (var metadata in Refusal.Metadata(StatusCodes.Status409Conflict, Code))
                endpoint.Metadata.Add(metadata);
        });
        return group;
    }

    private static IResult Refuse() => ApiProblem.Create(
        StatusCodes.Status409Conflict, Code, "The integration is being deleted.", "Wait until it is gone; create another one if its shop is still wanted.");
}
