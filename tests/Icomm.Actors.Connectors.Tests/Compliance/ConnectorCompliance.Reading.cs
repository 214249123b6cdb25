using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>Everything is read, once and as it is.</summary>
public abstract partial class ConnectorCompliance
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(156)]
    [InlineData(157)]
    [InlineData(158)]
    [InlineData(300)]
    public async Task Every_order_is_read_once_and_as_the_shop_has_it(int pageSize)
    {
        var pages = await ReadOrdersAsync(pageSize);

        CheckComplete(Shop.Data.Orders, pages);
        Assert.Equal(157, pages.Sum(page => page.Orders.Length));
        Assert.All(pages, page => Assert.Equal(157, page.TotalCount));
        Assert.All(pages, page => Assert.InRange(page.RecordCount, 0, pageSize));
        Assert.All(pages, page => Assert.Empty(page.Unreadable));
    }

    [Fact]
    public async Task Orders_placed_before_the_start_date_are_not_taken_however_late_they_changed()
    {
        var from = new DateTimeOffset(Shop.Data.Orders.Select(order => order.CreatedAt).Order().ElementAt(80), TimeSpan.Zero);

        var pages = await Connector.ReadAllAsync(Connection, StoreResource.Orders, Everything, 10, placedFrom: from);

        Assert.Equal(
            Shop.Data.Orders.Where(order => new DateTimeOffset(order.CreatedAt, TimeSpan.Zero) >= from).Select(order => $"{order.Id}").Order(),
            pages.SelectMany(page => page.Orders).Select(order => order.OrderId).Distinct().Order());
    }

    [Fact]
    public async Task Every_customer_is_read()
    {
        if (!await OffersAsync(StoreResource.Customers))
            return;
        var read = (await Connector.ReadAllAsync(Connection, StoreResource.Customers, Everything, 9)).SelectMany(page => page.Customers).ToDictionary(each => each.Reference.StoreCustomerId!);

        Assert.Equal(Shop.Data.Customers.Count, read.Count);
        foreach (var expected in Shop.Data.Customers)
        {
            var actual = read[$"{expected.Id}"];
            Assert.Equal(expected.Email, actual.Reference.Email);
            Assert.Equal(expected.FirstName, actual.Reference.FirstName);
            Assert.Equal(expected.LastName, actual.Reference.LastName);
            Assert.Equal(new DateTimeOffset(expected.CreatedAt, TimeSpan.Zero), actual.CreatedAt);
            Assert.Equal(new DateTimeOffset(expected.UpdatedAt, TimeSpan.Zero), actual.UpdatedAt);
        }
    }

    [Fact]
    public async Task Every_product_is_read_with_its_brand_and_categories_by_name()
    {
        if (!await OffersAsync(StoreResource.Catalogue))
            return;
        var read = (await Connector.ReadAllAsync(Connection, StoreResource.Catalogue, Everything, 8)).SelectMany(page => page.Catalogue).ToDictionary(each => each.ProductId);

        var categories = Shop.Data.Catalogue.Categories.ToDictionary(each => each.Id);
        Assert.Equal(Shop.Data.Catalogue.Products.Count, read.Count);
        foreach (var expected in Shop.Data.Catalogue.Products)
        {
            var actual = read[$"{expected.Id}"];
            Assert.Equal(expected.Name, actual.Name);
            Assert.Equal(Shop.Data.Catalogue.Brands.FirstOrDefault(brand => brand.Id == expected.BrandOptionId)?.Label, actual.Brand);
            Assert.Equal(expected.CategoryIds.Select(id => $"{id}").Order(), actual.Categories.Select(each => each.Id).Order());
            Assert.All(actual.Categories, each => Assert.Equal(categories[int.Parse(each.Id)].Name, each.Name));
            Assert.Equal(actual.Categories.Select(each => categories[int.Parse(each.Id)].Level).Order(), actual.Categories.Select(each => categories[int.Parse(each.Id)].Level));
        }
    }

    [Fact]
    public async Task An_empty_shop_is_one_empty_page()
    {
        await using var empty = await OpenAsync(orders: 0, customers: 0);

        foreach (var resource in Connector.ResourcesOf(Connection).Except([StoreResource.Catalogue]))
        {
            var page = Assert.Single(await Connector.ReadAllAsync(Store.Connect(empty), resource, Everything, 50));
            Assert.Equal(0, page.RecordCount);
            Assert.Equal(0, page.TotalCount);
        }
    }

    [Fact]
    public async Task Both_ends_of_the_window_belong_to_it()
    {
        var byChange = Shop.Data.Orders.OrderBy(order => order.UpdatedAt).ThenBy(order => order.Id).ToArray();
        var (first, last) = (byChange[20].UpdatedAt, byChange[90].UpdatedAt);
        var window = new TimeInterval(new DateTimeOffset(first), new DateTimeOffset(last));
        var expected = Store.InWindow(byChange, window).ToArray();

        var pages = await ReadOrdersAsync(25, window);

        CheckComplete(expected, pages);
        Assert.Equal(expected.Length, pages.Sum(page => page.Orders.Length));
    }

    [Fact]
    public async Task A_window_of_one_instant_is_read()
    {
        var one = Shop.Data.Orders[60];

        var pages = await ReadOrdersAsync(25, new TimeInterval(new DateTimeOffset(one.UpdatedAt), new DateTimeOffset(one.UpdatedAt)));

        Assert.Contains(pages.SelectMany(page => page.Orders), order => order.OrderId == $"{one.Id}");
    }

    [Fact]
    public async Task Reading_goes_on_from_any_page_after_a_restart()
    {
        var pages = await ReadOrdersAsync(10);

        for (var read = 1; read < pages.Count; read++)
        {
            await using var restarted = new ConnectorHarness();
            var rest = await restarted.Registry.Get(Store.StoreType).ReadAllAsync(Connection, StoreResource.Orders, Everything, 10, pages[read - 1].NextPageToken);

            CheckComplete(Shop.Data.Orders, pages.Take(read).Concat(rest));
        }
    }

    [Fact]
    public async Task A_page_can_be_read_again()
    {
        var request = new StorePageRequest(StoreResource.Orders, Everything, (await ReadOrdersAsync(20))[2].NextPageToken, 20);

        var once = await Connector.ReadPageAsync(Connection, request, CancellationToken.None);
        var again = await Connector.ReadPageAsync(Connection, request, CancellationToken.None);

        Assert.Equal(once.Orders.Select(order => order.OrderId), again.Orders.Select(order => order.OrderId));
        Assert.Equal(once.NextPageToken, again.NextPageToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("m1.w.x.1.1.0.5")]
    [InlineData("m1.w.99999999999.1.1.0.5")]
    public async Task A_foreign_page_token_is_refused(string token)
    {
        var failure = await Assert.ThrowsAsync<StoreException>(
            () => Connector.ReadPageAsync(Connection, new StorePageRequest(StoreResource.Orders, Everything, token, 10), CancellationToken.None));

        Assert.Equal("page_token_invalid", failure.Problem.Code);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    public async Task More_records_in_one_second_than_a_page_holds_are_all_read(int pageSize)
    {
        var second = Shop.Data.Orders[80].UpdatedAt;
        foreach (var order in Shop.Data.Orders.Where(order => order.Id % 2 == 0).ToArray())
            Shop.Keeper.Put(order with { UpdatedAt = second });

        var pages = await ReadOrdersAsync(pageSize);

        CheckComplete(Shop.Data.Orders, pages);
        Assert.Equal(157, pages.Sum(page => page.Orders.Length));
    }

    [Fact]
    public async Task Everything_in_one_second_is_read()
    {
        foreach (var order in Shop.Data.Orders.ToArray())
            Shop.Keeper.Put(order with { UpdatedAt = Everything.Until.UtcDateTime });

        CheckComplete(Shop.Data.Orders, await ReadOrdersAsync(20));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(12, 25)]
    public async Task Nothing_is_lost_when_records_change_while_they_are_read(int changes, int pageSize)
    {
        // Changed orders leave the window, and every counted page behind them would slip.
        var first = await ReadOrdersAsync(pageSize, afterPage: _ => Shop.Keeper.Change(changes));
        var second = await ReadOrdersAsync(pageSize, new TimeInterval(Everything.Until.AddSeconds(1), Everything.Until.AddYears(20)));

        CheckComplete(Shop.Data.Orders, first.Concat(second));
    }

    [Fact]
    public async Task Requests_of_one_integration_go_one_at_a_time()
    {
        var resources = Connector.ResourcesOf(Connection).Append(StoreResource.Orders);

        await Task.WhenAll(resources.Select(resource => Connector.ReadAllAsync(Connection, resource, Everything, 10)));

        Assert.Equal(1, Shop.Statistics.MaxConcurrent);
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Connector.ReadPageAsync(Connection, new StorePageRequest(StoreResource.Orders, Everything, null, 10), cancelled.Token));
    }

    [Fact]
    public async Task Amounts_follow_cancellations_and_refunds()
    {
        var complete = Shop.Data.Orders.Where(order => order.State == OrderState.Complete && order.TotalRefunded == Amount.Zero).Take(2).ToArray();
        var whole = Shop.Keeper.Refund(complete[0].Id);
        var line = complete[1].Lines.First(each => !each.IsVariant);
        var part = Shop.Keeper.Refund(complete[1].Id, new Dictionary<int, int> { [line.Id] = 1 });

        var pages = await ReadOrdersAsync(50, new TimeInterval(Everything.Until.AddSeconds(1), Everything.Until.AddYears(20)));

        CheckComplete([whole, part], pages);
    }
}
