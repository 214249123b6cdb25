using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>A database that is being deleted can be looked at, and deleted; what is in it is going, and nothing else is done with it.</summary>
internal static class DeletingDatabases
{
    public const string Code = "database_deleting";

    /// <summary>For every route that names a database.</summary>
    public static RouteGroupBuilder RefuseInDeletingDatabases(this RouteGroupBuilder api)
    {
        api.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.GetRouteValue("databaseId") is not string databaseId || IsAllowed(http.GetEndpoint()!.Metadata))
                return await next(context);
            var account = http.RequestServices.GetRequiredService<Caller>().Account;
            var database = await http.RequestServices.GetRequiredService<IDatabaseStore>().FindAsync(account, databaseId, http.RequestAborted);
            return database is { DeletingSince: not null } ? Refuse() : await next(context);
        });
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            if (((RouteEndpointBuilder)endpoint).RoutePattern.GetParameter("databaseId") is null || IsAllowed(endpoint.Metadata))
                return;
            foreach (var metadata in Refusal.Metadata(StatusCodes.Status409Conflict, Code))
                endpoint.Metadata.Add(metadata);
        });
        return api;
    }

    public static ProblemHttpResult Refuse() => ApiProblem.Create(
        StatusCodes.Status409Conflict, Code, "The database is being deleted.", "Use another database, or wait until it is gone and create it anew.");

    private static bool IsAllowed(IEnumerable<object> metadata) => metadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName is DatabaseEndpoints.Get or DatabaseDeletionEndpoints.Delete;
}
