using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

public sealed class ProfileStateTests
{
    private static readonly DatabaseSettings Utc = new() { TimeZone = "UTC", Currency = "USD" };

    private static readonly DateOnly Today = DateOnly.FromDateTime(Noon.Date);

    [Fact]
    public void One_order_is_in_every_window_that_holds_its_age()
    {
        var order = Order("1", Noon.AddDays(-31), 12.50m) with
        {
            Lines = [Line("p1", "Shoe", 2, "Acme", ("c1", "Clothes"), ("c2", "Shoes"))], Coupons = ["SAVE10"],
        };

        var update = ProfileState.Empty.Apply("magento-1", [order], [], Noon);
        var indicators = update.State.Evaluate(Today, Utc);

        Assert.Equal((1, 0, 0, 0), (update.New, update.Changed, update.Unchanged, update.TooOldToCorrect));
        Assert.True(update.IsChanged);
        Assert.Equal(0, indicators[Window.Days30].Totals.Purchases);
        Assert.Empty(indicators[Window.Days30].Products);
        foreach (var window in new[] { Window.Days60, Window.Days90, Window.Days180, Window.Days360 })
        {
            Assert.Equal(new PurchaseTotals(1, Quantity.From(2), Money.From(12.5m), 0, Money.From(12.5m)), indicators[window].Totals);
            Assert.Equal<string>(["Shoe"], indicators[window].Products);
            Assert.Equal<string>(["Clothes", "Shoes"], indicators[window].Categories);
            Assert.Equal<string>(["SAVE10"], indicators[window].Coupons);
        }

        Assert.Equal(0, indicators[Window.Over360].Totals.Purchases);
        Assert.Equal(31, indicators.DaysSinceLastPurchase);
        Assert.Equal<string>(["Acme"], indicators.LastPurchaseBrands);
        Assert.Equal(update.State, ProfileState.Decode([.. update.State.Encoded]));
    }

    [Fact]
    public void The_same_reading_again_changes_nothing()
    {
        var order = Order("1", Noon);
        var state = ProfileState.Empty.Apply("m", [order], [], Noon).State;

        var again = state.Apply("m", [order with { ReadAt = order.ReadAt.AddHours(4) }], [], Noon);

        Assert.False(again.IsChanged);
        Assert.Same(state, again.State);
        Assert.Equal(1, again.Unchanged);
    }

    [Fact]
    public void An_order_of_very_many_lines_names_each_thing_once_under_its_first_name()
    {
        const int products = 20_000;
        var lines = Enumerable.Range(0, 3 * products).Select(i => Line($"{i % products}", $"{i / products}:{i % products}", 1, $"b{i % 90}", ("c", "Things"), ($"{i % 100}", $"n{i % 100}")));
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon) with { Lines = [.. lines], Coupons = ["A", "B", "A"] }], [], Noon).State;

        var indicators = state.Evaluate(Today.AddDays(1), Utc);
        var month = indicators[Window.Days30];
        Assert.Equal(90, indicators.LastPurchaseBrands.Length);
        Assert.Equal(Enumerable.Range(0, products).Select(i => $"0:{i}").Order(StringComparer.Ordinal), month.Products.Order(StringComparer.Ordinal));
        Assert.Equal(101, month.Categories.Length);
        Assert.Equal<string>(["A", "B"], month.Coupons.Order(StringComparer.Ordinal));
        Assert.Equal(Quantity.From(3 * products), month.Totals.Units);
    }

    /// <summary>St. John's set its clocks back at 00:01 on 7 November 2010: that day began, ended and began again, so the later purchase is the older one.</summary>
    [Fact]
    public void A_day_that_begins_twice_keeps_windows_and_lists_right()
    {
        var zone = Utc with { TimeZone = "America/St_Johns" };
        StoreOrder[] orders =
        [
            Order("first", new DateTimeOffset(2010, 11, 7, 2, 30, 30, TimeSpan.Zero), 1) with { Lines = [Line("a"), Line("both", "Early name")] },
            Order("second", new DateTimeOffset(2010, 11, 7, 2, 45, 0, TimeSpan.Zero), 2) with { Lines = [Line("b"), Line("both", "Late name")] },
        ];
        var oracle = new BruteForceProfile();
        oracle.Add("m", orders);
        var state = ProfileState.Empty.Apply("m", orders, [], Noon).State;

        foreach (var days in new[] { 0, 30, 60, 90, 180, 360 })
        {
            foreach (var policy in new[] { OlderWindowPolicy.OlderThan, OlderWindowPolicy.Lifetime })
            {
                var asOf = new DateOnly(2010, 11, 7).AddDays(days);
                ProfileProperties.AssertSame(oracle.Fields(asOf, zone with { OlderWindow = policy }), state.Evaluate(asOf, zone with { OlderWindow = policy }));
            }
        }

        var month = state.Evaluate(new DateOnly(2010, 12, 7), zone);
        Assert.Equal<string>(["Product a", "Early name"], month[Window.Days30].Products);
        Assert.Equal<string>(["Product b", "Late name", "Product a"], month[Window.Days60].Products);
    }
}
