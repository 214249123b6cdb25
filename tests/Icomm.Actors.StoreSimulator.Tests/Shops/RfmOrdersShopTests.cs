using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Tests.Support;
using Icomm.Actors.Testing;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

/// <summary>The R package's table: the published reference figures, and who bought what.</summary>
public sealed class RfmOrdersShopTests
{
    private static readonly DateOnly AsOf = new(2006, 12, 31);
    private static readonly Lazy<ShopData> Shop = new(() => new RfmOrdersSource(SharedData.RfmOrders).Build(TimeProvider.System));

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void Windows_reproduce_the_reference()
    {
        Check(0, 30, 36, 3_346, 36);
        Check(0, 60, 82, 7_908, 81);
        Check(0, 90, 150, 13_806, 141);
        Check(0, 180, 490, 45_192, 399);
        Check(0, 360, 1_046, 98_870, 650);
        Check(361, int.MaxValue, 3_860, 365_288, 982);
        Check(0, int.MaxValue, 4_906, 464_158, 995);

        static void Check(int from, int to, int orders, decimal revenue, int customers)
        {
            var inside = Shop.Value.Orders.Where(o => AsOf.DayNumber - DateOnly.FromDateTime(o.CreatedAt).DayNumber is var age && age >= from && age <= to).ToArray();
            Assert.Equal((orders, revenue, customers), (inside.Length, inside.Sum(o => o.GrandTotal.ToDecimal()), inside.Select(o => o.Customer.Id).Distinct().Count()));
        }
    }

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void A_published_row_is_the_customers_orders()
    {
        var own = Shop.Value.Orders.Where(o => o.Customer.Email == "abbey.o'reilly@rfm-orders.example").ToArray();
        Assert.Equal((6, 472m), (own.Length, own.Sum(o => o.GrandTotal.ToDecimal())));
        Assert.Equal(205, AsOf.DayNumber - DateOnly.FromDateTime(own.Max(o => o.CreatedAt)).DayNumber);
        Assert.Equal(("Abbey", "O'Reilly"), (own[0].Customer.FirstName, own[0].Customer.LastName));
    }

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void Customers_orders_and_instants_are_distinct()
    {
        var shop = Shop.Value;
        Assert.Equal(995, shop.Customers.Count);
        Assert.Equal(995, shop.Customers.Select(c => c.Email).Distinct().Count());
        Assert.Equal(shop.Orders.Count, shop.Orders.Select(o => o.CreatedAt).Distinct().Count());
        Assert.All(shop.Orders, o => Assert.Equal(o.GrandTotal, Assert.Single(o.Lines).RowTotal));
        Assert.All(shop.Orders, o => Assert.True(o.Customer.CreatedAt <= o.CreatedAt));
    }

    [SharedDataFact(SharedData.RfmOrdersName)]
    public async Task The_reference_holds_over_HTTP_too()
    {
        await using var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = ShopSource.Of(Shop.Value) });
        using var client = await MagentoClient.LoginAsync(shop);
        var revenue = 0m;
        for (var page = 1; page <= 2; page++)
        {
            var query = new Query().Where("created_at", "gteq", "2006-07-04").OrderBy("entity_id").Page(300, page).On("/rest/V1/orders");
            var answer = await client.GetAsync(query);
            Assert.Equal(490, answer.GetProperty("total_count").GetInt32());
            revenue += answer.GetProperty("items").EnumerateArray().Sum(o => o.GetProperty("base_grand_total").GetDecimal());
        }

        Assert.Equal(45_192m, revenue);
    }

    [SharedDataFact(SharedData.RfmOrdersName)]
    public void The_command_line_tells_the_table_by_its_header()
    {
        var file = SharedData.RfmOrders;
        Assert.Equal(new RfmOrdersSource(file), CommandLine.Parse(["--data", file]).Options.Source);
        Assert.Throws<FormatException>(() => CommandLine.Parse(["--data", file, "--no-guests"]));
        var other = CommandLine.Parse(["--data", SharedData.OnlineRetail, "--no-guests"]).Options.Source;
        Assert.Equal(new UciSource(SharedData.OnlineRetail) { Guests = false }, other);
    }

    [Theory]
    [InlineData("customer,order_date,revenue\nAna Paz,2006-01-01,1\n")]
    [InlineData("customer_id,order_date,revenue\nAna Paz,yesterday,1\n")]
    [InlineData("customer_id,order_date,revenue\nAna Paz,2006-01-01,a lot\n")]
    [InlineData("customer_id,order_date,revenue\n ,2006-01-01,1\n")]
    [InlineData("customer_id,order_date,revenue\n")]
    public void What_is_not_such_a_table_is_said(string text)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, text);
            Assert.Throws<InvalidDataException>(() => new RfmOrdersSource(file).Build(TimeProvider.System));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
