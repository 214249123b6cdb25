using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>The contract's states of an order, and which of them count as purchases (facts §5).</summary>
internal static class HermesOrderState
{
    /// <summary>Everything was given back: a purchase of which nothing is left.</summary>
    public const string Refunded = "refunded";

    /// <exception cref="RecordException"><c>status_unknown</c>: guessing would count what is no purchase, or lose what is one.</exception>
    public static OrderStatus Status(string? state) => state switch
    {
        "pending" => OrderStatus.Pending,
        "paid" or "fulfilled" or Refunded => OrderStatus.Purchase,
        "cancelled" => OrderStatus.Cancelled,
        _ => throw new RecordException("status_unknown", "status is none of pending, paid, fulfilled, cancelled, refunded"),
    };
}
