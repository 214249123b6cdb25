using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>
/// Customers with five orders of three lines each on average, over three years: half of them bought once or twice, one in four hundred fifty times or more. The same numbers give the same shop, customer by
/// customer, so nothing of it has to be kept.
/// </summary>
internal sealed class RefreshShop(int customers)
{
    public const string Currency = "UYU";
    public const string TimeZone = "Etc/UTC";
    private const int OrdersPerCustomer = 5;
    private const int LinesPerOrder = 3;
    private const int Days = 1_100;
    private const int SecondsPerDay = 86_400;

    /// <summary>The day of the first refresh; the last orders before it are of the day before.</summary>
    public static readonly DateOnly AsOf = new(2026, 3, 1);

    private static readonly DateTime Start = AsOf.AddDays(-Days).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    private static readonly string[] FirstNames = ["Ana", "Bruno", "Camila", "Diego", "Elena", "Facundo", "Gabriela", "Hernán", "Inés", "Joaquín"];
    private static readonly string[] LastNames = ["Ferreira", "Rodríguez", "Pereira", "Silva", "Martínez", "Olivera", "Cabrera", "Suárez", "Techera", "Viera"];

    public int Customers => customers;

    public long Orders => OrdersBefore(customers);

    /// <summary>The customers who buy again on the day of the first refresh: one in a hundred.</summary>
    public IEnumerable<int> Returning() => Enumerable.Range(0, customers).Where(customer => customer % 100 == 17);

    /// <summary>Oldest first, no two at one instant.</summary>
    public ImmutableArray<RefreshOrder> OrdersOf(int customer)
    {
        var rank = RankOf(customer);
        var first = OrdersBefore(rank);
        var count = (int)(OrdersBefore(rank + 1) - first);
        var draws = new Draws(0x1C0A_0000_0000UL + (ulong)customer);

        // Somebody comes one day and buys until losing interest.
        var joined = draws.Share() * Days * SecondsPerDay;
        var interest = -Math.Log(1 - draws.Share()) * 500 * SecondsPerDay;
        var until = Math.Min(joined + interest, (double)Days * SecondsPerDay);
        var seconds = new long[count];
        for (var i = 0; i < count; i++)
            seconds[i] = (long)(i == 0 ? joined : joined + (until - joined) * draws.Share());
        Array.Sort(seconds);
        for (var i = count - 1; i >= 0; i--)
        {
            // Two at one instant: the earlier one moves. All stay before the as-of day.
            var end = i == count - 1 ? (long)Days * SecondsPerDay : seconds[i + 1];
            seconds[i] = Math.Min(seconds[i], end - 1);
        }

        var orders = ImmutableArray.CreateBuilder<RefreshOrder>(count);
        for (var i = 0; i < count; i++)
            orders.Add(Order(first + i, customer, Start.AddSeconds(seconds[i]), ref draws));
        return orders.MoveToImmutable();
    }

    /// <summary>What a returning customer buys on the day of the first refresh.</summary>
    public RefreshOrder NextOrderOf(int customer)
    {
        var draws = new Draws(0x2C0A_0000_0000UL + (ulong)customer);
        return Order(Orders + customer, customer, AsOf.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(draws.Next(SecondsPerDay)), ref draws);
    }

    /// <summary>The order as a connector would hand it over.</summary>
    public static StoreOrder ToStoreOrder(RefreshOrder order) => new()
    {
        OrderId = $"{order.Id}",
        Number = $"{order.Id:D9}",
        PlacedAt = order.PlacedAt,
        UpdatedAt = order.PlacedAt,
        ReadAt = order.PlacedAt.AddHours(1),
        Customer = CustomerOf(order.Customer),
        Status = OrderStatus.Purchase,
        State = "complete",
        Currency = Currency,
        Total = new Money(order.Cents * 100),
        Lines = [.. order.Lines.Select(line => RefreshCatalogue.Products[line.Product].Line with { Units = Quantity.From(line.Units) })],
        Coupons = order.Coupon is { } coupon ? [coupon] : [],
    };

    public static CustomerReference CustomerOf(int customer) => new()
    {
        StoreCustomerId = $"{customer}",
        Email = $"customer.{customer}@shop.example",
        FirstName = FirstNames[customer % FirstNames.Length],
        LastName = LastNames[customer / FirstNames.Length % LastNames.Length],
    };

    private static RefreshOrder Order(long id, int customer, DateTime placedAt, ref Draws draws)
    {
        var lines = ImmutableArray.CreateBuilder<RefreshLine>(LinesPerOrder);
        var cents = 0L;
        for (var i = 0; i < LinesPerOrder; i++)
        {
            // The first tenth of the catalogue sells a third of everything.
            var line = new RefreshLine((int)(RefreshCatalogue.Products.Length * Math.Pow(draws.Share(), 2)), 1 + (int)(3 * Math.Pow(draws.Share(), 3)));
            cents += RefreshCatalogue.Products[line.Product].Price * line.Units;
            lines.Add(line);
        }

        string? coupon = null;
        if (draws.Next(10) == 0)
        {
            coupon = $"PROMO{draws.Next(40):D2}";
            cents -= cents / 10;
        }

        return new RefreshOrder(id, customer, placedAt, cents, coupon, lines.MoveToImmutable());
    }

    /// <summary>Frequent customers are spread over the numbers: 7,368,787 is prime, so this is a permutation of any fewer.</summary>
    private int RankOf(int customer) => (int)(customer * 7_368_787L % customers);

    /// <summary>How many orders the customers of lower ranks have: everyone one at least, the last ranks most.</summary>
    private long OrdersBefore(int rank)
    {
        var share = (double)rank / customers;
        return rank == customers
            ? (long)customers * OrdersPerCustomer
            : rank + (long)((OrdersPerCustomer - 1.0) * customers * (0.75 * Math.Pow(share, 4) + 0.25 * Math.Pow(share, 40)));
    }
}

/// <param name="PlacedAt">UTC, whole seconds.</param>
/// <param name="Cents">Grand total.</param>
internal sealed record RefreshOrder(long Id, int Customer, DateTime PlacedAt, long Cents, string? Coupon, ImmutableArray<RefreshLine> Lines)
{
    public int Units => Lines.Sum(line => line.Units);
}

/// <param name="Product">Index in <see cref="RefreshCatalogue.Products"/>.</param>
internal readonly record struct RefreshLine(int Product, int Units);
