using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Publishing;
using Icomm.Actors.Publishing.Omnichannel;

namespace Icomm.Actors.Grains.Publications;

/// <summary>Gives a sink that wants orders those of a customer, read from the profile's row.</summary>
internal sealed class CustomerOrders(string account, string databaseId, DatabaseSettings settings, IProfileStore profiles)
{
    /// <summary>
    /// Sends the purchases up to <paramref name="asOf"/>, each time all that the profile keeps singly: an order that comes or is approved after its day, or is corrected, is in the next files.
    /// </summary>
    /// <returns>The contact with what the files ask for besides.</returns>
    public async Task<Contact> SendAsync(Contact contact, IOrderSink sink, DateOnly asOf, CancellationToken cancellationToken)
    {
        if (await profiles.ReadAsync(new ProfileKey(account, databaseId, contact.ProfileId), cancellationToken) is not { } stored)
            return contact;
        var state = ProfileState.Decode(stored.State);
        var customer = state.Customer;
        var userId = customer.Stores.SelectMany(store => store.StoreCustomerIds).FirstOrDefault();
        var known = contact with { UserId = userId, Document = customer.Document };
        var purchases = state.Explain(new Indicator(IndicatorMetric.LifetimeRfm, null).Name, asOf, settings)
            .Where(purchase => purchase is { IsFolded: false, OrderId: not null });
        var terms = state.Orders().ToDictionary(order => (order.IntegrationId, order.OrderId), order => order.Terms);
        await sink.SendOrdersAsync([.. purchases.Select(purchase => OrderOf(purchase, userId ?? contact.ProfileId, terms[(purchase.IntegrationId, purchase.OrderId!)]))], cancellationToken);
        return known;
    }

    private static OmnichannelOrder OrderOf(ProfilePurchase purchase, string userId, ImmutableArray<ProfileTerm> terms) => new()
    {
        OrderNumber = purchase.Number ?? purchase.OrderId!,
        StoreCode = purchase.IntegrationId,
        UserId = userId,
        Date = purchase.Date!.Value,
        Units = purchase.Units,
        DistinctProducts = purchase.Products.Length,
        NetAmount = purchase.Converted ?? Money.Zero,
        Products = [.. Of("product", terms).Select(term => new OmnichannelProduct(term.Id, term.Name))],
        Categories = [.. Of("category", terms).Select(term => new NamedId(term.Id, term.Name))],
    };

    /// <summary>A thing that an order has under two names is one.</summary>
    private static IEnumerable<ProfileTerm> Of(string kind, ImmutableArray<ProfileTerm> terms) => terms.Where(term => term.Kind == kind).DistinctBy(term => term.Id);
}
