using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

/// <summary>Segments over time, from the history of refreshes.</summary>
internal static class SegmentEndpoints
{
    private const int LogPage = 200;

    public static void MapSegments(this IEndpointRouteBuilder api)
    {
        var segments = api.MapGroup("/databases/{databaseId}/segments").WithTags("Segments")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        segments.MapGet("/history", ListAsync)
            .WithName("listSegmentHistory")
            .WithSummary("List segment sizes over time, newest first")
            .WithDescription("One entry for each refresh that succeeded and found a change.");
        segments.MapGet("/transitions", GetTransitionsAsync)
            .WithName("getSegmentTransitions")
            .WithSummary("Get who went from one segment to another")
            .WithDescription("In one refresh: the newest that found a change when none is named.")
            .Refuses(StatusCodes.Status404NotFound, "refresh_not_found")
            .Refuses(StatusCodes.Status409Conflict, "never_refreshed");
    }

    private static async Task<Results<Ok<PageResponse<SegmentSnapshotResponse>>, ProblemHttpResult>> ListAsync(
        string databaseId, Caller caller, IDatabaseStore databases, IRefreshLog log, CancellationToken cancellationToken, string? cursor = null, [Range(1, 1000)] int limit = 100)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        var (found, hasMore) = await ChangesAsync(log, caller, databaseId, cursor, limit, cancellationToken);
        return TypedResults.Ok(new PageResponse<SegmentSnapshotResponse>([.. found.Select(SegmentSnapshotResponse.From)], hasMore ? found[^1].RefreshId : null));
    }

    private static async Task<Results<Ok<SegmentTransitionsResponse>, ProblemHttpResult>> GetTransitionsAsync(
        string databaseId,
        Caller caller,
        IDatabaseStore databases,
        IRefreshLog log,
        CancellationToken cancellationToken,
        [Description("The refresh to look at.")] string? refreshId = null)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is null)
            return ApiProblem.NotFound("database", databaseId);
        var row = refreshId is null
            ? (await ChangesAsync(log, caller, databaseId, before: null, limit: 1, cancellationToken)).Found.FirstOrDefault()
            : await log.FindAsync(caller.Account, databaseId, refreshId, cancellationToken);
        if (row is not null)
            return TypedResults.Ok(new SegmentTransitionsResponse(row.RefreshId, row.AsOf, row.EndedAt, row.Transitions));
        return refreshId is null ? RefreshLookup.NeverRefreshed() : ApiProblem.NotFound("refresh", refreshId);
    }

    /// <summary>The refreshes that say who was where: those that failed, and those that found everything as it was, don't.</summary>
    private static async Task<(ImmutableArray<RefreshRow> Found, bool HasMore)> ChangesAsync(
        IRefreshLog log, Caller caller, string databaseId, string? before, int limit, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<RefreshRow>();
        while (true)
        {
            var page = await log.ListAsync(caller.Account, databaseId, before, LogPage, cancellationToken);
            foreach (var row in page.Where(row => row.Outcome == RunOutcome.Succeeded && !row.Segments.IsEmpty))
            {
                if (found.Count == limit)
                    return (found.DrainToImmutable(), true);
                found.Add(row);
            }

            if (page.Length < LogPage)
                return (found.DrainToImmutable(), false);
            before = page[^1].RefreshId;
        }
    }
}
