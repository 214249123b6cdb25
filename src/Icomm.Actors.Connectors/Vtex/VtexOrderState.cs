using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Which of VTEX's order states count as purchases (facts §3.2 and §3.7). An invoiced order that was given back stays invoiced: how much is left of it, its restitutions say.
/// </summary>
internal static class VtexOrderState
{
    /// <summary>States not listed here come before payment, or from somewhere else: known, not counted.</summary>
    public static OrderStatus Status(string state) => state switch
    {
        "payment-approved" or "window-to-cancel" or "ready-for-handling" or "start-handling" or "authorize-fulfillment" or "release-to-fulfillment"
            or "handling" or "invoice" or "invoiced" => OrderStatus.Purchase,
        "canceled" or "cancelled" or "cancel" => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };
}
