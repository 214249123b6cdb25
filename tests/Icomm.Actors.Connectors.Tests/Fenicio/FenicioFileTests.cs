using System.Text;
using System.Text.RegularExpressions;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>The report "Productos por venta" becomes the orders that the API gives.</summary>
public sealed class FenicioFileTests : IAsyncLifetime
{
    private static readonly FenicioUnderTest Fenicio = new();

    private static readonly string[] CardTexts = [FenicioCard.Number, FenicioCard.Bin, FenicioCard.Authorization, "203.0.113.7"];

    private readonly ConnectorHarness _harness = new();

    private IFileConnector Connector => (IFileConnector)_harness.Registry.Get("fenicio");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    public static TheoryData<int> Forms { get; } = [.. Enumerable.Range(0, 18)];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_report_in_any_form_becomes_the_orders_that_the_api_gives(int number)
    {
        var form = Form(number);
        var source = new GeneratedSource { Orders = 120, Customers = 30, Products = 25, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc), Currencies = ["UYU", "USD"] };
        await using var shop = await SimulatedShop.StartAsync(Fenicio.Simulate(new SimulatorOptions { Source = source }));
        var byApi = (await Connector.ReadAllAsync(
            Fenicio.Connect(shop), StoreResource.Orders, new(DateTimeOffset.UnixEpoch, new DateTimeOffset(source.End!.Value)), 500)).SelectMany(page => page.Orders);

        var rows = await FenicioFiles.ReadAsync(Connector, FenicioCsv.Write(shop.Data, form));
        var (byFile, rejected) = FenicioFiles.Compose(Connector, rows);

        Assert.Empty(rejected);
        Assert.DoesNotContain(rows, row => row.Problem is not null);
        Assert.Equal(
            byApi.Select(order => FenicioFiles.Describe(AsInFile(order, form), inAnyOrder: true)).Order(StringComparer.Ordinal),
            byFile.Select(order => FenicioFiles.Describe(order with { UpdatedAt = default }, inAnyOrder: true)).Order(StringComparer.Ordinal));
        Assert.Equal(["USD", "UYU"], byFile.Select(order => order.Currency).Distinct().Order());
        Assert.All(rows, row => Assert.All(CardTexts, text => Assert.DoesNotContain(text, row.Data)));
    }

    /// <summary>Each value of each choice, and each pair of delimiter and decimals, which may be the same sign.</summary>
    private static FenicioCsvOptions Form(int number) => new()
    {
        Language = (FenicioLanguage)(number / 9),
        Delimiter = ",;\t"[number / 3 % 3],
        Decimals = (FenicioDecimals)(number % 3),
        Dates = (FenicioDates)(number % 4),
        ByteOrderMark = number % 2 == 0,
        NewLine = (number % 5) switch { 0 => "\n", 1 => "\r", _ => "\r\n" },
        ShuffleSeed = number % 2 == 1 ? number : null,
        BuyerIds = number % 5 == 0,
    };

    [Fact]
    public async Task Two_hundred_random_shops_in_random_forms_are_read_back()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var shop = new GeneratedSource
            {
                Seed = seed, Orders = random.Next(1, 30), Customers = random.Next(0, 8), Products = random.Next(1, 10),
                End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc).AddHours(random.Next(0, 20_000)), Currencies = random.Next(2) == 0 ? ["UYU"] : ["UYU", "USD"],
            }.Build(TimeProvider.System);
            var form = new FenicioCsvOptions
            {
                Language = (FenicioLanguage)random.Next(2),
                Delimiter = ",;\t"[random.Next(3)],
                Decimals = (FenicioDecimals)random.Next(3),
                Dates = (FenicioDates)(random.Next(2) == 0 ? 0 : 2),
                ByteOrderMark = random.Next(2) == 0,
                NewLine = random.Next(2) == 0 ? "\n" : "\r\n",
                ShuffleSeed = random.Next(2) == 0 ? seed : null,
            };

            var (orders, rejected) = FenicioFiles.Compose(Connector, await FenicioFiles.ReadAsync(Connector, FenicioCsv.Write(shop, form)));

            Assert.True(rejected.IsEmpty && orders.Length == shop.Orders.Count, $"seed {seed}");
            foreach (var order in orders)
            {
                var expected = Fenicio.Shown(shop.FindOrder(int.Parse(order.OrderId))!);
                Assert.True(
                    expected.GrandTotal.Units == order.Total.TenThousandths && expected.View.BaseCurrency == order.Currency && expected.CreatedAt == order.PlacedAt.UtcDateTime
                        && expected.TotalRefunded.Units == order.Refunded.TenThousandths && expected.Customer.Email == order.Customer.Email
                        && expected.Lines.Count(line => !line.IsVariant) == order.Lines.Length,
                    $"seed {seed}, order {order.OrderId}");
            }
        }
    }

    [Fact]
    public async Task A_report_that_a_spreadsheet_saved_without_the_empty_fields_at_the_ends_of_its_rows_says_the_same()
    {
        var shop = new GeneratedSource { Orders = 60, Customers = 20, Products = 10, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc) }.Build(TimeProvider.System);
        var report = Encoding.UTF8.GetString(FenicioCsv.Write(shop, new FenicioCsvOptions { Delimiter = ';', NewLine = "\n" }));
        var saved = Regex.Replace(report, ";+\n", "\n");
        Assert.Contains(shop.Orders, order => order.Customer.TaxNumber is null);
        Assert.NotEqual(report, saved);

        var (orders, rejected) = FenicioFiles.Compose(Connector, await FenicioFiles.ReadAsync(Connector, saved));

        Assert.Empty(rejected);
        Assert.Equal(
            FenicioFiles.Compose(Connector, await FenicioFiles.ReadAsync(Connector, report)).Orders.Select(order => FenicioFiles.Describe(order)),
            orders.Select(order => FenicioFiles.Describe(order)));
    }

    [Fact]
    public async Task The_same_file_twice_says_the_same_and_the_shop_is_believed_before_a_file()
    {
        var shop = new GeneratedSource { Orders = 60, Customers = 20, Products = 10, End = new DateTime(2025, 6, 30, 12, 0, 0, DateTimeKind.Utc) }.Build(TimeProvider.System);
        var file = FenicioCsv.Write(shop);
        var once = FenicioFiles.Compose(Connector, await FenicioFiles.ReadAsync(Connector, file)).Orders;
        var twice = FenicioFiles.Compose(Connector, await FenicioFiles.ReadAsync(Connector, file)).Orders;
        var pushed = shop.Orders.SelectMany(order => ((IPushConnector)Connector).Receive(FenicioFiles.Connection, FenicioPush.Message(shop, [order]), FenicioFiles.UploadedAt).Orders).ToDictionary(order => order.OrderId);

        Assert.Equal(once.Select(order => FenicioFiles.Describe(order)), twice.Select(order => FenicioFiles.Describe(order)));
        Assert.All(once, order => Assert.True(order.UpdatedAt < pushed[order.OrderId].UpdatedAt));
    }

    private static StoreOrder AsInFile(StoreOrder order, FenicioCsvOptions form) => order with
    {
        UpdatedAt = default,
        PlacedAt = form.Dates == FenicioDates.SlashesToTheMinute ? order.PlacedAt.AddSeconds(-order.PlacedAt.Second) : order.PlacedAt,
        Customer = form.BuyerIds ? order.Customer : order.Customer with { StoreCustomerId = null },
    };
}
