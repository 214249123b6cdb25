using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>
/// Everything that was ever read of one customer, in the order it arrived, and a question to ask. Within one updated-at a store doesn't go back to a former content
/// (<c>VersionRule</c>): that is the only thing these histories promise.
/// </summary>
internal sealed record History(ImmutableArray<Reading> Readings, ImmutableArray<int> BatchSizes, DatabaseSettings Settings, DateOnly AsOf, int Shuffle)
{
    private static readonly string[] Zones = ["America/Montevideo", "Europe/Madrid", "America/Sao_Paulo", "UTC", "America/St_Johns"];
    private static readonly string[] Currencies = ["UYU", "UYU", "UYU", "USD", "BRL"];
    private static readonly int[] Edges = [-2, -1, 0, 1, 29, 30, 31, 59, 60, 61, 89, 90, 91, 179, 180, 181, 359, 360, 361, 362];

    public static Arbitrary<History> Arbitrary(int maxOrders = 14) => Arb.From(Histories(maxOrders), Shrink);

    public override string ToString() => $"{Settings.TimeZone} {Settings.OlderWindow} as of {AsOf:O}, batches {string.Join(",", BatchSizes)}\n  {string.Join("\n  ", Readings)}";

    /// <summary>The readings cut into batches of one integration each, as they'd reach a profile.</summary>
    public IEnumerable<(string IntegrationId, StoreOrder[] Orders)> Batches() => Cut(Readings, BatchSizes);

