using Icomm.Actors.Connectors.Magento;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>What the merchant says of which orders count.</summary>
public sealed class MagentoOrderRulesTests
{
    [Theory]
    [InlineData(null, "holded", "holded", OrderStatus.Pending)]
    [InlineData("holded=purchase", "holded", "holded", OrderStatus.Purchase)]
    [InlineData(" Holded = PURCHASE ; state: new = purchase ", "new", "pending", OrderStatus.Purchase)]
    [InlineData("processing=pending", "complete", "complete", OrderStatus.Purchase)]
    [InlineData("status:fraud=cancelled", "processing", "fraud", OrderStatus.Cancelled)]
    [InlineData("status:fraud=canceled", "processing", "processing", OrderStatus.Purchase)]
    [InlineData("processing=pending,status:paid_by_wire=purchase", "processing", "paid_by_wire", OrderStatus.Purchase)]
    [InlineData("status:processing=pending", "processing", null, OrderStatus.Purchase)]
    public void States_and_statuses_mean_what_the_merchant_says(string? overrides, string state, string? status, OrderStatus expected) =>
        Assert.Equal(expected, Rules(null, overrides).Of(state, status, "checkmo"));

    [Theory]
    [InlineData(null, "checkmo", OrderStatus.Purchase)]
    [InlineData(null, null, OrderStatus.Purchase)]
    [InlineData("checkmo", "CheckMo", OrderStatus.Purchase)]
    [InlineData("banktransfer, checkmo", "checkmo", OrderStatus.Purchase)]
    [InlineData("banktransfer", "checkmo", OrderStatus.Pending)]
    [InlineData("banktransfer", null, OrderStatus.Pending)]
    [InlineData("mercadopago_*", "mercadopago_custom", OrderStatus.Purchase)]
    [InlineData("mercadopago_*", "mercadopago", OrderStatus.Pending)]
    public void Orders_paid_otherwise_do_not_count(string? methods, string? method, OrderStatus expected) => Assert.Equal(expected, Rules(methods, null).Of("complete", "complete", method));

    [Fact]
    public void A_payment_method_makes_no_purchase_of_what_is_none()
    {
        Assert.Equal(OrderStatus.Cancelled, Rules("checkmo", null).Of("canceled", "canceled", "checkmo"));
        Assert.Equal(OrderStatus.Cancelled, Rules("banktransfer", null).Of("canceled", "canceled", "checkmo"));
        Assert.Equal(OrderStatus.Pending, Rules("checkmo", null).Of("new", "pending", "checkmo"));
    }

    [Theory]
    [InlineData("Bank Transfer", null, "paymentMethods")]
    [InlineData("*", null, "paymentMethods")]
    [InlineData("a*b", null, "paymentMethods")]
    [InlineData(null, "holded", "stateOverrides")]
    [InlineData(null, "holded=yes", "stateOverrides")]
    [InlineData(null, "holded=purchase,holded=pending", "stateOverrides")]
    [InlineData(null, "store:holded=purchase", "stateOverrides")]
    [InlineData(null, "hol ded=purchase", "stateOverrides")]
    public void What_cannot_be_read_is_named(string? methods, string? overrides, string setting) => Assert.Equal((null, setting), MagentoOrderRules.Parse(methods, overrides));

    private static MagentoOrderRules Rules(string? methods, string? overrides)
    {
        var (rules, invalid) = MagentoOrderRules.Parse(methods, overrides);
        Assert.Null(invalid);
        return rules!;
    }
}
