namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>The states of an order, in Magento's vocabulary, which is the richest of the four platforms.</summary>
public enum OrderState
{
    New,
    PendingPayment,
    Processing,
    Complete,

    /// <summary>Wholly refunded.</summary>
    Closed,
    Canceled,

    /// <summary>Held by the merchant (the spelling is Magento's).</summary>
    Holded,
    PaymentReview,
}
