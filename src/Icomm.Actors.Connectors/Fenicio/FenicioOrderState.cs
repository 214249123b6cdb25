using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Which of Fenicio's order states count as purchases (facts §4.2): <c>APROBADA</c> alone. <c>EN_CURSO</c>, <c>ABANDONADA</c>, <c>PAGO_PENDIENTE</c> and <c>REQUIERE_APROBACION</c>
/// come before it, and a state not known here may.
/// </summary>
internal static class FenicioOrderState
{
    private const string Reversed = "REVERSADO";

    /// <param name="state">As the API writes it, or a file: in any case.</param>
    public static OrderStatus Status(string state) => state.Trim().ToUpperInvariant() switch
    {
        "APROBADA" => OrderStatus.Purchase,
        "CANCELADA" => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };

    /// <summary>
    /// Whether the payment was taken back. The order may stay <c>APROBADA</c> all the same: then it is a purchase whose whole total was given back, so that it lowers what it had raised and
    /// can still be told from one that never was. Payments are reversed whole; Fenicio tells of no part.
    /// </summary>
    public static bool IsReversed(string? paymentState) => string.Equals(paymentState?.Trim(), Reversed, StringComparison.OrdinalIgnoreCase);
}
