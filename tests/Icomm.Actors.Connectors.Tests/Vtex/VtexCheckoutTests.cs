using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>What becomes of the orders of one checkout.</summary>
public sealed class VtexCheckoutTests
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1172452900788-01", "1172452900788")]
    [InlineData("SLR-1172452900788-02", "SLR-1172452900788")]
    [InlineData("1172452900788", null)]
    [InlineData("1172452900788-1", null)]
    [InlineData("-01", null)]
    public void A_name_tells_its_checkout(string orderId, string? checkout) => Assert.Equal(checkout, VtexCheckout.Of(orderId));

    [Fact]
    public void Amounts_are_summed_and_instants_span_all()
    {
        var merged = VtexCheckout.Merge("1", [Order("1-02", OrderStatus.Purchase, 25, Noon.AddSeconds(1)), Order("1-01", OrderStatus.Purchase, 10, Noon)]);

        Assert.Equal(("1", 35m, 3.5m, Noon, Noon.AddMinutes(1).AddSeconds(1)), (merged.OrderId, merged.Total.ToDecimal(), merged.Refunded.ToDecimal(), merged.PlacedAt, merged.UpdatedAt));
        Assert.Equal(["1-01", "1-02"], merged.Lines.Select(line => line.ProductId));
        Assert.Equal(["VIP20"], merged.Coupons.ToArray());
    }

    [Theory]
    [InlineData(OrderStatus.Purchase, OrderStatus.Cancelled, OrderStatus.Purchase, 10)]
    [InlineData(OrderStatus.Cancelled, OrderStatus.Pending, OrderStatus.Pending, 25)]
    [InlineData(OrderStatus.Pending, OrderStatus.Purchase, OrderStatus.Purchase, 25)]
    [InlineData(OrderStatus.Cancelled, OrderStatus.Cancelled, OrderStatus.Cancelled, 35)]
    public void Only_what_has_come_furthest_counts(OrderStatus first, OrderStatus second, OrderStatus expected, int total)
    {
        var merged = VtexCheckout.Merge("1", [Order("1-01", first, 10, Noon), Order("1-02", second, 25, Noon)]);

        Assert.Equal((expected, total), (merged.Status, merged.Total.ToDecimal()));
    }

    [Fact]
    public void Two_currencies_are_no_purchase() => Assert.Equal(
        "currency_invalid", Assert.Throws<RecordException>(() => VtexCheckout.Merge("1", [Order("1-01", 0, 10, Noon), Order("1-02", 0, 10, Noon) with { Currency = "USD" }])).Code);

    private static StoreOrder Order(string id, OrderStatus status, decimal total, DateTimeOffset at) => new()
    {
        OrderId = id, PlacedAt = at, UpdatedAt = at.AddMinutes(1), ReadAt = at.AddHours(1), Customer = new CustomerReference { StoreCustomerId = "u-1" }, Status = status, State = $"{status}",
        Currency = "UYU", Total = Money.From(total), Refunded = Money.From(total / 10), Coupons = ["VIP20"],
        Lines = [new OrderLine { ProductId = id, Name = id, Units = Quantity.From(1) }],
    };
}
