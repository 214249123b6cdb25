using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;

namespace Icomm.Actors.Silo.Privacy;

/// <summary>Finds the profiles of a person.</summary>
internal sealed class PersonSearch(IProfileQueries profiles, IdentityKey identityKey)
{
    private const int ProfilesAtATime = 200;

    /// <returns>The profile that the identity names, whether it exists or not, and those of e-mails that have it as an account or document.</returns>
    public async Task<ImmutableArray<string>> FindAsync(DatabaseRow database, CustomerIdentity identity, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        found.Add(identityKey.DigestOf(identity));
        if (identity.Kind == CustomerIdentityKind.Email)
            return found.DrainToImmutable();

        // Nothing is indexed by these, and nobody asks often.
        for (string? after = null; ;)
        {
            var page = await profiles.ListAsync(database.Account, database.DatabaseId, after, ProfilesAtATime, cancellationToken);
            found.AddRange(page.Where(row => row.ProfileId != found[0] && row.State is { } state && IsOf(state.Customer, identity)).Select(row => row.ProfileId));
            if (page.Length < ProfilesAtATime)
                return found.DrainToImmutable();
            after = page[^1].ProfileId;
        }
    }

    /// <summary>Whether an integration has said anything of the database's customers.</summary>
    public async Task<bool> AnyOfAsync(DatabaseRow database, string integrationId, CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await profiles.ListAsync(database.Account, database.DatabaseId, after, ProfilesAtATime, cancellationToken);
            if (page.Any(row => row.State?.HasHeardOf(integrationId) == true))
                return true;
            if (page.Length < ProfilesAtATime)
                return false;
            after = page[^1].ProfileId;
        }
    }

    private static bool IsOf(ProfileCustomer customer, CustomerIdentity identity) => identity.Kind == CustomerIdentityKind.Document
        ? customer.Stores.Any(store => CustomerIdentity.NormaliseDocument(store.Document) is { } document && $"doc:{document}" == identity.Value)
        : customer.Stores.Any(store => store.StoreCustomerIds.Any(id => $"{store.IntegrationId}:{id}" == identity.Value));
}
