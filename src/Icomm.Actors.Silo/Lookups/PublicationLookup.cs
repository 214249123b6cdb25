using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Silo.Access;

namespace Icomm.Actors.Silo.Lookups;

internal static class PublicationLookup
{
    /// <returns>Null when the database has no such publication, or the account no such database.</returns>
    public static async Task<FoundPublication?> FindAsync(
        IDatabaseStore databases, IGrainFactory grains, Caller caller, string databaseId, string publicationId, CancellationToken cancellationToken)
    {
        // No id of ours is anything else, and no text from outside becomes part of a key.
        if (!Guid.TryParseExact(publicationId, "N", out var id) || await databases.FindAsync(caller.Account, databaseId, cancellationToken) is not { } database)
            return null;
        var key = new PublicationKey(caller.Account, database.DatabaseId, id.ToString("N"));
        var grain = grains.GetGrain<IPublicationGrain>(key.ToString());
        return await grain.GetStatusAsync() is { } status ? new FoundPublication(key, grain, status) : null;
    }
}

internal sealed record FoundPublication(PublicationKey Key, IPublicationGrain Grain, PublicationStatus Status);
