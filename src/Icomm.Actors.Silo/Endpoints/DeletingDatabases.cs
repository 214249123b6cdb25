using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>A database that is being deleted can be looked at, and deleted; what is in it is going, and nothing else is done with it.</summary>
internal static class DeletingDatabases
{
    /// <summary>For every route that names a database.</summary>
    public static RouteGroupBuilder RefuseInDeletingDatabases(this RouteGroupBuilder api)
    {
        api.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.GetRouteValue("databaseId") is not string databaseId
                || http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is DatabaseEndpoints.Get or DatabaseDeletionEndpoints.Delete)
                return await next(context);
            var account = http.RequestServices.GetRequiredService<Caller>().Account;
            var database = await http.RequestServices.GetRequiredService<IDatabaseStore>().FindAsync(account, databaseId, http.RequestAborted);
            return database is { DeletingSince: not null } ? Refusal() : await next(context);
        });
        return api;
    }

    public static ProblemHttpResult Refusal() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "database_deleting", "The database is being deleted.", "Use another database, or wait until it is gone and create it anew.");
}
