using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class RfmModelEndpoints
{
    public static void MapRfmModels(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/databases/{databaseId}/rfm-models").WithTags("RFM models").ProducesProblem(StatusCodes.Status404NotFound);
        models.MapGet("/", ListAsync)
            .WithName("listRfmModels")
            .WithSummary("List the RFM models, newest first")
            .WithDescription("Every refresh that found a change made a version: the cuts of each period, the size of its population, and the segment map in force.")
            .Refuses(StatusCodes.Status400BadRequest, "cursor_invalid");
        models.MapGet("/current", GetCurrentAsync)
            .WithName("getCurrentRfmModel")
            .WithSummary("Get the RFM model in force")
            .WithDescription("The version that profiles are scored by today.");
        models.MapGet("/{version:long}", GetAsync)
            .WithName("getRfmModel")
            .WithSummary("Get a version of the RFM model");
    }

    private static async Task<Results<Ok<PageResponse<RfmModelResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId,
        Caller caller,
        IDatabaseStore databases,
        IRfmModelStore models,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, 1000)] int limit = 50)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        if (!Cursors.TryReadNumber(cursor, out var before))
            return Cursors.Invalid();
        var versions = await models.ListAsync(caller.Account, databaseId, before, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<RfmModelResponse>(
            [.. versions.Select(RfmModelResponse.From)], versions.Length == limit ? versions[^1].Version.ToString(CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<RfmModelResponse>, ProblemHttpResult>> GetCurrentAsync(
        string databaseId, Caller caller, IDatabaseStore databases, IRfmModelStore models, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        var today = CalendarZone.Get(database.Settings.TimeZone).DateOf(time.GetUtcNow());
        return await models.InForceAsync(caller.Account, databaseId, today, cancellationToken) is { } version
            && await models.FindAsync(caller.Account, databaseId, version, cancellationToken) is { } model
                ? TypedResults.Ok(RfmModelResponse.From(model))
                : ApiProblem.Create(StatusCodes.Status404NotFound, "rfm_model_not_found", "The database has no RFM model yet.", "Start a refresh, or wait for the daily one.");
    }

    private static async Task<Results<Ok<RfmModelResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, long version, Caller caller, IDatabaseStore databases, IRfmModelStore models, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        return await models.FindAsync(caller.Account, databaseId, version, cancellationToken) is { } model
            ? TypedResults.Ok(RfmModelResponse.From(model))
            : ApiProblem.NotFound("rfm_model", version.ToString(CultureInfo.InvariantCulture));
    }
}