    /// <summary>The same readings in another order and other batches.</summary>
    public IEnumerable<(string IntegrationId, StoreOrder[] Orders)> OtherBatches()
    {
        var random = new Random(Shuffle);
        var readings = Readings.ToArray();
        random.Shuffle(readings);
        return Cut([.. readings], [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, 6))]);
    }

    private static IEnumerable<(string, StoreOrder[])> Cut(ImmutableArray<Reading> readings, ImmutableArray<int> sizes)
    {
        for (var (at, n) = (0, 0); at < readings.Length; n++)
        {
            var batch = readings.Skip(at).Take(sizes[n % sizes.Length]).TakeWhile(r => r.IntegrationId == readings[at].IntegrationId).ToArray();
            at += batch.Length;
            yield return (batch[0].IntegrationId, [.. batch.Select(r => r.Order)]);
        }
    }

    private static Gen<History> Histories(int maxOrders) =>
        from asOf in Dates()
        from settings in SettingsGen()
        from count in Gen.Choose(0, maxOrders)
        from orders in Gen.ArrayOf(OrderVersions(asOf), count)
        from readings in Gen.Shuffle(Distinct(orders))
        from sizes in Gen.ArrayOf(Gen.Choose(1, 8), 4)
        from shuffle in Gen.Choose(0, int.MaxValue - 1)
        select new History([.. readings], [.. sizes], settings, asOf, shuffle);

    /// <summary>Two generated orders with one id would break the promise above: the first stands.</summary>
    private static Reading[] Distinct(Reading[][] orders) =>
        [.. orders.Where(o => o.Length > 0).DistinctBy(o => (o[0].IntegrationId, o[0].Order.OrderId)).SelectMany(o => o)];

    private static Gen<DateOnly> Dates() => Gen.OneOf(
        Gen.Choose(0, 2_500).Select(d => new DateOnly(2018, 1, 1).AddDays(d)),
        Gen.Elements(
            new DateOnly(2010, 11, 7), // St. John's goes back at 00:01 into the day before
            new DateOnly(2010, 12, 7),
            new DateOnly(2011, 1, 6),
            new DateOnly(2024, 3, 31), // Madrid goes forward
            new DateOnly(2024, 10, 27),
            new DateOnly(2018, 11, 4), // São Paulo has no midnight
            new DateOnly(2018, 12, 4)));

    private static Gen<DatabaseSettings> SettingsGen() =>
        from zone in Gen.Elements(Zones)
        from policy in Gen.Elements(OlderWindowPolicy.OlderThan, OlderWindowPolicy.Lifetime)
        from rates in Gen.Choose(0, 3)
        select new DatabaseSettings
        {
            TimeZone = zone,
            Currency = "UYU",
            OlderWindow = policy,
            Rates = rates switch
            {
                0 => ImmutableSortedDictionary<string, decimal>.Empty,
                1 => ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 39.12345m),
                2 => ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 0.5m).Add("BRL", 7.77777m),
                _ => ImmutableSortedDictionary<string, decimal>.Empty.Add("BRL", 1m / 3m),
            },
        };

    /// <summary>All readings of one order: versions, and for each of them some repeated looks.</summary>
    private static Gen<Reading[]> OrderVersions(DateOnly asOf) =>
        from integration in Gen.Elements("magento-1", "vtex-2", "magento-1")
        from id in Gen.Choose(1, 40)
        from placedAt in Instants(asOf)
        from count in Gen.Choose(1, 4)
        from contents in Gen.ArrayOf(Contents(), count)
        from steps in Gen.ArrayOf(Gen.Elements(0, 0, 1, 3_600, 86_400 * 3), count)
        from looks in Gen.ArrayOf(Gen.Choose(1, 3), count)
        from repeats in Gen.ArrayOf(Gen.Choose(0, 5), count)
        select Build(integration, $"{id:000}", placedAt, contents, steps, looks, repeats);

    private static Reading[] Build(
        string integration, string id, DateTimeOffset placedAt, StoreOrder[] contents, int[] steps, int[] looks, int[] repeats)
    {
        var readings = new List<Reading>();
        var updatedAt = placedAt;
        var readAt = placedAt.AddMinutes(1);
        StoreOrder? previous = null;
        for (var i = 0; i < contents.Length; i++)
        {
            updatedAt = updatedAt.AddSeconds(steps[i]);

            // Sometimes only the version moves; the state's name keeps contents of one version apart otherwise.
            var content = repeats[i] == 0 && steps[i] > 0 && previous is not null ? previous : contents[i] with { State = $"s{i}" };
            previous = content;
            for (var look = 0; look < looks[i]; look++)
            {
                readAt = readAt.AddSeconds(90);
                readings.Add(new Reading(integration, content with { OrderId = id, Number = $"N{id}", PlacedAt = content.PlacedAt == default ? placedAt : placedAt.AddDays(1), UpdatedAt = updatedAt, ReadAt = readAt }));
            }
        }

        return [.. readings];
    }

    private static Gen<DateTimeOffset> Instants(DateOnly asOf) =>
        from age in Gen.OneOf(Gen.Elements(Edges), Gen.Choose(0, 700))
        from second in Gen.OneOf(Gen.Elements(0, 3_600, 2 * 3_600, 3 * 3_600, 4 * 3_600 + 30, 22 * 3_600, 23 * 3_600, 86_399), Gen.Choose(0, 86_399), Gen.Choose(7_000, 13_000))
        select new DateTimeOffset(asOf.AddDays(-age), TimeOnly.MinValue, TimeSpan.Zero).AddSeconds(second);

    private static Gen<StoreOrder> Contents() =>
        from status in Gen.Elements(OrderStatus.Purchase, OrderStatus.Purchase, OrderStatus.Purchase, OrderStatus.Pending, OrderStatus.Cancelled)
        from total in Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 2_000_000))
        from refund in Gen.Elements(0, 0, 0, 1, 2)
        from currency in Gen.Elements(Currencies)
        from lineCount in Gen.Choose(0, 3)
        from lines in Gen.ArrayOf(Lines(), lineCount)
        from coupons in Gen.SubListOf("SAVE10", "save10", "FREE", "ÑANDÚ")
        from name in Gen.Elements("Ana", "Ana María", "", "ANA")
        from moved in Gen.Choose(0, 9)
        select new StoreOrder
        {
            OrderId = "",
            PlacedAt = moved == 0 ? DateTimeOffset.UnixEpoch : default,
            UpdatedAt = default,
            ReadAt = default,
            Customer = new CustomerReference { Email = "ana@example.com", FirstName = name, LastName = "García", StoreCustomerId = moved == 1 ? "77" : "76" },
            Status = status,
            State = "",
            Currency = currency,
            Total = new Money(total),
            Refunded = refund switch { 0 => Money.Zero, 1 => new Money(total / 3), _ => new Money(total) },
            Lines = [.. lines],
            Coupons = [.. coupons],
        };

    private static Gen<OrderLine> Lines() =>
        from product in Gen.Choose(1, 7)
        from variant in Gen.Choose(0, 2)
        from units in Gen.Elements(0, 5_000, 10_000, 10_000, 30_000)
        from brand in Gen.Elements(null, "Acme", "Ñandú", "Zeta")
        from categories in Gen.SubListOf(new NamedId("1", "All"), new NamedId("2", "Shoes"), new NamedId("2", "Footwear"), new NamedId("30", "30"), new NamedId("4", "Sale"))
        select new OrderLine
        {
            ProductId = $"{product}",
            Name = variant switch { 0 => $"Product {product}", 1 => $"{product}", _ => $"Produkt {product} ü" },
            Units = new Quantity(units),
            Brand = brand,
            Categories = [.. categories],
        };

    /// <summary>Fewer readings, then a plainer question.</summary>
    private static IEnumerable<History> Shrink(History history)
    {
        for (var size = history.Readings.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= history.Readings.Length; at += size)
                yield return history with { Readings = history.Readings.RemoveRange(at, size) };
        }

        if (history.BatchSizes is not [1])
            yield return history with { BatchSizes = [1] };
        if (history.Settings.TimeZone != "UTC")
            yield return history with { Settings = history.Settings with { TimeZone = "UTC" } };
    }
}
