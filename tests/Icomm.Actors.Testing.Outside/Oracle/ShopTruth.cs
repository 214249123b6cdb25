using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Testing.Outside.Oracle;

/// <summary>A simulated shop's orders as the oracle sees them: facts/stores.md §2.5 by brute force.</summary>
internal static class ShopTruth
{
    public static IReadOnlyList<OracleOrder> Orders(SimulatedShopView shop) => [.. shop.Orders.Select(order => ToOrder(order, shop))];

    private static OracleOrder ToOrder(ShopOrder order, SimulatedShopView shop)
    {
        var total = order.GrandTotal.ToDecimal();
        var refunded = order.TotalRefunded.ToDecimal();
        return new OracleOrder
        {
            Email = order.Customer.Email.Trim().ToLowerInvariant(),
            PlacedAt = order.CreatedAt,
            IsPurchase = order.State is OrderState.Processing or OrderState.Complete or OrderState.Closed && !(total > 0 && refunded >= total),
            Net = total - refunded,
            Coupon = order.CouponCode,
            Lines = [.. order.Lines.Where(line => !line.IsVariant).Select(line => new OracleLine(
                $"{line.Product.Id}",
                line.Name,
                Math.Max(0, line.Ordered - line.Canceled - line.Refunded),
                line.Product.BrandOptionId is { } brand ? shop.Brands[brand] : null,
                [.. line.Product.CategoryIds.Select(id => (id, shop.Categories[id]))]))],
        };
    }
}

/// <summary>What the oracle needs of a shop; orders may be others than those served, for what a damaged page leaves behind.</summary>
internal sealed record SimulatedShopView(IReadOnlyList<ShopOrder> Orders, IReadOnlyDictionary<int, string> Categories, IReadOnlyDictionary<int, string> Brands)
{
    public static SimulatedShopView Of(ShopData shop, IEnumerable<ShopOrder>? orders = null) => new(
        [.. orders ?? shop.Orders],
        shop.Catalogue.Categories.ToDictionary(category => category.Id, category => category.Name),
        shop.Catalogue.Brands.ToDictionary(brand => brand.Id, brand => brand.Label));
}
