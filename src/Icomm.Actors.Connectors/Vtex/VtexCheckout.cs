using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// The orders of one checkout: VTEX makes one for each seller, named after the checkout with -01, -02 behind it (facts §3.2). A merchant for whom a purchase is a checkout gets
/// them as one.
/// </summary>
internal static partial class VtexCheckout
{
    /// <returns>The checkout that an order belongs to by its name; null when the name tells of none.</returns>
    public static string? Of(string orderId) => Suffixed().Match(orderId) is { Success: true } name ? name.Groups[1].Value : null;

    /// <summary>
    /// Makes one order of all. A seller who has cancelled takes nothing from the others: what counts is the part that has come furthest, bought before pending before cancelled.
    /// </summary>
    /// <param name="orders">At least one.</param>
    /// <exception cref="RecordException">The orders are in different currencies.</exception>
    public static StoreOrder Merge(string checkout, IReadOnlyList<StoreOrder> orders)
    {
        var status = orders.Any(order => order.Status == OrderStatus.Purchase) ? OrderStatus.Purchase
            : orders.Any(order => order.Status == OrderStatus.Pending) ? OrderStatus.Pending
            : OrderStatus.Cancelled;
        StoreOrder[] counted = [.. orders.Where(order => order.Status == status).OrderBy(order => order.OrderId, StringComparer.Ordinal)];
        var first = counted[0];
        return orders.Any(order => order.Currency != first.Currency)
            ? throw new RecordException("currency_invalid", "the orders of the checkout are in different currencies")
            : first with
            {
                OrderId = checkout,
                PlacedAt = orders.Min(order => order.PlacedAt),
                UpdatedAt = orders.Max(order => order.UpdatedAt),
                Total = counted.Aggregate(Money.Zero, (sum, order) => sum + order.Total),
                Refunded = counted.Aggregate(Money.Zero, (sum, order) => sum + order.Refunded),
                Lines = [.. counted.SelectMany(order => order.Lines)],
                Coupons = [.. counted.SelectMany(order => order.Coupons).Distinct(StringComparer.Ordinal)],
            };
    }

    [GeneratedRegex(@"^(.{1,190})-[0-9]{2}\z")]
    private static partial Regex Suffixed();
}
