using System.Globalization;
using Icomm.Actors.Abstractions.Profiles;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>Profiles to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly ProfileSummary Nobody = new(null, null, null, 0, 0, null, null);

    public static ProfileKey Key(int number, string account = "acme", string database = "main") => new(account, database, Id(number));

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number:D25}");

    /// <summary>A state with this many orders.</summary>
    public static ProfileState State(int orders, string email = "ana@example.com")
    {
        var read = Enumerable.Range(1, orders).Select(number => new StoreOrder
        {
            OrderId = number.ToString("D6", CultureInfo.InvariantCulture),
            PlacedAt = Now.AddDays(-number),
            UpdatedAt = Now.AddDays(-number),
            ReadAt = Now,
            Customer = new CustomerReference { Email = email, FirstName = "Ana", LastName = "Pérez" },
            Status = OrderStatus.Purchase,
            State = "complete",
            Currency = "EUR",
            Total = Money.From(10.5m * number),
            Lines = [new OrderLine { ProductId = "sku-" + number % 7, Name = "A product", Units = Quantity.From(1) }],
        }).ToArray();
        return ProfileState.Empty.Apply("shop", read, [], Now).State;
    }
}
