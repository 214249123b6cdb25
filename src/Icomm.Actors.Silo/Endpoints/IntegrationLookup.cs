using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Silo.Hosting;

namespace Icomm.Actors.Silo.Endpoints;

internal static class IntegrationLookup
{
    /// <returns>Null when the account has no such integration.</returns>
    public static async Task<(IIntegrationGrain Grain, IntegrationStatus Status)?> FindAsync(IGrainFactory grains, string integrationId)
    {
        // No id of ours is anything else, and no text from outside becomes part of a key.
        if (!Guid.TryParseExact(integrationId, "N", out var id))
            return null;
        var grain = grains.GetGrain<IIntegrationGrain>(new IntegrationKey(Accounts.Default, id.ToString("N")).ToString());
        return await grain.GetStatusAsync() is { } status ? (grain, status) : null;
    }
}
