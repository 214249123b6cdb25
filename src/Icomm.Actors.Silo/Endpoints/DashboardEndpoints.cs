using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Contracts;
using Icomm.Actors.Silo.Document;
using Icomm.Actors.Silo.Lookups;
using Icomm.Actors.Silo.Problems;
using Icomm.Actors.Silo.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Endpoints;

internal static class DashboardEndpoints
{
    public static void MapDashboard(this IEndpointRouteBuilder api) => api.MapGet("/databases/{databaseId}/dashboard", GetAsync)
        .WithTags("Dashboard")
        .WithName("getDashboard")
        .WithSummary("Get the dashboard of a database")
        .WithDescription("Customers and revenue of a window, revenue by month, top products, categories and brands, the matrix of recency and frequency, and the segments. Every part says as of when it is.")
        .Refuses(StatusCodes.Status400BadRequest, "window_unknown", "month_invalid", "months_reversed")
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<Results<Ok<DashboardResponse>, ProblemHttpResult>> GetAsync(
        string databaseId,
        Caller caller,
        IDatabaseStore databases,
        Dashboards dashboards,
        IGrainFactory grains,
        CancellationToken cancellationToken,
        [Description("30, 60, 90, 180, 360, 360plus or lifetime: what summary and matrix are about.")] string window = "30",
        [Description("First month of revenue and top lists, as 2026-01; the earliest when left out.")] string? from = null,
        [Description("Last month of revenue and top lists; the latest when left out.")] string? to = null,
        [Range(1, 1000), Description("Most entries of each top list.")] int limit = 10)
    {
        if (await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return ApiProblem.NotFound("database", databaseId);
        if (PeriodNames.Find(window) is not { } period)
            return ApiProblem.Invalid("window_unknown", "There is no such window.", $"Use one of {string.Join(", ", PeriodNames.All)}.");
        if (!MonthRange.TryParse(from, to, out var months, out var problem))
            return problem!.ToResult();
        return TypedResults.Ok(await dashboards.OfAsync(database, await grains.LastRefreshAsync(caller, databaseId), period, months, limit, cancellationToken));
    }
}
