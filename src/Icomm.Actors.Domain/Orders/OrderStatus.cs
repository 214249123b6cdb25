namespace Icomm.Actors.Domain.Orders;

/// <summary>What a platform's order state means for the profile. The numbers are stored: never renumber.</summary>
public enum OrderStatus : byte
{
    /// <summary>Placed but not (yet) paid or approved: known, not counted.</summary>
    Pending = 0,

    /// <summary>Paid and not cancelled: counts as a purchase unless it is wholly refunded.</summary>
    Purchase = 1,

    /// <summary>Cancelled: known, not counted.</summary>
    Cancelled = 2,
}
