using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Persistence.Erasures;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Secrets;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>
/// Leaves out what a page says of persons who were erased, by whichever identity it names them. Asks the store for each page, and keeps nothing: an erasure holds on every silo from the moment it is
/// durable. What was read before that and is written after it, the store refuses.
/// </summary>
public sealed class SuppressedRecords(ISuppressedIdentities suppressed, IdentityKey identityKey)
{
    /// <returns>The page without them, and how many records that were.</returns>
    internal async Task<(StorePage Page, int Suppressed)> LeaveOutAsync(string integrationId, DatabaseRow database, StorePage page, CancellationToken cancellationToken)
    {
        if (page.Orders.IsEmpty && page.Customers.IsEmpty)
            return (page, 0);
        if (!await suppressed.AnyAsync(database.Account, database.DatabaseId, cancellationToken))
            return (page, 0);
        var digests = new Dictionary<CustomerReference, ImmutableArray<string>>();
        foreach (var reference in page.Orders.Select(order => order.Customer).Concat(page.Customers.Select(customer => customer.Reference)))
            digests.TryAdd(reference, [.. CustomerIdentity.AllOf(integrationId, reference).Select(identityKey.DigestOf)]);
        var found = await suppressed.FindAsync(database.Account, database.DatabaseId, [.. digests.Values.SelectMany(seen => seen).Distinct()], cancellationToken);
        if (found.IsEmpty)
            return (page, 0);
        var left = page with { Orders = [.. page.Orders.Where(order => IsWanted(order.Customer))], Customers = [.. page.Customers.Where(customer => IsWanted(customer.Reference))] };
        return (left, page.Orders.Length - left.Orders.Length + page.Customers.Length - left.Customers.Length);

        bool IsWanted(CustomerReference reference) => !digests[reference].Any(found.Contains);
    }
}
