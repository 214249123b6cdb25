using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;
using Icomm.Actors.Publishing.Files;

namespace Icomm.Actors.Silo.Privacy;

/// <summary>Forgets persons, and says what that took. Each step may be done again: an erasure that broke off is asked for again.</summary>
internal sealed partial class Erasures(
    IErasures erasures,
    ISuppressedIdentities suppressed,
    IIntegrationIndex integrations,
    PersonSearch persons,
    ExportedFiles files,
    IdentityKey identityKey,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<Erasures> logger)
{
    /// <summary>An integration whose customer ids may name a person: it feeds the database, or its customers are there still, as when it was deleted.</summary>
    /// <returns>The id as it is stored; null when there is no such integration.</returns>
    public async Task<string?> FindIntegrationAsync(DatabaseRow database, string integrationId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(integrationId, "N", out var id))
            return null;
        var stored = id.ToString("N");
        var feeding = await integrations.OfDatabaseAsync(database.Account, database.DatabaseId, cancellationToken);
        return feeding.Any(integration => integration.IntegrationId == stored) || await persons.AnyOfAsync(database, stored, cancellationToken) ? stored : null;
    }

    /// <param name="document">As it was typed, where the person is named by one.</param>
    public async Task<ErasureReceipt> EraseAsync(DatabaseRow database, CustomerIdentity identity, string? document, CancellationToken cancellationToken)
    {
        var receipt = new ErasureReceipt { ErasureId = Guid.CreateVersion7().ToString("N"), At = time.GetUtcNow(), Digest = identityKey.DigestOf(identity) };
        await erasures.SaveAsync(database.Account, database.DatabaseId, receipt, cancellationToken);

        var texts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var accounts = new HashSet<(string IntegrationId, string StoreCustomerId)>();
        if (identity.Email is { } email)
            texts.Add(email);
        if (document is not null)
            texts.UnionWith(PersonTexts.OfDocument(document));
        foreach (var profileId in await persons.FindAsync(database, identity, cancellationToken))
        {
            var key = new ProfileKey(database.Account, database.DatabaseId, profileId);
            var publications = await erasures.PublicationsAsync(key, cancellationToken);
            var erased = await grains.GetGrain<ICustomerProfileGrain>(key.ToString()).EraseAsync(receipt.ErasureId, database.Settings.TimeZone);
            if (erased.Customer is not { } customer)
                continue;
            texts.UnionWith([profileId, .. PersonTexts.Of(customer)]);
            accounts.UnionWith(customer.Stores.SelectMany(store => store.StoreCustomerIds.Select(id => (store.IntegrationId, id))));
            receipt = receipt with
            {
                Profiles = receipt.Profiles + 1,
                Orders = receipt.Orders + erased.Orders,
                FoldedOrders = receipt.FoldedOrders + erased.Folded,
                Publications = [.. receipt.Publications.Union(publications)],
            };
        }

        receipt = receipt with
        {
            RejectedRecords = await DeleteRejectedAsync(database, texts, cancellationToken),
            Files = await files.RemoveAsync(database.Account, database.DatabaseId, new ExportedPerson(texts, accounts), cancellationToken),
            IsComplete = true,
        };
        await erasures.SaveAsync(database.Account, database.DatabaseId, receipt, cancellationToken);
        LogErased(receipt.ErasureId, database.DatabaseId, receipt.Profiles, receipt.Orders, receipt.RejectedRecords);
        return receipt;
    }

    /// <summary>Lets the person come back, with what the stores send of them from now on.</summary>
    /// <returns>Null when there is no such erasure.</returns>
    public async Task<ErasureReceipt?> LiftAsync(DatabaseRow database, string erasureId, CancellationToken cancellationToken)
    {
        var receipt = await erasures.FindAsync(database.Account, database.DatabaseId, erasureId, cancellationToken);
        if (receipt is null or { LiftedAt: not null })
            return receipt;
        await suppressed.LiftAsync(database.Account, database.DatabaseId, erasureId, cancellationToken);
        receipt = receipt with { LiftedAt = time.GetUtcNow() };
        await erasures.SaveAsync(database.Account, database.DatabaseId, receipt, cancellationToken);
        LogLifted(erasureId, database.DatabaseId);
        return receipt;
    }

    private async Task<long> DeleteRejectedAsync(DatabaseRow database, IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var integration in await integrations.OfDatabaseAsync(database.Account, database.DatabaseId, cancellationToken))
            deleted += await erasures.DeleteRejectedAsync(database.Account, integration.IntegrationId, texts, cancellationToken);
        return deleted;
    }

    [LoggerMessage(4500, LogLevel.Information, "Erasure {ErasureId} in database {DatabaseId}: {Profiles} profiles, {Orders} orders, {Rejected} rejected records.")]
    private partial void LogErased(string erasureId, string databaseId, int profiles, long orders, long rejected);

    [LoggerMessage(4501, LogLevel.Information, "Erasure {ErasureId} in database {DatabaseId} was lifted.")]
    private partial void LogLifted(string erasureId, string databaseId);
}
