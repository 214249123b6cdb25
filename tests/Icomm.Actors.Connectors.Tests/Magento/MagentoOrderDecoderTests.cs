using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors.Magento;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Magento;

public sealed class MagentoOrderDecoderTests
{
    private static readonly DateTimeOffset ReadAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private const string Good =
        """
        "entity_id":7,"increment_id":"000000007","state":"processing","status":"paid_by_wire","created_at":"2024-02-29 23:59:59","updated_at":"2024-03-01 00:00:00",
        "customer_id":5,"customer_is_guest":0,"customer_email":"ana@shop.example","customer_firstname":"Ana","customer_lastname":"Nú\u00f1ez",
        "base_currency_code":"UYU","order_currency_code":"USD","base_grand_total":165.5,"grand_total":4.1,"base_total_refunded":10.25,
        "items":[{"item_id":1,"product_id":11,"sku":"A","name":"Mug","qty_ordered":3,"qty_canceled":1,"qty_refunded":0.5}]
        """;

    [Fact]
    public void An_order_is_read_in_the_base_currency()
    {
        var order = Single(Good);

        Assert.Equal("7", order.OrderId);
        Assert.Equal("000000007", order.Number);
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero), order.UpdatedAt);
        Assert.Equal(ReadAt, order.ReadAt);
        Assert.Equal("5", order.Customer.StoreCustomerId);
        Assert.Equal("Núñez", order.Customer.LastName);
        Assert.Equal(OrderStatus.Purchase, order.Status);
        Assert.Equal("processing", order.State);
        Assert.Equal("UYU", order.Currency);
        Assert.Equal(165.5m, order.Total.ToDecimal());
        Assert.Equal(10.25m, order.Refunded.ToDecimal());
        Assert.Equal(1.5m, Assert.Single(order.Lines).Units.ToDecimal());
    }

    [Fact]
    public void Numbers_may_be_text_and_nulls_may_be_there()
    {
        var order = Single(
            """
            "entity_id":"8","state":"complete","created_at":"2024-01-01 00:00:00","updated_at":"2024-01-01 00:00:00","customer_id":null,"customer_email":"x@shop.example",
            "coupon_code":null,"base_currency_code":"ars","base_grand_total":"1234.5000","base_total_refunded":null,"unknown":{"deep":[1,{"a":2}]},
            "items":[{"product_id":"12","sku":"B","name":null,"qty_ordered":"2.0000","qty_canceled":null,"parent_item_id":null}]
            """);

        Assert.Equal("8", order.OrderId);
        Assert.Null(order.Number);
        Assert.Null(order.Customer.StoreCustomerId);
        Assert.Equal("ARS", order.Currency);
        Assert.Equal(1234.5m, order.Total.ToDecimal());
        Assert.Equal(Money.Zero, order.Refunded);
        Assert.Equal(("12", "B", 2m), (order.Lines[0].ProductId, order.Lines[0].Name, order.Lines[0].Units.ToDecimal()));
        Assert.Empty(order.Coupons);
    }

    [Fact]
    public void Lines_that_belong_to_others_are_left_out()
    {
        var order = Single(With(Good, "items",
            """
            [{"item_id":1,"product_id":100,"product_type":"configurable","sku":"SHIRT-RED","name":"Shirt","qty_ordered":2},
             {"item_id":2,"parent_item_id":1,"product_id":101,"product_type":"simple","sku":"SHIRT-RED","name":"Shirt red","qty_ordered":2},
             {"item_id":3,"product_id":200,"product_type":"bundle","sku":"KIT","name":"Kit","qty_ordered":1,"qty_refunded":4},
             {"item_id":4,"parent_item_id":3,"product_id":201,"sku":"PART","name":"Part","qty_ordered":1,"parent_item":{"item_id":3}},
             {"item_id":5,"sku":"GONE","name":"Deleted product","qty_ordered":1}]
            """));

        Assert.Equal(["100", "200", "sku:GONE"], order.Lines.Select(line => line.ProductId));
        Assert.Equal([2m, 0m, 1m], order.Lines.Select(line => line.Units.ToDecimal()));
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 4, 0)]
    [InlineData(2, 0, 2)]
    [InlineData(0, 4, 2)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 3, 1)]
    public void A_bundle_goes_back_with_its_parts(int mugs, int plates, int left)
    {
        var order = Single(With(Good, "items",
            $$"""
            [{"item_id":1,"product_id":200,"product_type":"bundle","sku":"KIT","name":"Kit","qty_ordered":2,"qty_refunded":0},
             {"item_id":2,"parent_item_id":1,"product_id":201,"sku":"MUG","name":"Mug","qty_ordered":2,"qty_refunded":{{mugs}},"price":10},
             {"item_id":3,"parent_item_id":1,"product_id":202,"sku":"PLATE","name":"Plate","qty_ordered":4,"qty_refunded":{{plates}},"price":5}]
            """));

        Assert.Equal(("200", (decimal)left), (Assert.Single(order.Lines).ProductId, order.Lines[0].Units.ToDecimal()));
    }

    [Fact]
    public void A_variant_that_carries_the_price_is_still_no_line_of_its_own()
    {
        // As Magento 2.2 wrote it (facts §2.5).
        var order = Single(With(Good, "items",
            """
            [{"item_id":2,"parent_item_id":1,"product_id":101,"product_type":"simple","sku":"SHIRT-RED","name":"Shirt red","qty_ordered":2,"qty_refunded":0,"price":30,"row_total":60},
             {"item_id":1,"product_id":100,"product_type":"configurable","sku":"SHIRT-RED","name":"Shirt","qty_ordered":2,"qty_refunded":1,"price":30,"row_total":60}]
            """));

        Assert.Equal(("100", 1m), (Assert.Single(order.Lines).ProductId, order.Lines[0].Units.ToDecimal()));
    }

    [Theory]
    [InlineData("complete", "\"base_total_refunded\":10,\"base_total_canceled\":20", 30)]
    [InlineData("closed", "\"base_total_refunded\":145.5,\"base_total_canceled\":20", 165.5)]
    [InlineData("processing", "\"base_total_refunded\":null,\"base_total_canceled\":0", 0)]
    [InlineData("canceled", "\"base_total_refunded\":null,\"base_total_canceled\":165.5", 0)]
    public void What_was_cancelled_of_an_order_that_went_on_is_taken_off(string state, string amounts, decimal expected) =>
        Assert.Equal(expected, Single($"{With(Good, "state", $"\"{state}\"")},{amounts}").Refunded.ToDecimal());

    [Theory]
    [InlineData("closed", OrderStatus.Purchase)]
    [InlineData("complete", OrderStatus.Purchase)]
    [InlineData("canceled", OrderStatus.Cancelled)]
    public void An_order_with_nothing_to_pay_counts(string state, OrderStatus expected) =>
        Assert.Equal(expected, Single(With(With(Good, "state", $"\"{state}\""), "base_grand_total", "0")).Status);

    [Theory]
    [InlineData("closed", "null", 0, true)]
    [InlineData("complete", "null", 1, true)]
    [InlineData("complete", "null", 0, false)]
    [InlineData("closed", "165.5", 3, false)]
    [InlineData("complete", "10", 1, false)]
    public void Totals_that_know_nothing_of_a_refund_are_doubted(string state, string refunded, int units, bool isDoubtful)
    {
        var decoder = new MagentoOrderDecoder(ReadAt, new MagentoOrderRules());
        var items = $"[{{\"item_id\":1,\"product_id\":11,\"sku\":\"A\",\"name\":\"Mug\",\"qty_ordered\":3,\"qty_refunded\":{units}}}]";

        Read(decoder, $"{{{With(Good, "items", items)},\"state\":\"{state}\",\"base_total_refunded\":{refunded}}}");

        Assert.Equal(isDoubtful ? ["7"] : [], decoder.Doubtful);
    }

    [Theory]
    [InlineData("SUMMER", "SUMMER")]
    [InlineData("SUMMER,WELCOME10", "SUMMER|WELCOME10")]
    [InlineData(" SUMMER ,  WELCOME10\\nSUMMER ", "SUMMER|WELCOME10")]
    [InlineData(" , ", "")]
    [InlineData("", "")]
    public void Several_codes_may_share_the_field(string written, string expected) =>
        Assert.Equal(expected, string.Join('|', Single(Good + $",\"coupon_code\":\"{written}\"").Coupons));

    [Theory]
    [InlineData("new", OrderStatus.Pending)]
    [InlineData("pending_payment", OrderStatus.Pending)]
    [InlineData("payment_review", OrderStatus.Pending)]
    [InlineData("holded", OrderStatus.Pending)]
    [InlineData("some_extension_s", OrderStatus.Pending)]
    [InlineData("processing", OrderStatus.Purchase)]
    [InlineData("complete", OrderStatus.Purchase)]
    [InlineData("closed", OrderStatus.Purchase)]
    [InlineData("canceled", OrderStatus.Cancelled)]
    public void The_state_decides_not_the_status(string state, OrderStatus expected) => Assert.Equal(expected, Single(With(Good, "state", $"\"{state}\"")).Status);

    [Fact]
    public void A_guest_s_name_is_on_the_bill()
    {
        var order = Single(
            """
            "entity_id":9,"state":"new","created_at":"2024-01-01 00:00:00","updated_at":"2024-01-01 00:00:00","customer_is_guest":1,"customer_id":0,"customer_email":"g@shop.example",
            "base_currency_code":"USD","base_grand_total":0,"billing_address":{"street":["x"],"firstname":"Gail","lastname":"Guest"}
            """);

        Assert.Null(order.Customer.StoreCustomerId);
        Assert.Equal("Gail", order.Customer.FirstName);
        Assert.Equal("Guest", order.Customer.LastName);
        Assert.Equal(Money.Zero, order.Total);
    }

    [Theory]
    [InlineData("entity_id", "null", "id_missing")]
    [InlineData("entity_id", "\"abc\"", "id_missing")]
    [InlineData("entity_id", "{}", "id_missing")]
    [InlineData("created_at", "\"0000-00-00 00:00:00\"", "date_invalid")]
    [InlineData("created_at", "\"2023-02-29 00:00:00\"", "date_invalid")]
    [InlineData("created_at", "\"2023-02-28 24:00:00\"", "date_invalid")]
    [InlineData("created_at", "\"yesterday\"", "date_invalid")]
    [InlineData("created_at", "17", "date_invalid")]
    [InlineData("created_at", "null", "date_invalid")]
    [InlineData("created_at", "\"1970-01-01 00:00:00\"", "date_invalid")]
    [InlineData("updated_at", "\"2024-13-01 00:00:00\"", "date_invalid")]
    [InlineData("base_grand_total", "1e400", "amount_out_of_range")]
    [InlineData("base_grand_total", "\"1e400\"", "amount_out_of_range")]
    [InlineData("base_grand_total", "-1e400", "amount_out_of_range")]
    [InlineData("base_grand_total", "1000000000001", "amount_out_of_range")]
    [InlineData("base_grand_total", "99999999999999999999999999999999", "amount_out_of_range")]
    [InlineData("base_grand_total", "\"1,234.50\"", "amount_invalid")]
    [InlineData("base_grand_total", "\"NaN\"", "amount_invalid")]
    [InlineData("base_grand_total", "\"\"", "amount_invalid")]
    [InlineData("base_grand_total", "[1]", "amount_invalid")]
    [InlineData("base_grand_total", "null", "amount_invalid")]
    [InlineData("base_total_refunded", "-5", "amount_invalid")]
    [InlineData("base_total_canceled", "-5", "amount_invalid")]
    [InlineData("base_currency_code", "null", "currency_missing")]
    [InlineData("base_currency_code", "\"U$\"", "currency_invalid")]
    [InlineData("customer_email", "{\"a\":1}", "json_invalid")]
    [InlineData("customer_email", "\"\\ud800\"", "json_invalid")]
    [InlineData("items", "{}", "json_invalid")]
    [InlineData("items", "[1]", "json_invalid")]
    [InlineData("items", "[{\"name\":\"nothing else\"}]", "id_missing")]
    public void One_bad_field_costs_one_record(string field, string value, string code)
    {
        var page = Read($"{{{Good}}}", $"{{{With(Good, field, value)}}}", $"{{{With(Good, "entity_id", "9")}}}");

        Assert.Equal(["7", "9"], page.Records.Select(each => each.Record.OrderId));
        var (unreadable, _) = Assert.Single(page.Unreadable);
        Assert.Equal(code, unreadable.Code);
        using var raw = JsonDocument.Parse(unreadable.Raw);
        Assert.Equal(JsonValueKind.Object, raw.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("not-an-email", 0, "email_invalid")]
    [InlineData("not-an-email", 12, null)]
    [InlineData("0a1b2c3d@ct.vtex.com.br", 0, "email_invalid")]
    public void An_email_that_is_none_names_nobody(string email, int customerId, string? code)
    {
        var page = Read($"{{{With(With(Good, "customer_email", $"\"{email}\""), "customer_id", $"{customerId}")}}}");

        Assert.Equal(code, page.Unreadable.SingleOrDefault().Record?.Code);
        Assert.All(page.Unreadable, each => Assert.Contains(email, each.Record.Raw, StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_of_nobody_is_reported()
    {
        var page = Read("""{"entity_id":3,"created_at":"2024-01-01 00:00:00","updated_at":"2024-01-01 00:00:00","base_currency_code":"USD","base_grand_total":1}""");

        Assert.Equal(("customer_missing", "3"), (page.Unreadable[0].Record.Code, page.Unreadable[0].Record.RecordId));
        Assert.Equal(new RecordKey(1_704_067_200, 3), page.Unreadable[0].Key);
    }

    [Fact]
    public void Invalid_utf8_costs_one_record()
    {
        var json = Encoding.UTF8.GetBytes($"{{\"items\":[{{{Good}}},{{{With(Good, "customer_firstname", "\"@@\"")}}}],\"total_count\":2}}");
        json.AsSpan()[json.AsSpan().LastIndexOf("@@"u8)] = 0xC3;

        var page = MagentoPageReader.Read(json, new MagentoOrderDecoder(ReadAt, new MagentoOrderRules()));

        Assert.Single(page.Records);
        Assert.Equal("json_invalid", Assert.Single(page.Unreadable).Record.Code);
    }

    [Fact]
    public void Names_that_are_half_a_character_cost_nothing_and_a_record_beside_them_is_set_aside_with_its_id()
    {
        var json = $$"""{"\ud800":1,"items":[{"\ud800xxxxx":1,{{Good}}},{"\ud800xxxxx":1,{{With(Good, "created_at", "null")}}}],"total_count":2}""";

        var page = MagentoPageReader.Read(Encoding.UTF8.GetBytes(json), new MagentoOrderDecoder(ReadAt, new MagentoOrderRules()));

        Assert.Equal(("7", "7"), (Assert.Single(page.Records).Record.OrderId, Assert.Single(page.Unreadable).Record.RecordId));
    }

    [Fact]
    public void A_category_with_a_name_that_is_half_a_character_is_read()
    {
        var tree = MagentoCatalogueIndex.ReadTree("""{"id":1,"level":0,"children_data":[{"id":3,"level":2,"name":"Ropa","children_data":[],"\ud800":1}],"\ud800":1}"""u8);

        Assert.Equal([new NamedId("3", "Ropa")], tree["3"].ToArray());
    }

    [Fact]
    public void A_record_that_is_no_object_is_reported() => Assert.Equal(["json_invalid", "json_invalid"], Read("null", "\"x\"").Unreadable.Select(each => each.Record.Code));

    [Theory]
    [InlineData("12", 120_000)]
    [InlineData("-0.0001", -1)]
    [InlineData("0.00005", 0)]
    [InlineData("0.00015", 2)]
    [InlineData("1.23456", 12_346)]
    [InlineData("1E2", 1_000_000)]
    [InlineData("1.5e-1", 1_500)]
    [InlineData("999999999999.9999", 9_999_999_999_999_999)]
    [InlineData("1000000000000", 10_000_000_000_000_000)]
    public void Amounts_are_exact(string written, long expected) => Assert.Equal(expected, Single(With(Good, "base_grand_total", written)).Total.TenThousandths);

    [Theory]
    [InlineData("{\"items\":[]}")]
    [InlineData("{\"total_count\":3}")]
    [InlineData("{\"items\":null,\"total_count\":3}")]
    [InlineData("{\"message\":\"x\"}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void What_is_no_list_is_refused(string json) =>
        Assert.Equal("answer_unexpected", Assert.Throws<StoreException>(() => MagentoPageReader.Read(Encoding.UTF8.GetBytes(json), new MagentoOrderDecoder(ReadAt, new MagentoOrderRules()))).Problem.Code);

    [Theory]
    [InlineData("{\"items\":[],\"total_count\":0}")]
    [InlineData("{\"items\":null,\"search_criteria\":{\"filter_groups\":[]},\"total_count\":0}")]
    public void An_empty_list_is_a_list(string json) => Assert.Equal(0, MagentoPageReader.Read(Encoding.UTF8.GetBytes(json), new MagentoOrderDecoder(ReadAt, new MagentoOrderRules())).Count);

    [Theory]
    [InlineData("{\"items\":[{\"entity_id\":1},")]
    [InlineData("{\"items\":[],\"total_count\":0}}")]
    [InlineData("{\"items\":[],\"total_count\":0")]
    [InlineData("")]
    [InlineData("<html>")]
    public void Broken_json_is_broken(string json) =>
        Assert.ThrowsAny<JsonException>(() => MagentoPageReader.Read(Encoding.UTF8.GetBytes(json), new MagentoOrderDecoder(ReadAt, new MagentoOrderRules())));

    private static MagentoPage<StoreOrder> Read(params string[] records) => Read(new MagentoOrderDecoder(ReadAt, new MagentoOrderRules()), records);

    private static MagentoPage<StoreOrder> Read(MagentoOrderDecoder decoder, params string[] records) => MagentoPageReader.Read(
        Encoding.UTF8.GetBytes($"{{\"items\":[{string.Join(',', records)}],\"search_criteria\":{{}},\"total_count\":{records.Length}}}"), decoder);

    private static StoreOrder Single(string fields)
    {
        var page = Read($"{{{fields}}}");
        Assert.Empty(page.Unreadable);
        return Assert.Single(page.Records).Record;
    }

    /// <summary>The last of two equal names wins, so a field is changed by writing it once more.</summary>
    private static string With(string fields, string field, string value) =>
        field == "items" ? fields[..fields.IndexOf("\"items\"", StringComparison.Ordinal)] + $"\"items\":{value}" : $"{fields},\"{field}\":{value}";
}
