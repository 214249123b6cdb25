using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>Shops and buyers as they really are: several currencies, views and zones, guests, people without an e-mail, orders that change their mind.</summary>
public abstract partial class ConnectorCompliance
{
    /// <summary>A zone that still changes its clocks, and the instants at which it did in 2024.</summary>
    private const string Santiago = "America/Santiago";
    private static readonly DateTime[] ClockChanges = [new(2024, 4, 7, 3, 0, 0, DateTimeKind.Utc), new(2024, 9, 8, 4, 0, 0, DateTimeKind.Utc)];

    [Fact]
    public async Task Orders_of_two_currencies_keep_each_its_own()
    {
        await using var shop = await OpenAsync(new GeneratedSource { Orders = 60, Customers = 20, Products = 10, StoreViews = 3, Currencies = ["USD", "UYU"], End = End });

        var pages = await Connector.ReadAllAsync(Store.Connect(shop), StoreResource.Orders, Everything, 20);

        CheckComplete(shop.Data.Orders, pages);
        Assert.Equal(["USD", "UYU"], pages.SelectMany(page => page.Orders).Select(order => order.Currency).Distinct().Order());
    }

    [Fact]
    public async Task Guests_are_known_by_their_e_mail()
    {
        var guests = Shop.Data.Orders.Where(order => order.Customer.IsGuest).ToArray();
        Assert.NotEmpty(guests);

        CheckComplete(guests, await ReadOrdersAsync(50));
    }

    [Fact]
    public async Task A_customer_without_an_e_mail_is_known_by_the_store_s_id()
    {
        var order = Shop.Data.Orders.First(each => !each.Customer.IsGuest);
        Shop.Keeper.Put(order with { Customer = order.Customer with { Email = "" } });

        var read = (await ReadOrdersAsync(50)).SelectMany(page => page.Orders).Last(each => each.OrderId == $"{order.Id}");

        Assert.Equal((null, $"{order.Customer.Id}"), (string.IsNullOrEmpty(read.Customer.Email) ? null : read.Customer.Email, read.Customer.StoreCustomerId));
    }

    [Fact]
    public async Task Only_the_store_view_that_is_wanted_is_read()
    {
        if (!Store.HasStoreViews)
        {
            // A platform without views offers none to choose from.
            Assert.DoesNotContain(Connector.Description.Fields, field => field.Kind is FieldKind.Choice or FieldKind.Choices);
            return;
        }

        var wanted = Shop.Data.Orders.GroupBy(order => order.View.Id).OrderBy(view => view.Count()).First();
        Assert.NotEqual(Shop.Data.Orders.Count, wanted.Count());

        var pages = await Connector.ReadAllAsync(Store.ConnectToView(Shop, wanted.Key), StoreResource.Orders, Everything, 20);

        CheckComplete(wanted, pages);
        Assert.Equal(wanted.Select(order => $"{order.Id}").Order(), pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Distinct().Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_hour_that_comes_twice_or_never_loses_nothing(int change)
    {
        await using var shop = await OpenAsync(new GeneratedSource { Orders = 60, Customers = 20, Products = 10, End = End }, Santiago);
        var at = ClockChanges[change];
        foreach (var (order, i) in shop.Data.Orders.Select((order, i) => (order, i)))
            shop.Keeper.Put(order with { CreatedAt = at.AddMinutes(5 * (i - 30)), UpdatedAt = at.AddMinutes(5 * (i - 30)) });
        var day = new TimeInterval(new DateTimeOffset(at).AddDays(-1), new DateTimeOffset(at).AddDays(1));

        // In one window, and in two that meet at the very moment.
        var whole = await ReadAsync(day);
        var before = await ReadAsync(new TimeInterval(day.From, new DateTimeOffset(at).AddSeconds(-1)));
        var after = await ReadAsync(new TimeInterval(new DateTimeOffset(at), day.Until));

        CheckComplete(shop.Data.Orders, whole);
        CheckComplete(shop.Data.Orders, [.. before, .. after]);

        Task<List<StorePage>> ReadAsync(TimeInterval window) => Connector.ReadAllAsync(Store.ConnectIn(Santiago, shop), StoreResource.Orders, window, 7);
    }

    [Fact]
    public async Task A_window_that_lies_ahead_holds_nothing()
    {
        var ahead = TimeProvider.System.GetUtcNow().AddYears(30);

        var pages = await ReadOrdersAsync(50, new TimeInterval(ahead, ahead.AddYears(1)));

        Assert.Empty(pages.SelectMany(page => page.Orders));
    }

    [Fact]
    public async Task An_order_that_is_cancelled_or_given_back_between_two_pages_ends_as_it_became()
    {
        var complete = Shop.Data.Orders.Where(order => order.State == OrderState.Complete && order.TotalRefunded == Amount.Zero).ToArray();
        var open = Shop.Data.Orders.Where(order => order.State == OrderState.Processing && order.TotalRefunded == Amount.Zero).ToArray();

        var pages = await ReadOrdersAsync(20, afterPage: page =>
        {
            if (page != 1)
                return;
            foreach (var order in new[] { complete[0], complete[^1] })
                Shop.Keeper.Refund(order.Id);
            foreach (var order in new[] { open[0], open[^1] })
                Shop.Keeper.Cancel(order.Id);
        });
        pages.AddRange(await ReadOrdersAsync(20, new TimeInterval(Everything.Until.AddSeconds(1), Everything.Until.AddYears(20))));

        CheckComplete(Shop.Data.Orders, pages);
    }

    [Fact]
    public async Task Nothing_is_sent_to_another_host_that_a_store_points_at()
    {
        Shop.Faults.Add(new FaultRule(FaultKind.RedirectElsewhere) { Path = Store.PathOf(StoreResource.Orders), Times = null });

        var failure = await FailAsync();

        Assert.Equal("redirect_refused", failure.Problem.Code);
        Assert.False(failure.IsTransient);
        CheckDiscreet(failure);
    }

    [Fact]
    public async Task A_redirect_within_the_host_is_followed()
    {
        Shop.Faults.Add(new FaultRule(FaultKind.RedirectHere) { Path = Store.PathOf(StoreResource.Orders), Skip = 2, Times = 1 });

        CheckComplete(Shop.Data.Orders, await ReadOrdersAsync(20));
        Assert.Equal(1, Shop.Statistics.FaultsFired);
    }
}
