using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Brings, with the orders of one store view, the accounts of their buyers that were registered in another: accounts are shared over a website, and the list of customers has only
/// those of the store view itself (facts §2.6).
/// </summary>
internal sealed class MagentoBuyers(MagentoSession session, TimeProvider timeProvider)
{
    public async Task<(ImmutableArray<StoreCustomer> Customers, ImmutableArray<UnreadableRecord> Unreadable)> ReadAsync(
        ImmutableArray<StoreOrder> orders, CancellationToken cancellationToken)
    {
        if (session.Settings.StoreViewId is not { } storeView)
            return ([], []);
        var ids = orders.Select(order => order.Customer.StoreCustomerId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            return ([], []);
        var question = new MagentoQuery("customers/search", ids.Length, page: 1, MagentoCustomerDecoder.Fields)
            .Where("entity_id", "in", string.Join(',', ids))
            .Where("store_id", "neq", storeView.ToString(CultureInfo.InvariantCulture))
            .SortedBy("entity_id")
            .ToString();
        var page = await session.GetAsync("buyers", question, Read, cancellationToken);
        return ([.. page.Records.Select(each => each.Record)], [.. page.Unreadable.Select(each => each.Record)]);
    }

    private MagentoPage<StoreCustomer> Read(ReadOnlySpan<byte> json)
    {
        var page = MagentoPageReader.Read(json, new MagentoCustomerDecoder(timeProvider.GetUtcNow()));
        return page.Count == page.Total ? page : throw StoreProblems.AnswerUnexpected("it has not all the customers asked for");
    }
}
