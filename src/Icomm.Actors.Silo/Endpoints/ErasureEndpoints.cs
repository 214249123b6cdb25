using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Auditing;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Privacy;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Persons who asked to be forgotten.</summary>
internal static class ErasureEndpoints
{
    public static void MapErasures(this IEndpointRouteBuilder api)
    {
        var erasures = api.MapGroup("/databases/{databaseId}/erasures").WithTags("Privacy").ProducesProblem(StatusCodes.Status404NotFound);
        erasures.MapPost("/", EraseAsync)
            .WithName("erasePerson")
            .WithSummary("Forget a person")
            .WithDescription(
                "Deletes the profile with its orders, its part in the dashboard, its refreshed row, what publications know of it, and the rows of exported files and the rejected records that name the person. No sync, push or import of any integration of "
                + "the database brings them back, by none of the e-mails and customer ids that were seen with them: such records are counted as suppressed. The receipt names what others hold still. "
                + "A person whom nobody knows yet is kept out as well.")
            .Refuses(StatusCodes.Status400BadRequest, "person_unidentified")
            .Refuses(StatusCodes.Status422UnprocessableEntity, "integration_not_found");
        erasures.MapGet("/", ListAsync)
            .WithName("listErasures")
            .WithSummary("List the receipts of erasures, newest first")
            .Refuses(StatusCodes.Status400BadRequest, "cursor_invalid");
        erasures.MapGet("/{erasureId}", GetAsync)
            .WithName("getErasure")
            .WithSummary("Get the receipt of an erasure");
        erasures.MapDelete("/{erasureId}", LiftAsync)
            .WithName("liftErasure")
            .WithSummary("Let an erased person come back")
            .WithDescription("With what the stores send of them from now on; a backfill reads what they sent before. The receipt stays, and says when it was lifted.");
    }

    private static async Task<Results<Created<ErasureResponse>, ProblemHttpResult>> EraseAsync(
        string databaseId, EraseRequest request, Caller caller, IDatabaseStore databases, Erasures erasures, AuditTrail audit, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        var integrationId = request.IntegrationId is { } named ? await erasures.FindIntegrationAsync(database, named, cancellationToken) : null;
        if (IdentityOf(request, integrationId ?? "none") is not { } identity)
            return ApiProblem.Invalid("person_unidentified", "The person is not identified.", "Give either an e-mail, or a document, or an integrationId with a storeCustomerId.");
        if (identity.Kind == CustomerIdentityKind.StoreCustomer && integrationId is null)
            return ApiProblem.Create(
                StatusCodes.Status422UnprocessableEntity, "integration_not_found", "No such integration feeds the database, and none of its customers is of it.", "Use the id of the integration that the customer id is of.");
        var receipt = await erasures.EraseAsync(database, identity, request.Document, cancellationToken);
        return audit.Created($"/api/v1/databases/{databaseId}/erasures/{receipt.ErasureId}", ErasureResponse.From(receipt));
    }

    private static async Task<Results<Ok<PageResponse<ErasureResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId, Caller caller, IDatabaseStore databases, IErasures erasures, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 50)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        if (!Cursors.TryReadNumber(cursor, out var before))
            return Cursors.Invalid();
        var receipts = await erasures.ListAsync(caller.Account, databaseId, before, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<ErasureResponse>(
            [.. receipts.Select(row => ErasureResponse.From(row.Receipt))], receipts.Length == limit ? receipts[^1].Cursor.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<ErasureResponse>, ProblemHttpResult>> GetAsync(string databaseId, string erasureId, Caller caller, IErasures erasures, CancellationToken cancellationToken) =>
        await erasures.FindAsync(caller.Account, databaseId, erasureId, cancellationToken) is { } receipt
            ? TypedResults.Ok(ErasureResponse.From(receipt))
            : ApiProblem.NotFound("erasure", erasureId);

    private static async Task<Results<Ok<ErasureResponse>, ProblemHttpResult>> LiftAsync(
        string databaseId, string erasureId, Caller caller, IDatabaseStore databases, Erasures erasures, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        return await erasures.LiftAsync(database, erasureId, cancellationToken) is { } receipt
            ? TypedResults.Ok(ErasureResponse.From(receipt))
            : ApiProblem.NotFound("erasure", erasureId);
    }

    /// <returns>Null unless exactly one way of naming the person is used, and well.</returns>
    private static CustomerIdentity? IdentityOf(EraseRequest request, string integrationId)
    {
        var reference = request switch
        {
            { Email: not null, Document: null, IntegrationId: null, StoreCustomerId: null } => new CustomerReference { Email = request.Email },
            { Email: null, Document: not null, IntegrationId: null, StoreCustomerId: null } => new CustomerReference { Document = request.Document },
            { Email: null, Document: null, IntegrationId.Length: > 0, StoreCustomerId: not null } => new CustomerReference { StoreCustomerId = request.StoreCustomerId },
            _ => new CustomerReference(),
        };
        return CustomerIdentity.TryCreate(integrationId, reference, out var identity) ? identity : null;
    }
}
