using System.Text.Json;
using System.Text.Json.Nodes;
using Icomm.Actors.Connectors.Hermes;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Connectors.Tests.Hermes;

/// <summary>What the contract's records become.</summary>
public sealed class HermesDecoderTests
{
    private const string Order = """
        {
          "id": 10457, "number": "000010457", "status": "paid",
          "createdAt": "2025-06-30T06:14:58.5-03:00", "updatedAt": "2025-06-30T09:15:00Z", "paidAt": null,
          "customer": {"id": "812", "email": "ana@shop-x.example", "document": "1.234.567-8", "firstName": "Ana", "lastName": "Paz"},
          "currency": "UYU",
          "totals": {"items": "2400.00", "discount": "240.00", "shipping": 150, "grand": "2310.50", "refunded": 600},
          "coupons": ["INVIERNO10", " ", "VIP", "VIP"],
          "lines": [
            {"productId": "31", "name": "Copa", "brand": "Faro", "categories": [{"id": 2, "name": "Cocina"}, {"id": 4, "name": "Copas"}], "quantity": 4, "refundedQuantity": 1},
            {"productId": 32, "categories": ["Ofertas", {"id": "9"}, {}], "quantity": "1.250"}
          ]
        }
        """;

    private const string Customer = """
        {"id": "812", "email": null, "createdAt": "2024-11-02T14:03:11Z", "updatedAt": "2025-06-30T09:15:00Z",
         "attributes": {"newsletter": true, "points": 12.5, "city": "Montevideo", "empty": "", "nothing": null, "list": [1], "object": {"a": 1}}}
        """;

