using System.Text.Json;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

public sealed class GeneratedShopTests
{
    private static readonly GeneratedSource Source = new()
    {
        Seed = 3, Orders = 6_000, Customers = 1_500, Products = 200, Days = 300, End = ShopFixture.End, Currencies = ["USD", "EUR", "UYU"], StoreViews = 4,
    };

    private static readonly ShopData Shop = Source.Build(TimeProvider.System);

    [Fact]
    public void The_same_seed_makes_the_same_shop()
    {
        Assert.Equal(Json(Shop), Json(Source.Build(TimeProvider.System)));
        Assert.NotEqual(Json(Shop), Json((Source with { Seed = 4 }).Build(TimeProvider.System)));
    }

    [Fact]
    public void Without_an_end_the_clocks_now_is_the_end()
    {
        var clock = new ManualClock(new DateTimeOffset(2025, 6, 1, 0, 0, 0, 700, TimeSpan.Zero));
        var shop = new GeneratedSource { Orders = 200 }.Build(clock);
        Assert.All(shop.Orders, o => Assert.True(o.UpdatedAt <= clock.GetUtcNow().UtcDateTime));
        Assert.True(shop.Orders[^1].CreatedAt > clock.GetUtcNow().UtcDateTime.AddDays(-10));
    }

    [Fact]
    public void Dates_are_whole_seconds_in_order_and_inside_the_period()
    {
        Assert.Equal(Source.Orders, Shop.Orders.Count);
        var start = ShopFixture.End.AddDays(-Source.Days);
        Assert.All(Shop.Orders, o =>
        {
            Assert.InRange(o.CreatedAt, start, ShopFixture.End);
            Assert.InRange(o.UpdatedAt, o.CreatedAt, ShopFixture.End);
            Assert.Equal(0, (o.CreatedAt.Ticks % TimeSpan.TicksPerSecond) + (o.UpdatedAt.Ticks % TimeSpan.TicksPerSecond));
        });
        Assert.True(Shop.Orders.Zip(Shop.Orders.Skip(1)).All(p => p.First.CreatedAt <= p.Second.CreatedAt));
        Assert.True(Shop.Customers.Zip(Shop.Customers.Skip(1)).All(p => p.First.CreatedAt <= p.Second.CreatedAt));
        Assert.All(Shop.Orders.Where(o => !o.Customer.IsGuest), o => Assert.True(o.Customer.CreatedAt <= o.CreatedAt));
    }

    [Fact]
    public void Everything_a_shop_has_occurs()
    {
        Assert.Equal(Enum.GetValues<OrderState>().Order(), Shop.Orders.Select(o => o.State).Distinct().Order());
        Assert.Contains(Shop.Orders, o => o.State == OrderState.Complete && o.TotalRefunded > Amount.Zero);
        Assert.Contains(Shop.Orders, o => o.CouponCode is not null && o.Discount < Amount.Zero);
        Assert.Contains(Shop.Orders, o => o.Lines.Any(l => l.IsVariant));
        Assert.Contains(Shop.Orders, o => o.Rate != 1m);
        Assert.Equal([1, 2, 3, 4], Shop.Orders.Select(o => o.View.Id).Distinct().Order());
        Assert.InRange(Shop.Orders.Count(o => o.Customer.IsGuest) / (double)Source.Orders, 0.08, 0.16);
        Assert.InRange(Shop.Orders.Max(o => o.Lines.Count(l => !l.IsVariant)), 4, 5);
    }

    [Fact]
    public void Few_buy_often_and_many_seldom()
    {
        var perCustomer = Shop.Orders.Where(o => !o.Customer.IsGuest).GroupBy(o => o.Customer.Id).Select(g => g.Count()).OrderDescending().ToArray();
        Assert.True(perCustomer.Take(perCustomer.Length / 10).Sum() > Source.Orders * 0.3, "The best tenth should hold a third of the orders.");
        Assert.True(perCustomer.Count(n => n == 1) > perCustomer.Length / 5, "A fifth should have bought once.");
    }

    [Fact]
    public void Amounts_add_up()
    {
        var refundedByMemos = Shop.CreditMemos.GroupBy(m => m.OrderId).ToDictionary(g => g.Key, g => g.Sum(m => m.GrandTotal.ToDecimal()));
        Assert.All(Shop.Orders, o =>
        {
            Assert.Equal(o.Lines.Sum(l => l.RowTotal.ToDecimal()), o.Subtotal.ToDecimal());
            Assert.Equal(-o.Lines.Sum(l => l.Discount.ToDecimal()), o.Discount.ToDecimal());
            Assert.Equal((o.Subtotal + o.Discount + o.Shipping + o.Tax).ToDecimal(), o.GrandTotal.ToDecimal());
            Assert.InRange(o.TotalRefunded.ToDecimal(), 0, o.GrandTotal.ToDecimal());
            Assert.Equal(refundedByMemos.GetValueOrDefault(o.Id), o.TotalRefunded.ToDecimal());
            Assert.Equal(o.State == OrderState.Closed, o.Lines.All(l => l.Refunded == l.Ordered));
            Assert.Equal(o.State == OrderState.Canceled, o.Lines.All(l => l.Canceled == l.Ordered));
        });
    }

    [Fact]
    public void An_empty_shop_is_a_shop()
    {
        var shop = new GeneratedSource { Orders = 0, Customers = 0, Products = 1 }.Build(TimeProvider.System);
        Assert.Empty(shop.Orders);
        Assert.Single(new ShopKeeper(shop, TimeProvider.System, seed: 1).AddOrders(1));
    }

    private static byte[] Json(ShopData shop)
    {
        using var stream = new MemoryStream();
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { SkipValidation = true });
        var views = shop.Views.ToDictionary(v => v.Id);
        foreach (var order in shop.Orders) OrderJson.Write(json, order);
        foreach (var customer in shop.Customers) CustomerJson.Write(json, customer, views);
        foreach (var product in shop.Catalogue.Products) CatalogueJson.Product(json, product, "manufacturer");
        foreach (var memo in shop.CreditMemos) CreditMemoJson.Write(json, memo);
        json.Flush();
        return stream.ToArray();
    }
}
