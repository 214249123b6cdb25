using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Lookups;

/// <summary>What queries ask about a database's refreshes.</summary>
internal static class RefreshLookup
{
    /// <param name="databaseId">Of a database that was found: it becomes part of a key.</param>
    public static IDatabaseRefreshGrain RefreshGrain(this IGrainFactory grains, Caller caller, string databaseId) =>
        grains.GetGrain<IDatabaseRefreshGrain>(new DatabaseKey(caller.Account, databaseId).ToString());

    /// <summary>The refresh that the master data is of; null before the first.</summary>
    public static async Task<CompletedRefreshStatus?> LastRefreshAsync(this IGrainFactory grains, Caller caller, string databaseId) =>
        (await grains.RefreshGrain(caller, databaseId).GetStatusAsync())?.LastCompleted;

    public static ProblemHttpResult NeverRefreshed() => ApiProblem.Create(
        StatusCodes.Status409Conflict, "never_refreshed", "The database has not been refreshed yet.", "Start a refresh, or wait for the daily one.");
}
