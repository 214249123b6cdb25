using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Testing.Grains.Shops;

namespace Icomm.Actors.Grains.Tests;

/// <summary>Orders for tests, with no more in them than a test needs.</summary>
internal static class ShopOrders
{
    public static StoreOrder Order(string id, string? email, DateTimeOffset placedAt, decimal total = 100) => new()
    {
        OrderId = id,
        PlacedAt = placedAt,
        UpdatedAt = placedAt,
        ReadAt = placedAt,
        Customer = new CustomerReference { Email = email },
        Status = OrderStatus.Purchase,
        State = "processing",
        Currency = "UYU",
        Total = Money.From(total),
        Lines = [new OrderLine { ProductId = "p1", Name = "Yerba", Units = Quantity.From(1), Brand = "Canarias", Categories = [new NamedId("c1", "Almacén")] }],
    };

    public static StoreOrder Updated(this StoreOrder order, DateTimeOffset at, decimal total) =>
        order with { UpdatedAt = at, ReadAt = at, Total = Money.From(total) };

    /// <summary>Orders of as many customers, a minute apart, the last one a minute before <paramref name="until"/>.</summary>
    public static void PutOrders(this FakeShop shop, int count, DateTimeOffset until)
    {
        for (var i = 1; i <= count; i++)
            shop.Put(Order($"order-{i:00}", $"customer{i}@example.com", until - TimeSpan.FromMinutes(count - i + 1)));
    }
}
