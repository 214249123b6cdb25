using System.Collections.Immutable;
using System.Text;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Publishing.Omnichannel;
using Icomm.Actors.Publishing.Tests.Support;

namespace Icomm.Actors.Publishing.Tests.Omnichannel;

public sealed class OmnichannelSinkTests : IDisposable
{
    private static readonly string IndicatorColumns = string.Join('|', PublishedFields.Names);

    private readonly FileHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Bytes_are_as_published()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "UY-1")))
        {
            await ((IOrderSink)sink).SendOrdersAsync(
            [
                new OmnichannelOrder
                {
                    OrderNumber = "1001",
                    StoreCode = "web|uy",
                    UserId = "42",
                    Date = new DateOnly(2026, 2, 28),
                    Units = Quantity.From(2.5m),
                    DistinctProducts = 2,
                    NetAmount = Money.From(1234567.125m),
                    Products = [new("p1", "Polera\r\nazul|XL", "Acme"), new("p2", "Zapato")],
                    Categories = [new("c1", "Ropa"), new("c2", "Ñandú")],
                },
                new OmnichannelOrder
                {
                    OrderNumber = new string('9', 60), StoreCode = "s", UserId = "42", Date = new DateOnly(2026, 3, 1), Units = Quantity.Zero, DistinctProducts = 1,
                    NetAmount = Money.Zero, Products = [new("p3", "Gorro")], Categories = [new("c1", "Ropa")],
                },
            ],
                CancellationToken.None);
            var outcomes = await sink.SendAsync(
            [
                new Contact
                {
                    ProfileId = "acme/main/abc", UserId = "42", Document = "1.234.567-8", Email = "ana@shop.example", FirstName = "Ana|María", LastName = null,
                    Fields =
                    [
                        new("ICOMMKT_Products_30_Days", ImmutableArray.Create("Polera|azul", "Zapato; alto")), new("ICOMMKT_Amount_30_Days", Money.From(12.5m)),
                        new("ICOMMKT_Last_Purchase_Date", new DateOnly(2026, 3, 1)), new("ICOMMKT_Purchases_30_Days", 2),
                    ],
                },
                new Contact { ProfileId = "acme/main/def", Email = "bo@shop.example", Fields = [] },
                new Contact { ProfileId = "acme/main/ghi", Email = " ", Fields = [] },
            ],
                CancellationToken.None);
            Assert.Equal([null, null, "contact_email_invalid"], outcomes.Select(outcome => outcome.Code));
            Assert.All(_harness.Files(), name => Assert.EndsWith(".partial", name, StringComparison.Ordinal));
            await sink.CompleteAsync(CancellationToken.None);
        }

        await AssertFileAsync(
            "ICOMMKT_ORDERS_UY-1_20260301",
            "OrderNumber|StoreCode|UserId|Date|TotalItems|TotalProducts|TotalAmount|ItemsAmount|DiscountsAmount|ShippingAmount\r\n"
            + "1001|web uy|42|28/02/2026|2.5|2|1234567.12|0|0|0\r\n"
            + "99999999999999999999999999999999999999999999999999|s|42|01/03/2026|0|1|0|0|0|0\r\n");
        await AssertFileAsync(
            "ICOMMKT_ORDERSDETAIL_UY-1_20260301",
            "OrderNumber|StoreCode|ProductId|ProductName|Brand|Quantity|Price\r\n"
            + "1001|web uy|p1|Polera  azul XL|Acme|0|0\r\n"
            + "1001|web uy|p2|Zapato||0|0\r\n"
            + "99999999999999999999999999999999999999999999999999|s|p3|Gorro||0|0\r\n");
        await AssertFileAsync(
            "ICOMMKT_ORDERSDETAILCATEGORIES_UY-1_20260301",
            "OrderNumber|StoreCode|ProductId|CategoryId|CategoryName\r\n"
            + "1001|web uy||c1|Ropa\r\n"
            + "1001|web uy||c2|Ñandú\r\n"
            + "99999999999999999999999999999999999999999999999999|s|p3|c1|Ropa\r\n");
        await AssertFileAsync(
            "ICOMMKT_CUSTOMERS_UY-1_20260301",
            $"UserId|Email|FirstName|LastName|Document|{IndicatorColumns}\r\n"
            + $"42|ana@shop.example|Ana María||1.234.567-8|{Indicators(("ICOMMKT_Products_30_Days", "Polera azul;Zapato, alto"), ("ICOMMKT_Amount_30_Days", "12.5"), ("ICOMMKT_Last_Purchase_Date", "01/03/2026"), ("ICOMMKT_Purchases_30_Days", "2"))}\r\n"
            + $"def|bo@shop.example||||{Indicators()}\r\n");
        Assert.Equal(4, _harness.Files().Length);
    }

    [Fact]
    public async Task All_four_are_made_even_if_there_is_nothing_to_tell()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "1")))
            await sink.CompleteAsync(CancellationToken.None);

        Assert.Equal(
            ["acme/main/ICOMMKT_CUSTOMERS_1_20260301", "acme/main/ICOMMKT_ORDERSDETAILCATEGORIES_1_20260301", "acme/main/ICOMMKT_ORDERSDETAIL_1_20260301", "acme/main/ICOMMKT_ORDERS_1_20260301"],
            _harness.Files());
        Assert.All(_harness.Files(), name => Assert.Single(File.ReadAllLines(Path.Combine(_harness.Root, name))));
    }

    [Fact]
    public async Task The_header_can_be_left_out()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "1"), ("header", "false")))
            await sink.CompleteAsync(CancellationToken.None);

        Assert.All(_harness.Files(), name => Assert.Empty(File.ReadAllBytes(Path.Combine(_harness.Root, name))));
    }

    [Fact]
    public async Task A_publication_that_ends_early_leaves_nothing()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "1")))
            await sink.SendAsync(People.Persons(3), CancellationToken.None);

        Assert.Empty(_harness.Files());
    }

    [Fact]
    public async Task Many_customers_are_as_many_rows()
    {
        await using (var sink = _harness.Sink("omnichannel", ("instance", "1")))
        {
            await sink.SendAsync(People.Persons(1_000), CancellationToken.None);
            await sink.CompleteAsync(CancellationToken.None);
        }

        var lines = await File.ReadAllLinesAsync(Path.Combine(_harness.Folder, "ICOMMKT_CUSTOMERS_1_20260301"));
        Assert.Equal(1_001, lines.Length);
        Assert.All(lines, line => Assert.Equal(5 + PublishedFields.Names.Length, line.Split('|').Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("a_b")]
    [InlineData("a b")]
    public void An_instance_is_part_of_a_name(string instance) =>
        Assert.StartsWith("publish_setting_", Assert.Throws<PublishException>(() => _harness.Sink("omnichannel", ("instance", instance))).Code, StringComparison.Ordinal);

    private static string Indicators(params (string Name, string Value)[] values) =>
        string.Join('|', PublishedFields.Names.Select(name => values.FirstOrDefault(each => each.Name == name).Value));

    private async Task AssertFileAsync(string name, string content) =>
        Assert.Equal(content, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await File.ReadAllBytesAsync(Path.Combine(_harness.Folder, name))));
}
