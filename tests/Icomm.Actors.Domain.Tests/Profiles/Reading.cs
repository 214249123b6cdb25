using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>An order as one integration read it once.</summary>
internal sealed record Reading(string IntegrationId, StoreOrder Order)
{
    public override string ToString() =>
        $"{IntegrationId}/{Order.OrderId} placed {Order.PlacedAt:O} updated {Order.UpdatedAt:O} read {Order.ReadAt:O} {Order.State} {Order.Status} " +
        $"{Order.Total}-{Order.Refunded} {Order.Currency} [{string.Join(", ", Order.Lines.Select(l => $"{l.ProductId}={l.Name}×{l.Units}"))}] {string.Join(",", Order.Coupons)}";
}
