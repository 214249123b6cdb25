using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Privacy;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Persons who ask what is held on them.</summary>
internal static class PersonExportEndpoints
{
    public static void MapPersonExport(this IEndpointRouteBuilder api) => api.MapGet("/databases/{databaseId}/profiles/{profileId}/export", ExportAsync)
        .WithTags("Privacy")
        .WithName("exportPerson")
        .IsAudited()
        .WithSummary("Download everything that is held on a person")
        .WithDescription(
            "The profile with every indicator, what each store says of the person, every order that is kept, the publications that sent the person to a receiver and as of which day, "
            + "and the rejected records that name the person by an e-mail or document, as one JSON file.")
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Refuses(StatusCodes.Status422UnprocessableEntity, "as_of_folded");

    private static async Task<Results<Ok<PersonExportResponse>, ProblemHttpResult>> ExportAsync(
        string databaseId, string profileId, Caller caller, IDatabaseStore databases, PersonExports exports, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (!ProfileEndpoints.IsProfileId(profileId) || await exports.GatherAsync(database, profileId, cancellationToken) is not { } export)
            return ApiProblem.NotFound("profile", profileId);
        response.Headers.ContentDisposition = $"attachment; filename=\"{profileId}.json\"";
        return TypedResults.Ok(export);
    }
}
