using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>However orders lie in time, every one is listed once, and no filter is asked for more than VTEX lists.</summary>
public sealed class VtexSplittingTests
{
    private static readonly long Day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    [Fact]
    public void A_hundred_thousand_orders_in_one_day_of_two_years_are_listed_within_the_limits()
    {
        var random = new Random(4);
        var orders = Enumerable.Range(0, 100_000).Select(_ => (700 * Day) + random.NextInt64(Day)).Order().ToArray();

        var (listed, requests) = Walk(orders, 0, 730 * Day, 100);

        Assert.Equal(orders, listed.Order());
        Assert.InRange(requests, 1_000, 1_250);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Any_spread_of_orders_is_listed_completely(int pageSize)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var end = random.NextInt64(1, 400 * Day);
            var burst = random.NextInt64(end + 1);
            var orders = Enumerable.Range(0, random.Next(0, 40 * pageSize))
                .Select(_ => random.Next(3) switch { 0 => random.NextInt64(end + 1), 1 => Math.Min(end, burst + random.NextInt64(5_000)), _ => Math.Min(end, burst + random.NextInt64(pageSize * 100)) })
                .Order().ToArray();

            var (listed, _) = Walk(orders, 0, end, pageSize);

            Assert.Equal(orders, listed.Order());
        }
    }

    [Fact]
    public void Orders_at_both_ends_belong_to_the_window() => Assert.Equal([5, 9], Walk([4, 5, 9, 10], 5, 9, 100).Listed.Order());

    [Fact]
    public void A_millisecond_cannot_be_cut() => Assert.Null(new Stretch(7, 7).Shorter(4_000, 3_000));

    [Fact]
    public void A_position_survives_being_written_down()
    {
        var cursor = VtexOrderCursor.Start(1_000, 9_000).NextPage(50, 120) with { Total = 4_711 };

        Assert.Equal(cursor, VtexOrderCursor.Parse(cursor.ToString(), 1_000, 9_000));
        Assert.Equal("page_token_invalid", Assert.Throws<StoreException>(() => VtexOrderCursor.Parse(cursor.ToString(), 1_001, 9_000)).Problem.Code);
        Assert.Equal("page_token_invalid", Assert.Throws<StoreException>(() => VtexOrderCursor.Parse(cursor.ToString(), 1_000, 8_999)).Problem.Code);
        Assert.Equal("page_token_invalid", Assert.Throws<StoreException>(() => VtexOrderCursor.Parse("v1.1.2.31.100.5.5", 0, 9)).Problem.Code);
    }

    [Fact]
    public void Every_change_is_due_in_some_window_that_looks_at_its_order()
    {
        var random = new Random(11);
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var rescan = TimeSpan.FromDays(20);
        TimeInterval[] windows = [.. Enumerable.Range(0, 30).Select(i => new TimeInterval(start.AddDays(i * 4), start.AddDays((i + 1) * 4).AddTicks(-1)))];
        for (var i = 0; i < 2_000; i++)
        {
            var placed = start.AddMinutes(random.Next(0, 60 * 24 * 60));
            var order = Order(placed, placed.AddMinutes(random.Next(0, 60 * 24 * 55)));

            Assert.Contains(windows, window => order.PlacedAt >= window.From - rescan && order.PlacedAt <= window.Until && VtexOrderReader.IsDue(order, window, rescan));
        }
    }

    /// <summary>Reads a list as the reader does, with the list in memory.</summary>
    private static (List<long> Listed, int Requests) Walk(long[] orders, long from, long until, int pageSize)
    {
        var listed = new List<long>();
        var cursor = VtexOrderCursor.Start(from, until);
        for (var requests = 1; ; requests++)
        {
            Assert.True(requests < 200_000, "the walk has no end");
            var size = cursor.Page > 1 ? cursor.PageSize : cursor.Stretch.From == cursor.Stretch.Until ? VtexOrderList.MaxPageSize : pageSize;
            var most = size * VtexOrderCursor.MostPages;
            var (low, high) = (Lower(orders, cursor.Stretch.From), Lower(orders, cursor.Stretch.Until + 1));
            var total = high - low;
            Assert.InRange(cursor.Page, 1, VtexOrderCursor.MostPages);
            if (cursor.Page == 1 && total > most)
            {
                var shorter = cursor.Stretch.Shorter(total, most)!.Value;
                Assert.Equal(cursor.Stretch.From, shorter.From);
                Assert.InRange(shorter.Until, cursor.Stretch.From, cursor.Stretch.Until - 1);
                cursor = cursor.Of(shorter);
                continue;
            }

            Assert.InRange(total, 0, most);
            listed.AddRange(orders[low..high].Skip((cursor.Page - 1) * size).Take(size));
            if (cursor.Page * (long)size < total)
                cursor = cursor.NextPage(size, total);
            else if (cursor.Stretch.Following(until, total, most) is { } following)
                cursor = cursor.Of(following);
            else
                return (listed, requests);
        }
    }

    private static int Lower(long[] sorted, long value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] < value)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static StoreOrder Order(DateTimeOffset placed, DateTimeOffset changed) => new()
    {
        OrderId = "1", PlacedAt = placed, UpdatedAt = changed, ReadAt = changed, Customer = new CustomerReference(), Status = OrderStatus.Purchase, State = "invoiced", Currency = "UYU",
        Total = Money.Zero,
    };
}
