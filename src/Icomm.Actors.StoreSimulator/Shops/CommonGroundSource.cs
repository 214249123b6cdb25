namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// A made-up shop of which every platform can tell the same: no order is refunded in part (Fenicio knows no such thing), and everybody who is registered has ordered
/// (Fenicio's buyers are known by their orders alone).
/// </summary>
public sealed record CommonGroundSource(GeneratedSource Generated) : ShopSource
{
    public override ShopData Build(TimeProvider clock)
    {
        var shop = Generated.Build(clock);
        var orders = shop.Orders.Where(order => order.TotalRefunded == Amount.Zero || order.TotalRefunded == order.GrandTotal).ToArray();
        var kept = orders.Select(order => order.Id).ToHashSet();
        var buyers = orders.Where(order => !order.Customer.IsGuest).Select(order => order.Customer.Id).ToHashSet();
        return new ShopData(shop.Views, shop.Catalogue, new ShopSnapshot(
            EntitySet<ShopOrder>.From(orders),
            EntitySet<ShopCustomer>.From(shop.Customers.Where(customer => buyers.Contains(customer.Id))),
            EntitySet<ShopCreditMemo>.From(shop.CreditMemos.Where(memo => kept.Contains(memo.OrderId)))));
    }
}
