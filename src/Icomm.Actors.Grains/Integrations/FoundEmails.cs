using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Grains.Running;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Secrets;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Customers who were known by their account at the store alone, until a page names their e-mail: their profiles become part of those of the e-mails (DESIGN §6), and what comes without the e-mail later
/// goes there. A document tells nothing here: stores have all their anonymous sales on one.
/// </summary>
public sealed class FoundEmails(ILinkedAccounts links, IdentityKey identityKey)
{
    /// <summary>Before the page is applied, so that it is known where an order goes whose e-mail came to light meanwhile.</summary>
    /// <param name="cancellationToken">Ends the wait between two attempts.</param>
    /// <returns>Where the page's records without an e-mail go that belong to one's profile, by the ids of the profiles that they would have.</returns>
    internal async Task<ImmutableDictionary<string, string>> MergeAsync(
        string integrationId, DatabaseRow database, StorePage page, IGrainFactory grains, PatientCalls patient, CancellationToken cancellationToken)
    {
        var (account, databaseId) = (database.Account, database.DatabaseId);
        if ((page.Orders.IsEmpty && page.Customers.IsEmpty) || !await links.AnyAsync(account, databaseId, CancellationToken.None))
            return ImmutableDictionary<string, string>.Empty;
        var (emails, without) = Identify(integrationId, page);
        var found = await links.WithoutEmailAsync(account, databaseId, emails.Keys, CancellationToken.None);
        var linked = await links.FindAsync(account, databaseId, [.. found, .. without], CancellationToken.None);
        foreach (var id in found)
            await MoveAsync(grains.GetGrain<ICustomerProfileGrain>(new ProfileKey(account, databaseId, id).ToString()), linked.GetValueOrDefault(id, emails[id]));
        return found.IsEmpty ? linked : await links.FindAsync(account, databaseId, without, CancellationToken.None);

        async Task MoveAsync(ICustomerProfileGrain profile, string to)
        {
            try
            {
                await CallAsync();
            }
            catch (Exception failure) when (!PassingFaults.IsInterruption(failure, cancellationToken) && !PatientCalls.IsRefusal(failure))
            {
                await patient.CallAgainAsync(CallAsync, failure, cancellationToken);
            }
            catch (Exception refusal) when (IsUnreadable(refusal))
            {
                // One of the two can't be read: they stay two, and the rest of the page stands. Its own records are rejected with the reason.
            }

            static bool IsUnreadable(Exception refusal) => PassingFaults.CauseOf(refusal) is ProfileStateException { Code: ProfileStateErrors.Corrupt };

            Task<bool> CallAsync() => profile.MoveIntoAsync(to, database.Settings.TimeZone);
        }
    }

    /// <returns>
    /// The profiles of e-mails by those that their accounts would have, and the profiles of accounts that are named without one. An account that is named with several e-mails is nobody's: a shop's anonymous
    /// sales may be on it.
    /// </returns>
    private (Dictionary<string, string> Emails, HashSet<string> Without) Identify(string integrationId, StorePage page)
    {
        var (emails, without, several) = (new Dictionary<string, string>(), new HashSet<string>(), new HashSet<string>());
        foreach (var reference in page.Orders.Select(order => order.Customer).Concat(page.Customers.Select(customer => customer.Reference)).Distinct())
        {
            switch (CustomerIdentity.AllOf(integrationId, reference).ToArray())
            {
                case [{ Kind: CustomerIdentityKind.Email } email, var account]:
                    var (from, to) = (identityKey.DigestOf(account), identityKey.DigestOf(email));
                    if (!emails.TryAdd(from, to) && emails[from] != to)
                        several.Add(from);
                    break;
                case [{ Kind: CustomerIdentityKind.StoreCustomer } account]:
                    without.Add(identityKey.DigestOf(account));
                    break;
            }
        }

        foreach (var account in several)
            emails.Remove(account);
        return (emails, without);
    }
}
