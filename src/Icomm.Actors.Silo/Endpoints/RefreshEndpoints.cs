using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class RefreshEndpoints
{
    /// <summary>No shop's days lie outside, and a slip in a year is found out before every row is of it.</summary>
    private static readonly (DateOnly First, DateOnly Last) Days = (new(1990, 1, 1), new(2199, 12, 31));

    public static void MapRefreshes(this IEndpointRouteBuilder api)
    {
        var refreshes = api.MapGroup("/databases/{databaseId}/refreshes").WithTags("Refreshes").ProducesProblem(StatusCodes.Status404NotFound);
        refreshes.MapPost("/", StartAsync)
            .WithName("startRefresh")
            .WithSummary("Refresh now")
            .WithDescription("Evaluates every profile as of a day, computes the population's cuts, scores everybody, and publishes. Joins a refresh under way that does the same.")
            .Refuses(StatusCodes.Status400BadRequest, "as_of_out_of_range")
            .Refuses(StatusCodes.Status409Conflict, "refresh_under_way");
        refreshes.MapGet("/", ListAsync)
            .WithName("listRefreshes")
            .WithSummary("List the refreshes, newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        refreshes.MapGet("/{refreshId}", GetAsync)
            .WithName("getRefresh")
            .WithSummary("Get a refresh")
            .WithDescription("Its outcome, what it did, who was in which segment at its end and who changed; while it is under way, how far it has come.");
    }

    private static async Task<Results<Accepted<RefreshStartedResponse>, ProblemHttpResult>> StartAsync(
        string databaseId, Caller caller, IDatabaseStore databases, IGrainFactory grains, CancellationToken cancellationToken, StartRefreshRequest? request = null)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        if (request?.AsOf is { } day && (day < Days.First || day > Days.Last))
            return ApiProblem.Invalid("as_of_out_of_range", $"A refresh can't be as of {day:yyyy-MM-dd}.", $"Give a day from {Days.First:yyyy-MM-dd} to {Days.Last:yyyy-MM-dd}.");
        var start = await grains.RefreshGrain(caller, databaseId).RefreshNowAsync(new RefreshRequest(request?.AsOf, request?.Publish));
        if (start.RefreshId is not { } refreshId)
            return ApiProblem.NotFound("database", databaseId);
        return start.IsOther
            ? ApiProblem.Create(
                StatusCodes.Status409Conflict,
                "refresh_under_way",
                $"Refresh '{refreshId}' is under way, as of another day or with another wish to publish.",
                "Wait until it has ended and try again.",
                ("refreshId", refreshId))
            : TypedResults.Accepted($"/api/v1/databases/{databaseId}/refreshes/{refreshId}", new RefreshStartedResponse(refreshId));
    }

    private static async Task<Results<Ok<PageResponse<RefreshResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId,
        Caller caller,
        IDatabaseStore databases,
        IRefreshLog log,
        IGrainFactory grains,
        CancellationToken cancellationToken,
        string? cursor = null,
        [Range(1, 1000)] int limit = 50)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        var rows = await log.ListAsync(caller.Account, databaseId, cursor, limit, cancellationToken);
        var status = await grains.RefreshGrain(caller, databaseId).GetStatusAsync();
        return TypedResults.Ok(new PageResponse<RefreshResponse>(
            [.. rows.Select(row => RefreshResponse.From(row, status?.Current))], rows.Length == limit ? rows[^1].RefreshId : null));
    }

    private static async Task<Results<Ok<RefreshResponse>, ProblemHttpResult>> GetAsync(
        string databaseId, string refreshId, Caller caller, IDatabaseStore databases, IRefreshLog log, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        if (await log.FindAsync(caller.Account, databaseId, refreshId, cancellationToken) is not { } row)
            return ApiProblem.NotFound("refresh", refreshId);
        var status = await grains.RefreshGrain(caller, databaseId).GetStatusAsync();
        return TypedResults.Ok(RefreshResponse.From(row, status?.Current));
    }
}