    private static readonly DateTimeOffset ReadAt = new(2025, 7, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_of_an_order_is_translated()
    {
        var order = DecodeOrder(Order);

        Assert.Equal(("10457", "000010457", "paid", OrderStatus.Purchase, "UYU"), (order.OrderId, order.Number, order.State, order.Status, order.Currency));
        Assert.Equal((2310.50m, 600m), (order.Total.ToDecimal(), order.Refunded.ToDecimal()));
        Assert.Equal(new DateTimeOffset(2025, 6, 30, 9, 14, 58, 500, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(TimeSpan.Zero, order.PlacedAt.Offset);
        Assert.Equal(("812", "ana@shop-x.example", "1.234.567-8", "Ana", "Paz"),
            (order.Customer.StoreCustomerId, order.Customer.Email, order.Customer.Document, order.Customer.FirstName, order.Customer.LastName));
        Assert.Equal(["INVIERNO10", "VIP"], order.Coupons.ToArray());
        Assert.Equal([("31", "Copa", "Faro", 3m), ("32", "32", null, 1.25m)], order.Lines.Select(line => (line.ProductId, line.Name, line.Brand, line.Units.ToDecimal())));
        Assert.Equal([new NamedId("2", "Cocina"), new NamedId("4", "Copas")], order.Lines[0].Categories.ToArray());
        Assert.Equal([new NamedId("Ofertas", "Ofertas"), new NamedId("9", "9")], order.Lines[1].Categories.ToArray());
    }

    [Theory]
    [InlineData("pending", OrderStatus.Pending, 600, 3)]
    [InlineData("fulfilled", OrderStatus.Purchase, 600, 3)]
    [InlineData("cancelled", OrderStatus.Cancelled, 600, 0)]
    [InlineData("refunded", OrderStatus.Purchase, 2310.50, 0)]
    public void A_status_says_what_counts_and_what_is_left(string status, OrderStatus expected, double refunded, double units)
    {
        var order = DecodeOrder(Order.Replace("\"paid\"", $"\"{status}\"", StringComparison.Ordinal));

        Assert.Equal((expected, (decimal)refunded, (decimal)units), (order.Status, order.Refunded.ToDecimal(), order.Lines[0].Units.ToDecimal()));
    }

    [Theory]
    [InlineData("paid", OrderStatus.Purchase)]
    [InlineData("refunded", OrderStatus.Cancelled)]
    public void An_order_with_nothing_to_pay_counts_unless_it_was_given_back(string status, OrderStatus expected)
    {
        var free = JsonNode.Parse(Order.Replace("\"paid\"", $"\"{status}\"", StringComparison.Ordinal))!;
        free["totals"] = new JsonObject { ["grand"] = 0 };

        Assert.Equal(expected, DecodeOrder(free.ToJsonString()).Status);
    }

    [Theory]
    [InlineData("\"id\": 10457", "\"id\": null", "id_missing")]
    [InlineData("\"id\": 10457", "\"id\": \" \"", "id_missing")]
    [InlineData("\"id\": 10457", "\"id\": {}", "id_missing")]
    [InlineData("\"status\": \"paid\"", "\"status\": \"Paid\"", "status_unknown")]
    [InlineData("\"status\": \"paid\"", "\"state\": \"paid\"", "status_unknown")]
    [InlineData("2025-06-30T09:15:00Z", "2025-06-30 09:15:00", "date_invalid")]
    [InlineData("2025-06-30T09:15:00Z", "2025-06-30T09:15:00", "date_invalid")]
    [InlineData("2025-06-30T09:15:00Z", "2025-02-30T09:15:00Z", "date_invalid")]
    [InlineData("2025-06-30T06:14:58.5-03:00", "1970-01-01T00:00:00Z", "date_invalid")]
    [InlineData("\"updatedAt\": \"2025-06-30T09:15:00Z\"", "\"updatedAt\": 1751274900", "date_invalid")]
    [InlineData("\"currency\": \"UYU\"", "\"currency\": \"$\"", "currency_invalid")]
    [InlineData("\"currency\": \"UYU\"", "\"currency\": null", "currency_missing")]
    [InlineData("\"2310.50\"", "\"2.310,50\"", "amount_invalid")]
    [InlineData("\"2310.50\"", "\"2,310.50\"", "amount_invalid")]
    [InlineData("\"2310.50\"", "-1", "amount_invalid")]
    [InlineData("\"2310.50\"", "null", "amount_invalid")]
    [InlineData("\"2310.50\"", "true", "amount_invalid")]
    [InlineData("\"2310.50\"", "\"Infinity\"", "amount_invalid")]
    [InlineData("\"2310.50\"", "1e400", "amount_out_of_range")]
    [InlineData("\"2310.50\"", "\"9999999999999\"", "amount_out_of_range")]
    [InlineData("\"refunded\": 600", "\"refunded\": 2310.51", "amount_invalid")]
    [InlineData("\"totals\"", "\"amounts\"", "amount_invalid")]
    [InlineData("\"lines\"", "\"items\"", "lines_missing")]
    [InlineData("\"productId\": 32", "\"product\": 32", "id_missing")]
    [InlineData("\"quantity\": 4", "\"units\": 4", "amount_invalid")]
    [InlineData("\"customer\"", "\"buyer\"", "customer_missing")]
    public void An_order_that_cannot_be_read_says_why(string found, string replaced, string code)
    {
        Assert.Contains(found, Order);

        var failure = Assert.Throws<RecordException>(() => DecodeOrder(Order.Replace(found, replaced, StringComparison.Ordinal)));

        Assert.Equal(code, failure.Code);
        Assert.DoesNotContain("@", failure.Message);
    }

    [Fact]
    public void A_guest_is_known_by_the_e_mail_and_another_by_the_document()
    {
        Assert.Null(DecodeOrder(Order.Replace("\"id\": \"812\"", "\"id\": null", StringComparison.Ordinal)).Customer.StoreCustomerId);
        Assert.Equal("1.234.567-8", DecodeOrder(Order.Replace("\"id\": \"812\", \"email\": \"ana@shop-x.example\"", "\"id\": null", StringComparison.Ordinal)).Customer.Document);
    }

    [Fact]
    public void An_id_is_never_cut() => Assert.Equal("id_invalid", Assert.Throws<RecordException>(
        () => DecodeOrder(Order.Replace("10457,", $"\"{new string('7', 201)}\",", StringComparison.Ordinal))).Code);

    [Fact]
    public void A_customer_keeps_single_values_under_the_site_s_names()
    {
        var customer = HermesCustomerDecoder.Decode(Parse(Customer), ReadAt);

        Assert.Equal(("812", null), (customer.Reference.StoreCustomerId, customer.Reference.Email));
        Assert.Equal([("city", "Montevideo"), ("newsletter", "true"), ("points", "12.5")], customer.Attributes.Select(each => (each.Key, each.Value)));
    }

    [Fact]
    public void An_attribute_whose_name_is_half_a_character_is_left_out()
    {
        var customer = HermesCustomerDecoder.Decode(Parse(Customer.Replace("\"points\"", "\"\\ud800\"", StringComparison.Ordinal)), ReadAt);

        Assert.Equal(["city", "newsletter"], customer.Attributes.Keys);
    }

    [Fact]
    public void Attributes_have_a_limit()
    {
        Assert.Equal(50, HermesCustomerDecoder.Decode(Parse(WithAttributes(50)), ReadAt).Attributes.Count);
        Assert.Equal("attributes_invalid", Assert.Throws<RecordException>(() => HermesCustomerDecoder.Decode(Parse(WithAttributes(51)), ReadAt)).Code);

        static string WithAttributes(int count) =>
            Customer.Replace("\"newsletter\": true, \"points\": 12.5, \"city\": \"Montevideo\"", string.Join(", ", Enumerable.Range(1, count).Select(each => $"\"a{each}\": {each}")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": "Copa", "updatedAt": "2025-05-12T18:00:00Z"}""", "id_missing")]
    [InlineData("""{"id": "1", "updatedAt": "2025-05-12T18:00:00Z"}""", "name_missing")]
    [InlineData("""{"id": "1", "name": "Copa"}""", "date_invalid")]
    public void A_product_that_cannot_be_read_says_why(string json, string code) =>
        Assert.Equal(code, Assert.Throws<RecordException>(() => HermesProductDecoder.Decode(Parse(json))).Code);

    [Fact]
    public void A_record_is_set_aside_alone_with_its_text()
    {
        var window = new TimeInterval(DateTimeOffset.UnixEpoch, ReadAt);
        var json = $$"""{"data": [7, {"id": "x", "name": "\ud800", "updatedAt": "2025-05-12T18:00:00Z"}, {{Customer}}], "nextCursor": null}""";

        var page = HermesPageReader.Read(System.Text.Encoding.UTF8.GetBytes(json), window, record => HermesCustomerDecoder.Decode(record, ReadAt));

        Assert.Single(page.Records);
        Assert.Equal([("json_invalid", "7"), ("date_invalid", "{")], page.Unreadable.Select(each => (each.Code, each.Raw[..1])));
    }

    [Theory]
    [InlineData("CustomerPage")]
    [InlineData("OrderPage")]
    [InlineData("ProductPage")]
    public void The_published_examples_can_be_read(string schema)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("docs", "hermes", "openapi.json")));
        var example = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("examples")[0];
        Func<JsonElement, object> decode = schema switch
        {
            "CustomerPage" => record => HermesCustomerDecoder.Decode(record, ReadAt),
            "OrderPage" => record => HermesOrderDecoder.Decode(record, ReadAt),
            _ => HermesProductDecoder.Decode,
        };

        var page = HermesPageReader.Read(System.Text.Encoding.UTF8.GetBytes(example.GetRawText()), new TimeInterval(DateTimeOffset.UnixEpoch, ReadAt), decode);

        Assert.Single(page.Records);
        Assert.Empty(page.Unreadable);
    }

    private static StoreOrder DecodeOrder(string json) => HermesOrderDecoder.Decode(Parse(json), ReadAt);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
