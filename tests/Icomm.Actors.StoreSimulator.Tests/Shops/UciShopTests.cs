using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;
using Icomm.Actors.Testing;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

/// <summary>The real file: the published reference figures, and the rule of <see cref="UciShop"/> done a second time by brute force.</summary>
public sealed class UciShopTests
{
    private static readonly DateOnly AsOf = new(2011, 12, 10);
    private static readonly Lazy<ShopData> Whole = new(() => new UciSource(SharedData.OnlineRetail).Build(TimeProvider.System));

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Purchases_of_registered_customers_reproduce_the_reference()
    {
        var bought = Purchases(Whole.Value);
        Assert.Equal(18_536, bought.Length);
        Assert.Equal(4_339, bought.Select(o => o.Customer.Email).Distinct().Count());
        Assert.Equal(8_911_407.90m, bought.Sum(o => o.GrandTotal.ToDecimal()));
        Assert.Equal(4_372, Whole.Value.Customers.Count);
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Windows_reproduce_the_reference()
    {
        Check(0, 30, 2_682, 1_323_866.43m, 1_629);
        Check(0, 60, 4_769, 2_367_548.83m, 2_377);
        Check(0, 90, 6_628, 3_456_002.72m, 2_890);
        Check(0, 180, 10_566, 5_300_619.61m, 3_478);
        Check(0, 360, 17_500, 8_491_608.87m, 4_246);
        Check(361, int.MaxValue, 1_036, 419_799.03m, 714);

        static void Check(int from, int to, int orders, decimal revenue, int customers)
        {
            var inside = Purchases(Whole.Value).Where(o => AsOf.DayNumber - DateOnly.FromDateTime(o.CreatedAt).DayNumber is var age && age >= from && age <= to).ToArray();
            Assert.Equal((orders, revenue, customers), (inside.Length, inside.Sum(o => o.GrandTotal.ToDecimal()), inside.Select(o => o.Customer.Id).Distinct().Count()));
        }
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public async Task The_reference_holds_over_HTTP_too()
    {
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopSource.Of(Whole.Value) });
        using var client = await MagentoClient.LoginAsync(shop);
        Query Bought() => new Query().Where("customer_is_guest", "eq", "0").Where("state", "neq", "canceled");
        Assert.Equal(18_536, (await client.GetAsync(Bought().Page(1).On("/rest/V1/orders"))).GetProperty("total_count").GetInt32());
        var revenue = 0m;
        for (var page = 1; page <= 9; page++)
        {
            var query = Bought().Where("created_at", "gteq", "2011-11-10").OrderBy("entity_id").Page(300, page).On("/rest/V1/orders");
            revenue += (await client.GetAsync(query)).GetProperty("items").EnumerateArray().Sum(o => o.GetProperty("base_grand_total").GetDecimal());
        }

        Assert.Equal(1_323_866.43m, revenue);
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Leaving_out_cancellations_and_guests_leaves_the_reference_alone()
    {
        var shop = new UciSource(SharedData.OnlineRetail) { Cancellations = false, Guests = false }.Build(TimeProvider.System);
        Assert.Equal(18_536, shop.Orders.Count);
        Assert.Equal(4_339, shop.Customers.Count);
        Assert.Equal(8_911_407.90m, shop.Orders.Sum(o => o.GrandTotal.ToDecimal()));
        Assert.Empty(shop.CreditMemos);
        Assert.All(shop.Orders, o => Assert.Equal(OrderState.Complete, o.State));
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Guests_and_oddities_are_kept()
    {
        var guests = Whole.Value.Orders.Where(o => o.Customer.IsGuest).ToArray();
        Assert.Equal(3_528 + 182, guests.Length);
        Assert.Equal(182, guests.Count(o => o.State == OrderState.Canceled));
        Assert.Equal(guests.Length, guests.Select(o => o.Customer.Email).Distinct().Count());
        Assert.Equal(1_336, guests.Count(o => o.Lines.Any(l => l.Ordered < 0)));
        Assert.Equal(-11_062.06m, Whole.Value.FindOrder(563_186)!.GrandTotal.ToDecimal());
        Assert.Equal("guest-536414@online-retail.example", Whole.Value.FindOrder(536_414)!.Customer.Email);
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Cancellations_undo_what_brute_force_says()
    {
        var lines = UciFile.Read(SharedData.OnlineRetail).ToArray();
        var truth = BruteForce(lines);
        var refunds = Whole.Value.Orders.Where(o => o.TotalRefunded != Amount.Zero || o.State == OrderState.Closed || o.Lines.Any(l => l.Refunded > 0)).ToArray();
        Assert.Equal(truth.Refunded.Keys.Order(), refunds.Select(o => o.Number).Order());
        foreach (var order in refunds)
        {
            var (quantities, at) = truth.Refunded[order.Number];
            Assert.Equal(quantities, order.Lines.Select(l => l.Refunded));
            Assert.Equal(at, order.UpdatedAt);
            var whole = order.Lines.All(l => l.Refunded == l.Ordered);
            var refunded = Math.Round(order.Lines.Sum(l => l.Refunded * l.Price.ToDecimal()), 2, MidpointRounding.AwayFromZero);
            Assert.Equal(whole ? order.GrandTotal.ToDecimal() : refunded, order.TotalRefunded.ToDecimal());
            Assert.Equal(whole ? OrderState.Closed : OrderState.Complete, order.State);
        }

        var canceled = Whole.Value.Orders.Where(o => o.State == OrderState.Canceled && !o.Customer.IsGuest).ToDictionary(o => o.Number, o => o.Lines.Length);
        Assert.Equal(truth.Unmatched.OrderBy(p => p.Key, StringComparer.Ordinal), canceled.OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.True(refunds.Length > 2_000 && canceled.Count > 300, $"{refunds.Length} refunded, {canceled.Count} unmatched");
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Credit_memos_add_up_to_the_refunds()
    {
        var byOrder = Whole.Value.CreditMemos.GroupBy(m => m.OrderId).ToDictionary(g => g.Key, g => g.Sum(m => m.GrandTotal.ToDecimal()));
        Assert.All(Whole.Value.Orders.Where(o => o.TotalRefunded != Amount.Zero), o => Assert.Equal(o.TotalRefunded.ToDecimal(), byOrder[o.Id]));
        Assert.Equal(Whole.Value.CreditMemos.Count, Whole.Value.CreditMemos.Select(m => m.Number).Distinct().Count());
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void Dates_move_by_whole_days_and_a_second_view_is_filled_when_asked()
    {
        var source = new UciSource(SharedData.OnlineRetail) { LastDay = new DateOnly(2026, 3, 1), SecondViewOrders = 12 };
        var moved = source.Build(TimeProvider.System);
        Assert.Equal(new DateTime(2026, 3, 1, 12, 50, 0, DateTimeKind.Utc), moved.FindOrder(581_587)!.CreatedAt);
        Assert.Equal(12, moved.Orders.Count(o => o.View.Id == 2));
        Assert.Equal(8_911_407.90m, Purchases(moved).Where(o => o.View.Id == 1).Sum(o => o.GrandTotal.ToDecimal()));
    }

    [SharedDataFact(SharedData.OnlineRetailName)]
    public void The_catalogue_is_made_of_the_files_codes()
    {
        var catalogue = Whole.Value.Catalogue;
        Assert.Equal(3_958, catalogue.Products.Count);
        Assert.Equal((1, "85123A", "WHITE HANGING HEART T-LIGHT HOLDER"), (catalogue.Products[0].Id, catalogue.Products[0].Sku, catalogue.Products[0].Name));
        Assert.True(catalogue.Products.Count(p => p.BrandOptionId is null) is > 200 and < 1_000);
        var other = catalogue.Categories.Single(c => c.Name == "Other").Id;
        Assert.True(catalogue.Products.Count(p => p.CategoryIds.Contains(other)) < catalogue.Products.Count / 2, "Too few products found a category.");
    }

    private static ShopOrder[] Purchases(ShopData shop) => [.. shop.Orders.Where(o => !o.Customer.IsGuest && o.State != OrderState.Canceled)];

    /// <summary>Rules 5 to 7 as the reader documents them, with a search of everything for every line.</summary>
    private static (Dictionary<string, (int[] Quantities, DateTime At)> Refunded, Dictionary<string, int> Unmatched) BruteForce(UciLine[] lines)
    {
        var invoices = lines.GroupBy(l => l.Invoice).Select((g, i) => (Position: i, Number: g.Key, Lines: g.ToArray())).ToArray();
        var refunded = new Dictionary<string, (int[] Quantities, DateTime At)>();
        var unmatched = new Dictionary<string, int>();
        foreach (var customer in invoices.Where(i => i.Lines[0].CustomerId is not null).GroupBy(i => i.Lines[0].CustomerId))
        {
            foreach (var cancellation in customer.Where(i => i.Number.StartsWith('C')))
            {
                foreach (var line in cancellation.Lines)
                {
                    var candidates =
                        from order in customer
                        where !order.Number.StartsWith('C') && order.Position < cancellation.Position
                        from row in order.Lines.Select((l, at) => (Line: l, At: at))
                        where string.Equals(row.Line.StockCode, line.StockCode, StringComparison.OrdinalIgnoreCase)
                        let left = row.Line.Quantity - (refunded.TryGetValue(order.Number, out var r) ? r.Quantities[row.At] : 0)
                        where left >= -line.Quantity
                        orderby row.Line.UnitPrice == line.UnitPrice descending, order.Position descending, row.At
                        select (order.Number, row.At, order.Lines.Length);
                    var found = candidates.FirstOrDefault();
                    if (found.Number is null)
                    {
                        unmatched[cancellation.Number] = unmatched.GetValueOrDefault(cancellation.Number) + 1;
                        continue;
                    }

                    var quantities = refunded.TryGetValue(found.Number, out var known) ? known.Quantities : new int[found.Length];
                    quantities[found.At] += -line.Quantity;
                    refunded[found.Number] = (quantities, cancellation.Lines[0].At);
                }
            }
        }

        return (refunded, unmatched);
    }
}
