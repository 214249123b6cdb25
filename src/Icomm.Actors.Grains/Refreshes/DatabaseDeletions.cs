using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Databases;
using Icomm.Actors.Persistence.Publishing;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Deletes a database with all that is kept in it but the record of its refreshes, in steps that may be done again; its own row, which says that it is being deleted, goes last.</summary>
public sealed class DatabaseDeletions(IDatabaseLeftovers leftovers, IPublicationStore publications, TimeProvider time)
{
    private const int RowsAtATime = 1_000;

    internal Task<DateTimeOffset?> MarkAsync(DatabaseKey key) => leftovers.MarkAsync(key.Account, key.Database, time.GetUtcNow(), CancellationToken.None);

    internal async Task DeleteAsync(DatabaseKey key, IGrainFactory grains, CancellationToken cancellationToken)
    {
        foreach (var publication in await publications.ListAsync(key.Account, key.Database, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await grains.GetGrain<IPublicationGrain>(publication.Key.ToString()).RemoveAsync();
        }

        while (await leftovers.DeleteSomeAsync(key.Account, key.Database, RowsAtATime, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
        await leftovers.DeleteDatabaseAsync(key.Account, key.Database, cancellationToken);
    }
}
