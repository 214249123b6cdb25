using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Magento;

/// <summary>
/// Which of Magento's order states count as purchases (facts §2.5). The state is Magento's own; the status beside it is whatever the merchant named it, and isn't looked at here.
/// A closed order is a purchase that was refunded: how much is left of it, its amounts say.
/// </summary>
internal static class MagentoOrderState
{
    /// <summary>States that Magento doesn't know come from extensions: known, not counted.</summary>
    public static OrderStatus Status(string state) => state switch
    {
        "complete" or "processing" or "closed" => OrderStatus.Purchase,
        "canceled" => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };
}
