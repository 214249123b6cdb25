using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

public sealed class EntitySetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Changed_indexes_equal_indexes_built_anew(int seed)
    {
        var random = new Random(seed);
        var orders = ShopFixture.Source(orders: 80).Build(TimeProvider.System).Orders;
        var set = EntitySet<ShopOrder>.From(orders.Take(40));
        var truth = orders.Take(40).ToDictionary(o => o.Id);
        for (var round = 0; round < 200; round++)
        {
            // Touching an index makes it exist, so that later rounds go through the merge.
            if (round > 0) set.Range(EntityKey.UpdatedAt, 0, 0);
            if (round > 50) set.Range(EntityKey.CreatedAt, 0, 0);
            var changed = Enumerable.Range(0, random.Next(6))
                .Select(_ => orders[random.Next(orders.Count)] with { UpdatedAt = ShopFixture.End.AddSeconds(random.Next(-20, 20)) })
                .DistinctBy(o => o.Id)
                .ToArray();
            set = set.With(changed);
            foreach (var order in changed) truth[order.Id] = order;
            Assert.Equal(truth.Values.OrderBy(o => o.Id), set.All);
            Assert.Equal(truth.Values.OrderBy(o => o.UpdatedAt).ThenBy(o => o.Id), set.Segment(EntityKey.UpdatedAt, 0, set.Count));
            Assert.Equal(truth.Values.OrderBy(o => o.CreatedAt).ThenBy(o => o.Id), set.Segment(EntityKey.CreatedAt, 0, set.Count));
            var (low, high) = (ShopFixture.End.AddSeconds(-5).Ticks, ShopFixture.End.AddSeconds(5).Ticks);
            var (from, to) = set.Range(EntityKey.UpdatedAt, low, high);
            Assert.Equal(truth.Values.Count(o => o.UpdatedAt.Ticks >= low && o.UpdatedAt.Ticks <= high), to - from);
        }
    }

    [Fact]
    public void An_id_occurs_once()
    {
        var order = ShopFixture.Source(orders: 1).Build(TimeProvider.System).Orders[0];
        Assert.Throws<ArgumentException>(() => EntitySet<ShopOrder>.From([order, order with { Number = "x" }]));
        Assert.Throws<ArgumentException>(() => EntitySet<ShopOrder>.Empty.With([order, order with { Number = "x" }]));
    }
}
