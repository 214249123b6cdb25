using Icomm.Actors.Abstractions.Imports;
using Icomm.Actors.Abstractions.Inbox;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Deletes all that is kept of an integration but its record, in steps that may be done again: whatever feeds profiles is closed first, then the orders leave the profiles batch by batch, then rows go.
/// </summary>
public sealed class IntegrationDeletions(IDatabaseStore databases, IProfileQueries profiles, IIntegrationLeftovers leftovers)
{
    /// <summary>Profiles that are read at a time: each may be large.</summary>
    private const int ProfilesAtATime = 200;

    private const int RowsAtATime = 1_000;

    /// <param name="checkpoint">Makes <paramref name="record"/> durable.</param>
    internal async Task DeleteAsync(IntegrationKey key, IntegrationRecord record, IGrainFactory grains, Func<Task> checkpoint, CancellationToken cancellationToken)
    {
        await CloseFeedsAsync(key, grains, cancellationToken);
        if (record.Deletion is { RemovesOrders: true, IsWalked: false })
            await WalkAsync(key, record, grains, checkpoint, cancellationToken);
        while (await leftovers.DeleteSomeAsync(key, RowsAtATime, cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task CloseFeedsAsync(IntegrationKey key, IGrainFactory grains, CancellationToken cancellationToken)
    {
        while (true)
        {
            var owned = await leftovers.FindGrainsAsync(key, cancellationToken);
            if (owned.HasInbox)
                await grains.GetGrain<IInboxGrain>(key.ToString()).CloseAsync();
            if (owned.Imports.IsEmpty)
                return;
            foreach (var import in owned.Imports)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var grain = grains.GetGrain<IImportGrain>(import.ToString());
                await grain.CancelAsync();
                await grain.RemoveAsync();
            }
        }
    }

    private async Task WalkAsync(IntegrationKey key, IntegrationRecord record, IGrainFactory grains, Func<Task> checkpoint, CancellationToken cancellationToken)
    {
        var databaseId = record.Definition!.DatabaseId;
        if (await databases.FindAsync(key.Account, databaseId, cancellationToken) is not { } database)
            return;
        record.Deletion = record.Deletion! with { ProfilesTotal = record.Deletion.ProfilesTotal ?? await profiles.CountAsync(key.Account, databaseId, cancellationToken) };
        while (!record.Deletion.IsWalked)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = await profiles.ListAsync(key.Account, databaseId, record.Deletion.After, ProfilesAtATime, cancellationToken);
            var counts = await Task.WhenAll(batch
                .Where(row => row.State?.HasHeardOf(key.IntegrationId) == true)
                .Select(row => grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(key.Account, databaseId, row.ProfileId).ToString()))
                .Select(profile => profile.RemoveIntegrationAsync(key.IntegrationId, database.Settings.TimeZone)));
            record.Deletion = record.Deletion with
            {
                After = batch.IsEmpty ? record.Deletion.After : batch[^1].ProfileId,
                IsWalked = batch.Length < ProfilesAtATime,
                ProfilesDone = record.Deletion.ProfilesDone + batch.Length,
                OrdersRemoved = record.Deletion.OrdersRemoved + counts.Sum(count => count.Orders),
                ProfilesRemoved = record.Deletion.ProfilesRemoved + counts.Count(count => count.IsProfileDeleted),
                FoldedLeft = record.Deletion.FoldedLeft + counts.Sum(count => count.FoldedLeft),
            };
            await checkpoint();
        }
    }
}
