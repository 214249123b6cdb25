using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Silo.Access;

namespace Icomm.Actors.Silo.Lookups;

internal static class ImportLookup
{
    /// <returns>Null when the account has no such integration, or the integration no such import.</returns>
    public static async Task<FoundImport?> FindAsync(IGrainFactory grains, Caller caller, string integrationId, string importId)
    {
        // No id of ours is anything else, and no text from outside becomes part of a key.
        if (!Guid.TryParseExact(importId, "N", out var id) || await IntegrationLookup.FindAsync(grains, caller, integrationId) is not { } integration)
            return null;
        var key = new ImportKey(caller.Account, integration.Status.IntegrationId, id.ToString("N"));
        var grain = grains.GetGrain<IImportGrain>(key.ToString());
        return await grain.GetStatusAsync() is { } status ? new FoundImport(key, grain, status) : null;
    }
}

internal sealed record FoundImport(ImportKey Key, IImportGrain Grain, ImportStatus Status);
