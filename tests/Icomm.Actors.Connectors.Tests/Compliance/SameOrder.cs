using Icomm.Actors.Domain.Orders;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>What an order of the simulated shop must have become, whatever dialect it was served in.</summary>
internal static class SameOrder
{
    public static void Check(ShopOrder expected, StoreOrder actual)
    {
        Assert.Equal($"{expected.Id}", actual.OrderId);
        Assert.Equal(expected.Number, actual.Number);
        Assert.Equal(new DateTimeOffset(expected.CreatedAt, TimeSpan.Zero), actual.PlacedAt);
        Assert.Equal(new DateTimeOffset(expected.UpdatedAt, TimeSpan.Zero), actual.UpdatedAt);
        Assert.Equal(expected.Customer.IsGuest ? null : $"{expected.Customer.Id}", actual.Customer.StoreCustomerId);
        Assert.Equal(expected.Customer.Email, actual.Customer.Email);
        Assert.Equal(expected.Customer.FirstName, actual.Customer.FirstName);
        Assert.Equal(expected.Customer.LastName, actual.Customer.LastName);
        Assert.Equal(StatusOf(expected.State), actual.Status);
        Assert.Equal(expected.View.BaseCurrency, actual.Currency);
        Assert.Equal(expected.GrandTotal.Units, actual.Total.TenThousandths);
        Assert.Equal(expected.TotalRefunded.Units, actual.Refunded.TenThousandths);
        Assert.Equal(expected.CouponCode is null ? [] : [expected.CouponCode], actual.Coupons.ToArray());
        var lines = expected.Lines.Where(line => !line.IsVariant).ToArray();
        Assert.Equal(lines.Select(line => $"{line.Product.Id}"), actual.Lines.Select(line => line.ProductId));
        Assert.Equal(lines.Select(line => line.Name), actual.Lines.Select(line => line.Name));
        Assert.Equal(
            lines.Select(line => Math.Max(0, line.Ordered - line.Canceled - line.Refunded) * 10_000L),
            actual.Lines.Select(line => line.Units.TenThousandths));
    }

    private static OrderStatus StatusOf(OrderState state) => state switch
    {
        OrderState.Processing or OrderState.Complete or OrderState.Closed => OrderStatus.Purchase,
        OrderState.Canceled => OrderStatus.Cancelled,
        _ => OrderStatus.Pending,
    };
}
