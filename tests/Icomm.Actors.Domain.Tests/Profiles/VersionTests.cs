using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>The version rule, case by case (DESIGN §5).</summary>
public sealed class VersionTests
{
    private static readonly DatabaseSettings Utc = new() { TimeZone = "UTC", Currency = "USD" };

    [Fact]
    public void A_newer_version_takes_the_older_one_s_place_wholly()
    {
        var first = Order("1", Noon, 100) with { Lines = [Line("1", "Shoe")] };
        var state = ProfileState.Empty.Apply("m", [first], [], Noon).State;

        var update = state.Apply("m", [first with { UpdatedAt = Noon.AddDays(1), Total = Money.From(30), Lines = [Line("2", "Hat")] }], [], Noon);

        Assert.Equal((0, 1, 0), (update.New, update.Changed, update.Unchanged));
        var window = update.State.Evaluate(new DateOnly(2024, 6, 1), Utc)[Window.Days30];
        Assert.Equal((1, Money.From(30)), (window.Totals.Purchases, window.Totals.Amount));
        Assert.Equal<string>(["Hat"], window.Products);
    }

    [Fact]
    public void An_older_version_changes_nothing()
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon, 100) with { UpdatedAt = Noon.AddDays(1) }], [], Noon).State;
        var update = state.Apply("m", [Order("1", Noon, 5)], [], Noon);
        Assert.False(update.IsChanged);
        Assert.Equal(1, update.Unchanged);
    }

    [Fact]
    public void A_newer_version_with_the_same_content_is_remembered_but_counts_as_unchanged()
    {
        var order = Order("1", Noon, 100);
        var state = ProfileState.Empty.Apply("m", [order], [], Noon).State;
        var update = state.Apply("m", [order with { UpdatedAt = Noon.AddDays(2) }], [], Noon);
        Assert.True(update.IsChanged);
        Assert.Equal((0, 1), (update.Changed, update.Unchanged));

        // Why: something from between the two, arriving late, must lose.
        Assert.False(update.State.Apply("m", [order with { UpdatedAt = Noon.AddDays(1), Total = Money.From(1) }], [], Noon).IsChanged);
    }

    [Fact]
    public void Two_contents_of_one_second_are_told_apart_by_when_they_were_read()
    {
        var early = Order("1", Noon, 100);
        var late = early with { Total = Money.From(50), ReadAt = early.ReadAt.AddSeconds(1) };
        var one = ProfileState.Empty.Apply("m", [early], [], Noon).State.Apply("m", [late], [], Noon).State;
        var other = ProfileState.Empty.Apply("m", [late], [], Noon).State.Apply("m", [early], [], Noon).State;
        Assert.Equal(one, other);
        Assert.Equal(Money.From(50), one.Evaluate(new DateOnly(2024, 6, 1), Utc).Lifetime.Amount);
    }

    [Fact]
    public void Two_contents_of_one_instant_leave_the_same_one_whatever_comes_first()
    {
        StoreOrder[] same = [.. Enumerable.Range(1, 5).Select(total => Order("1", Noon, total))];
        var expected = ProfileState.Empty.Apply("m", same, [], Noon).State;
        var random = new Random(1);
        for (var n = 0; n < 20; n++)
        {
            random.Shuffle(same);
            Assert.Equal(expected, same.Aggregate(ProfileState.Empty, (state, order) => state.Apply("m", [order], [], Noon).State));
        }
    }

    [Fact]
    public void The_same_id_at_two_integrations_is_two_orders()
    {
        var state = ProfileState.Empty.Apply("a", [Order("1", Noon)], [], Noon).State.Apply("b", [Order("1", Noon)], [], Noon).State;
        Assert.Equal(2, state.OrderCount);
    }

    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(100, 99.9999, true)]
    [InlineData(100, 100, false)]
    [InlineData(100, 120, false)]
    [InlineData(0, 0, true)]
    public void Wholly_refunded_is_no_purchase_and_nothing_is_one(decimal total, decimal refunded, bool counts)
    {
        var state = ProfileState.Empty.Apply("m", [Order("1", Noon, total) with { Refunded = Money.From(refunded) }], [], Noon).State;
        var lifetime = state.Evaluate(new DateOnly(2024, 6, 1), Utc).Lifetime;
        Assert.Equal(counts ? 1 : 0, lifetime.Purchases);
        Assert.Equal(counts ? total - refunded : 0, lifetime.Amount.ToDecimal());
        Assert.Equal(counts ? 1 : 0, state.Summarize().PurchaseCount);
        Assert.Equal(1, state.Summarize().OrderCount);
    }

    [Fact]
    public void Absurd_amounts_stop_at_the_bound_instead_of_failing()
    {
        var orders = Enumerable.Range(0, 2_000).Select(i => Order($"{i}", Noon, 1_000_000_000_000m) with { Lines = [Line("1", units: 1_000_000_000_000m)] }).ToArray();
        var lifetime = ProfileState.Empty.Apply("m", orders, [], Noon).State.Evaluate(new DateOnly(2024, 6, 1), Utc).Lifetime;
        Assert.Equal((2_000, long.MaxValue, long.MaxValue), (lifetime.Purchases, lifetime.Amount.TenThousandths, lifetime.Units.TenThousandths));
        Assert.Equal(Money.From(1_000_000_000_000m), lifetime.AverageAmount);

        var converted = Utc with { Currency = "EUR", Rates = Utc.Rates.Add("USD", decimal.MaxValue) };
        Assert.Equal(long.MaxValue, ProfileState.Empty.Apply("m", orders, [], Noon).State.Evaluate(new DateOnly(2024, 6, 1), converted).Lifetime.Amount.TenThousandths);
    }

    [Theory]
    [InlineData("", "USD")]
    [InlineData("1", "")]
    [InlineData("1", "SEVENTEEN LETTERS")]
    public void What_a_connector_should_have_rejected_is_refused(string id, string currency)
    {
        Assert.Throws<ArgumentException>(() => ProfileState.Empty.Apply("m", [Order("ok", Noon), Order("1", Noon) with { OrderId = id, Currency = currency }], [], Noon));

        // And a thread that refused goes on with a clean slate.
        Assert.Equal(1, ProfileState.Empty.Apply("m", [Order("ok", Noon)], [], Noon).State.OrderCount);
    }

    [Fact]
    public void The_longest_ids_and_many_lines_fit()
    {
        var order = Order(new string('ñ', 200), Noon) with { Number = new string('n', 5_000), Lines = [.. Enumerable.Range(0, 3_000).Select(i => Line($"{i}"))] };
        var state = ProfileState.Empty.Apply(new string('i', 255), [order], [], Noon).State;
        Assert.Equal(state, ProfileState.Decode([.. state.Encoded]));
        Assert.Equal(3_000, state.Evaluate(new DateOnly(2024, 6, 1), Utc)[Window.Days30].Products.Length);
        Assert.False(state.Apply(new string('i', 255), [order], [], Noon).IsChanged);
        Assert.Throws<ArgumentException>(() => state.Apply(new string('i', 256), [order], [], Noon));
        Assert.Throws<ArgumentException>(() => state.Apply("i", [Order(new string('n', 201), Noon)], [], Noon));
    }

    /// <summary>Past 65,535 terms refs take four bytes, and two again when terms go.</summary>
    [Fact]
    public void Refs_widen_and_narrow_again()
    {
        StoreOrder[] orders = [.. Enumerable.Range(0, 70).Select(o => Order($"{o:00}", Noon.AddMinutes(o)) with { Lines = [.. Enumerable.Range(0, 1_000).Select(i => Line($"{o}-{i}", $"{i}"))] })];
        var state = ProfileState.Empty;
        foreach (var order in orders)
            state = state.Apply("m", [order], [], Noon).State;
        Assert.Equal(state, ProfileState.Empty.Apply("m", orders, [], Noon).State);
        Assert.Equal(70_000, state.Evaluate(new DateOnly(2024, 6, 1), Utc)[Window.Days30].Products.Length);

        state = ProfileState.Decode([.. state.Apply("m", [orders[3] with { UpdatedAt = Noon.AddDays(1), Lines = [Line("x")] }], [], Noon).State.Encoded]);
        Assert.Equal(69_001, state.Evaluate(new DateOnly(2024, 6, 1), Utc)[Window.Days30].Products.Length);
        for (var o = 10; o < 20; o++)
            state = state.Apply("m", [orders[o] with { UpdatedAt = Noon.AddDays(1), Status = OrderStatus.Cancelled }], [], Noon).State;
        Assert.Equal(59_001, ProfileState.Decode([.. state.Encoded]).Evaluate(new DateOnly(2024, 6, 1), Utc)[Window.Days30].Products.Length);
    }
}
