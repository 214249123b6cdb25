using System.Collections.Immutable;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A small shop, the same every time: customers who bought once, often, long ago, in other currencies, and never.</summary>
internal static class GeneratedShop
{
    public const string Script = "generated";

    public const int Buyers = 60;

    /// <summary>Of whom there is an account and nothing else.</summary>
    public const int Prospects = 7;

    /// <summary>A day after the last order.</summary>
    public const string Day = "2026-03-31";

    private static readonly string[] FirstNames = ["Ana", "Bruno", "Çiğdem", "Diego", "Élise"];

    private static readonly string[] LastNames = ["Pérez", "O'Neill, \"jr\"", "da Silva", "Nuñez"];

    public static readonly ImmutableArray<StoreOrder> Orders = Generate();

    public static readonly ImmutableArray<StoreCustomer> Customers = [.. Enumerable.Range(Buyers, Prospects).Select(Account)];

    public static StorePage Page(StorePageRequest request) => request.Resource == StoreResource.Orders
        ? new StorePage { Orders = [.. Orders.Where(order => order.UpdatedAt >= request.Window.From && order.UpdatedAt <= request.Window.Until)] }
        : new StorePage { Customers = [.. Customers.Where(customer => customer.UpdatedAt >= request.Window.From && customer.UpdatedAt <= request.Window.Until)] };

    private static ImmutableArray<StoreOrder> Generate()
    {
        var random = new Random(20260331);
        var end = new DateTimeOffset(2026, 3, 30, 12, 0, 0, TimeSpan.Zero);
        var orders = ImmutableArray.CreateBuilder<StoreOrder>();
        for (var buyer = 0; buyer < Buyers; buyer++)
        {
            var count = random.Next(3) == 0 ? random.Next(2, 12) : random.Next(1, 4);
            for (var i = 0; i < count; i++)
            {
                var placed = end.AddDays(-random.Next(0, random.Next(2) == 0 ? 60 : 700)).AddMinutes(-random.Next(600));
                orders.Add(Order(buyer, $"{buyer:000}-{i:00}", placed, random));
            }
        }

        return orders.DrainToImmutable();
    }

    private static StoreOrder Order(int buyer, string id, DateTimeOffset placed, Random random)
    {
        var product = random.Next(12);
        return new StoreOrder
        {
            OrderId = id,
            Number = $"#{id}",
            PlacedAt = placed,
            UpdatedAt = placed,
            ReadAt = placed,
            Customer = Reference(buyer),
            Status = random.Next(12) == 0 ? OrderStatus.Cancelled : OrderStatus.Purchase,
            State = "complete",

            // The last has no rate.
            Currency = random.Next(10) switch { 0 => "USD", 1 => "EUR", _ => "UYU" },
            Total = Money.From(random.Next(100, 50_000) / 10m),
            Lines =
            [
                new OrderLine
                {
                    ProductId = $"p{product}",
                    Name = $"Product {product}",
                    Units = Quantity.From(random.Next(1, 5)),
                    Brand = $"Brand {product % 3}",
                    Categories = [new NamedId($"c{product % 4}", $"Category {product % 4}")],
                },
            ],
            Coupons = random.Next(5) == 0 ? ["SALE"] : [],
        };
    }

    private static StoreCustomer Account(int number) => new()
    {
        Reference = Reference(number),
        CreatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
        ReadAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Every tenth customer has no e-mail.</summary>
    private static CustomerReference Reference(int number) => new()
    {
        StoreCustomerId = $"{number}",
        Email = number % 10 == 9 ? null : $"customer{number}@example.com",
        FirstName = FirstNames[number % FirstNames.Length],
        LastName = LastNames[number % LastNames.Length],
    };
}
