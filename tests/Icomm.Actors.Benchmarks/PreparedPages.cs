using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Benchmarks;

/// <summary>Orders of three lines, decoded before the clock starts: a shop whose customers buy about five times each, spread over a year and a half.</summary>
internal static class PreparedPages
{
    public const int PageSize = 300;

    public static readonly DateTimeOffset End = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int Products = 500;
    private const int OrdersPerCustomer = 5;
    private const int Days = 540;

    public static ImmutableArray<StorePage> Of(int orders)
    {
        var random = new Random(1);
        var customers = Math.Max(1, orders / OrdersPerCustomer);
        var start = End.AddDays(-Days);
        var step = (End - start) / orders;
        var all = Enumerable.Range(0, orders).Select(i => Order(i, random.Next(customers), start + step * i, random)).ToArray();
        var pages = all.Chunk(PageSize).ToArray();
        return [.. pages.Select((page, i) => new StorePage { Orders = [.. page], NextPageToken = i == pages.Length - 1 ? null : $"{i + 1}", TotalCount = orders })];
    }

    public static StoreOrder Order(int number, int customer, DateTimeOffset placedAt, Random random) => new()
    {
        OrderId = $"{100_000 + number}",
        Number = $"{100_000 + number:D9}",
        PlacedAt = placedAt,
        UpdatedAt = placedAt.AddHours(1),
        ReadAt = End,
        Customer = new CustomerReference { StoreCustomerId = $"{customer}", Email = $"customer.{customer}@shop.example", FirstName = "Ana", LastName = "Ferreira" },
        Status = OrderStatus.Purchase,
        State = "complete",
        Currency = "UYU",
        Total = Money.From(random.Next(10_000, 500_000) / 100m),
        Lines = [.. Enumerable.Range(0, 3).Select(_ => Line(random.Next(Products)))],
        Coupons = number % 10 == 0 ? [$"PROMO{number % 7}"] : [],
    };

    private static OrderLine Line(int product) => new()
    {
        ProductId = $"{5_000 + product}",
        Name = $"Zapatilla urbana modelo {product}",
        Units = Quantity.From(1 + product % 3),
        Brand = $"Marca {product % 20}",
        Categories = [new NamedId($"{product % 12}", $"Calzado {product % 12}"), new NamedId($"{100 + product % 30}", $"Urbano {product % 30}")],
    };
}
