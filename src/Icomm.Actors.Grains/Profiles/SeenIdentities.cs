using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Grains.Profiles;

/// <summary>Every identity that the stores showed of one person.</summary>
internal static class SeenIdentities
{
    public static IEnumerable<CustomerIdentity> Of(ProfileCustomer customer) => customer.Stores.SelectMany(Of);

    private static IEnumerable<CustomerIdentity> Of(ProfileCustomer.StoreView store)
    {
        CustomerReference[] references =
        [
            new() { Email = store.Email },
            new() { Document = store.Document },
            .. store.StoreCustomerIds.Select(id => new CustomerReference { StoreCustomerId = id }),
        ];
        return references.SelectMany(reference => CustomerIdentity.AllOf(store.IntegrationId, reference));
    }
}
