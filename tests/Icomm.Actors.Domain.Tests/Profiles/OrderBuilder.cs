using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>Orders for tests, in as few words as possible.</summary>
internal static class OrderBuilder
{
    public static readonly DateTimeOffset Noon = new(2024, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static StoreOrder Order(string id, DateTimeOffset placedAt, decimal total = 10m, string currency = "USD", OrderStatus status = OrderStatus.Purchase) => new()
    {
        OrderId = id,
        Number = $"#{id}",
        PlacedAt = placedAt,
        UpdatedAt = placedAt,
        ReadAt = placedAt.AddMinutes(5),
        Customer = new CustomerReference { Email = "ana@example.com", StoreCustomerId = "c1", FirstName = "Ana", LastName = "García" },
        Status = status,
        State = status.ToString(),
        Currency = currency,
        Total = Money.From(total),
    };

    public static OrderLine Line(string productId, string? name = null, decimal units = 1, string? brand = null, params (string Id, string Name)[] categories) => new()
    {
        ProductId = productId,
        Name = name ?? $"Product {productId}",
        Units = Quantity.From(units),
        Brand = brand,
        Categories = [.. categories.Select(c => new NamedId(c.Id, c.Name))],
    };
}
