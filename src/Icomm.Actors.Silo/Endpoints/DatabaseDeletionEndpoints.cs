using System.Collections.Immutable;
using System.ComponentModel;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class DatabaseDeletionEndpoints
{
    /// <summary>The name of the operation.</summary>
    public const string Delete = "deleteDatabase";

    /// <summary>Integrations that a refusal names.</summary>
    private const int MostNamed = 20;

    public static void MapDatabaseDeletion(this IEndpointRouteBuilder api) => api.MapDelete("/databases/{databaseId}", DeleteAsync)
        .WithTags("Databases")
        .WithName(Delete)
        .WithSummary("Delete a database")
        .WithDescription(
            "With its profiles, models, refreshes, publications, figures and receipts of erasures. 'confirm' has to be the database's name. Refused as long as an integration feeds it. "
            + "The deletion goes on in the background: the database says so and answers 404 when it is gone; until then every other operation on it is refused. Files that publications wrote stay.")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Refuses(StatusCodes.Status409Conflict, "confirmation_required", "database_in_use");

    private static async Task<Results<Accepted<DatabaseResponse>, ProblemHttpResult>> DeleteAsync(
        string databaseId, Caller caller, IDatabaseStore databases, IIntegrationIndex integrations, IGrainFactory grains, CancellationToken cancellationToken, [Description("The name of the database, to be sure.")] string? confirm = null)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (confirm != database.Name)
            return ConfirmationRequired();
        if (await grains.RefreshGrain(caller, databaseId).DeleteAsync() is { } since)
            return TypedResults.Accepted($"/api/v1/databases/{databaseId}", DatabaseResponse.From(database with { DeletingSince = since }));
        var feeding = await integrations.OfDatabaseAsync(caller.Account, databaseId, cancellationToken);
        return feeding.Length > 0 ? InUse(feeding) : ApiProblem.NotFound("database", databaseId);
    }

    private static ProblemHttpResult ConfirmationRequired() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "confirmation_required", "Everything in the database would be gone.", "Give the database's name as 'confirm' to delete it.");

    private static ProblemHttpResult InUse(ImmutableArray<FeedingIntegration> feeding) => ApiProblem.Create(
        StatusCodes.Status409Conflict,
        "database_in_use",
        $"Integrations that feed the database: {feeding.Length}.",
        "Delete them first.",
        ("integrations", feeding.Take(MostNamed).Select(integration => new NamedIntegration(integration.IntegrationId, integration.Name)).ToArray()));

    private sealed record NamedIntegration(string Id, string Name);
}
