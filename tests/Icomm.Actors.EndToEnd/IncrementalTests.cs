using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>What changes in the shop reaches the profiles with the next sync, and nothing else is read again.</summary>
public sealed class IncrementalTests(ITestOutputHelper output)
{
    [Fact]
    public async Task ChangesReachTheProfilesWithTheNextSync()
    {
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new GeneratedSource
        {
            Seed = 23, Customers = 600, Orders = 4_000, Products = 80, Days = 700, End = new DateTime(2026, 3, 31, 23, 0, 0, DateTimeKind.Utc),
        });
        await using var silo = await SiloProcess.StartAsync(folder.Path);

        // Santiago has daylight saving; its days are not UTC's.
        var integration = await Integration.CreateAsync(silo, shop, timeZone: "America/Santiago");
        var first = RunCounters.Of(await integration.SyncWellAsync());
        var compared = await integration.AssertEqualsTruthAsync();
        output.WriteLine($"first {first}; {compared:N0} values equal");

        var keeper = shop.Shop.Keeper;
        var orders = shop.Data.Orders;
        keeper.Change(250);
        keeper.AddOrders(60);
        keeper.ChangeCustomers(20);
        foreach (var order in orders.Where(order => order.State == OrderState.Complete && order.TotalRefunded == Amount.Zero).Skip(40).Take(15))
            keeper.Cancel(order.Id);
        foreach (var order in shop.Data.Orders.Where(order => order.State == OrderState.Complete && order.Lines.All(line => line.Refunded == 0)).Skip(200).Take(15))
            keeper.Refund(order.Id);
        foreach (var order in shop.Data.Orders.Where(order => order.State == OrderState.Canceled).Take(10))
            keeper.MoveTo(order.Id, OrderState.Processing);
        PlaceLate(shop, 12);

        var second = RunCounters.Of(await integration.SyncWellAsync());
        compared = await integration.AssertEqualsTruthAsync(null, new DateOnly(2026, 3, 31), new DateOnly(2026, 1, 15), new DateOnly(2025, 4, 6), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        output.WriteLine($"second {second}; {compared:N0} values equal");
        second.AssertAddUp();
        Assert.InRange(second.Read, 72, 500);
        Assert.Equal(0, second.Rejected);
        shop.AssertOneRequestAtATime();
        silo.AssertLogsAreClean();
    }

    /// <summary>Orders that were placed long ago and that the shop shows only now, as an import from a till does.</summary>
    private static void PlaceLate(ServedShop shop, int count)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var stamp = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        var next = shop.Data.Orders[^1].Id + 1;
        foreach (var model in shop.Data.Orders.Where(order => order.State == OrderState.Complete).Take(count).ToArray())
            shop.Shop.Keeper.Put(model with { Id = next, Number = $"L{next++}", CreatedAt = model.CreatedAt.AddDays(37), UpdatedAt = stamp });
    }
}
