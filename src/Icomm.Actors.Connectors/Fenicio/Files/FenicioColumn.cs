namespace Icomm.Actors.Connectors.Fenicio.Files;

/// <summary>A column of the report "Productos por venta".</summary>
/// <param name="Number">Its place in the help article's list, from 1.</param>
/// <param name="Spanish">As the report presumably names it.</param>
/// <param name="Portuguese">As the help article names it: translated by a machine.</param>
internal sealed record FenicioColumn(int Number, string Spanish, string Portuguese)
{
    /// <summary>What it is kept as; null for a column that no order needs: it is left out of what is kept.</summary>
    public FenicioKey? Key { get; init; }

    /// <summary>Tells of the card that was paid with, or of the bank's authorisation. It is passed over unread.</summary>
    public bool IsCardData { get; init; }

    /// <summary>For a merchant.</summary>
    public override string ToString() => Spanish == Portuguese ? $"'{Spanish}'" : $"'{Spanish}' ('{Portuguese}')";
}

/// <summary>What is kept of a row. The names are stored while a file is applied.</summary>
internal enum FenicioKey
{
    Code,
    Number,
    State,
    StartedAt,
    FinishedAt,
    PaidAt,
    PaymentState,
    Currency,
    Total,
    Email,
    Buyer,
    FirstName,
    LastName,
    Document,
    Product,
    Sku,
    Name,
    Quantity,
    Brand,
    Category,
    Coupon,
    CouponUsed,
}
