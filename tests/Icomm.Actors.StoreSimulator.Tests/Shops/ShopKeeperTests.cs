using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

public sealed class ShopKeeperTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(ShopFixture.End, TimeSpan.Zero) + TimeSpan.FromMilliseconds(1_500));

    private DateTime Now => ShopFixture.End.AddSeconds(1);

    [Fact]
    public void Change_touches_as_many_different_orders_as_asked_and_no_other()
    {
        var shop = ShopFixture.Source().Build(_clock);
        var before = shop.Orders.ToArray();
        var changed = new ShopKeeper(shop, _clock, seed: 1).Change(60);
        Assert.Equal(60, changed.DistinctBy(o => o.Id).Count());
        Assert.All(changed, o => Assert.Equal(Now, o.UpdatedAt));
        var changedIds = changed.Select(o => o.Id).ToHashSet();
        Assert.Equal(before.Length, shop.Orders.Count);
        Assert.All(before.Zip(shop.Orders), pair => Assert.Equal(!changedIds.Contains(pair.First.Id), ReferenceEquals(pair.First, pair.Second)));
        Assert.Contains(changed, o => o.TotalRefunded > before.Single(b => b.Id == o.Id).TotalRefunded);
    }

    [Fact]
    public void The_same_seed_makes_the_same_changes()
    {
        var source = ShopFixture.Source();
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        List<(int, OrderState, Amount)> Run(int seed)
        {
            var keeper = new ShopKeeper(source.Build(_clock), _clock, seed);
            return [.. keeper.Change(20).Concat(keeper.AddOrders(5)).Concat(keeper.Change(20)).Select(o => (o.Id, o.State, o.TotalRefunded))];
        }
    }

    [Fact]
    public void Change_can_go_on_for_ever_without_breaking_an_amount()
    {
        var shop = ShopFixture.Source().Build(_clock);
        var keeper = new ShopKeeper(shop, _clock, seed: 9);
        for (var round = 0; round < 12; round++) keeper.Change(400);
        Assert.All(shop.Orders, o => Assert.InRange(o.TotalRefunded.ToDecimal(), 0, o.GrandTotal.ToDecimal()));
        Assert.All(shop.Orders, o => Assert.All(o.Lines, l => Assert.InRange(l.Refunded, 0, l.Ordered)));
        Assert.DoesNotContain(shop.Orders, o => o.State == OrderState.Processing);
        Assert.Equal(shop.Orders.Sum(o => o.TotalRefunded.ToDecimal()), shop.CreditMemos.Sum(m => m.GrandTotal.ToDecimal()));
    }

    [Fact]
    public void Added_orders_continue_the_ids()
    {
        var shop = ShopFixture.Source(orders: 40).Build(_clock);
        var added = new ShopKeeper(shop, _clock, seed: 1).AddOrders(30);
        Assert.Equal(Enumerable.Range(41, 30), added.Select(o => o.Id));
        Assert.All(added, o => Assert.Equal((Now, Now), (o.CreatedAt, o.UpdatedAt)));
        var lineIds = shop.Orders.SelectMany(o => o.Lines).Select(l => l.Id).ToArray();
        Assert.Equal(lineIds.Length, lineIds.Distinct().Count());
    }

    [Fact]
    public void Refunds_go_line_by_line_until_the_order_closes()
    {
        var shop = ShopFixture.Source().Build(_clock);
        var keeper = new ShopKeeper(shop, _clock, seed: 1);
        var order = shop.Orders.First(o => o.State == OrderState.Complete && o.TotalRefunded == Amount.Zero && o.Lines.Count(l => !l.IsVariant) > 1);
        var first = order.Lines[0];
        var partly = keeper.Refund(order.Id, new Dictionary<int, int> { [first.Id] = first.Ordered });
        Assert.Equal(OrderState.Complete, partly.State);
        Assert.Equal((first.RowTotal - first.Discount).ToDecimal(), partly.TotalRefunded.ToDecimal());
        Assert.Throws<ArgumentOutOfRangeException>(() => keeper.Refund(order.Id, new Dictionary<int, int> { [first.Id] = 1 }));
        var wholly = keeper.Refund(order.Id);
        Assert.Equal((OrderState.Closed, order.GrandTotal), (wholly.State, wholly.TotalRefunded));
        Assert.Throws<KeyNotFoundException>(() => keeper.Refund(999_999));
    }

    [Fact]
    public void A_fork_goes_its_own_way()
    {
        var shop = ShopFixture.Source(orders: 30).Build(_clock);
        var fork = ShopSource.Of(shop).Build(_clock);
        new ShopKeeper(fork, _clock, seed: 1).Cancel(7);
        Assert.Equal(OrderState.Canceled, fork.FindOrder(7)!.State);
        Assert.NotEqual(Now, shop.FindOrder(7)!.UpdatedAt);
    }
}
