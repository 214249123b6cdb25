using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Silo.Access;
using Icomm.Actors.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Icomm.Actors.Silo.Lookups;

internal static class IntegrationLookup
{
    public static ProblemHttpResult Paused() => ApiProblem.Create(StatusCodes.Status409Conflict, "integration_paused", "The integration is paused.", "Resume it first.");

    /// <returns>Null when the account has no such integration.</returns>
    public static async Task<(IIntegrationGrain Grain, IntegrationStatus Status)?> FindAsync(IGrainFactory grains, Caller caller, string integrationId)
    {
        // No id of ours is anything else, and no text from outside becomes part of a key.
        if (!Guid.TryParseExact(integrationId, "N", out var id))
            return null;
        var grain = grains.GetGrain<IIntegrationGrain>(new IntegrationKey(caller.Account, id.ToString("N")).ToString());
        return await grain.GetStatusAsync() is { } status ? (grain, status) : null;
    }
}
