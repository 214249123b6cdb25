using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>What an order's detail becomes.</summary>
public sealed class VtexOrderDecoderTests
{
    private const string Plain = """
        {
          "orderId": "1172452900788-01", "sequence": "502556", "salesChannel": "1", "status": "invoiced", "value": 123456,
          "creationDate": "2024-03-10T01:02:03.1234567-03:00", "lastChange": "2024-03-11T00:00:00.0000000+00:00",
          "items": [
            {"id": "310", "productId": "31", "name": "Copa", "quantity": 3, "unitMultiplier": 0.5, "sellingPrice": 4200,
             "additionalInfo": {"brandName": "Faro", "categoriesIds": "/2/4/", "categories": [{"id": 4, "name": "Copas"}, {"id": 2, "name": "Cocina"}]}},
            {"id": "320", "productId": "32", "name": "Plato", "quantity": 2, "unitMultiplier": 1.0, "additionalInfo": null}
          ],
          "clientProfileData": {"email": "ana@shop-x.example-11b.ct.vtex.com.br", "firstName": "Ana", "lastName": "Paz", "document": "1.234.567-8", "userProfileId": "u-1"},
          "marketingData": {"coupon": "VIP20, SUMMER15"},
          "storePreferencesData": {"currencyCode": "UYU", "timeZone": "Montevideo Standard Time"},
          "packageAttachment": {"packages": []}
        }
        """;

    [Fact]
    public void Everything_is_translated()
    {
        var order = Decode(Plain);

        Assert.Equal(("1172452900788-01", "502556", "invoiced", OrderStatus.Purchase, "UYU"), (order.OrderId, order.Number, order.State, order.Status, order.Currency));
        Assert.Equal(1_234.56m, order.Total.ToDecimal());
        Assert.Equal(new DateTimeOffset(2024, 3, 10, 4, 2, 3, TimeSpan.Zero).AddTicks(1_234_567), order.PlacedAt);
        Assert.Equal(TimeSpan.Zero, order.PlacedAt.Offset);
        Assert.Equal(("u-1", "ana@shop-x.example", "1.234.567-8", "Ana", "Paz"),
            (order.Customer.StoreCustomerId, order.Customer.Email, order.Customer.Document, order.Customer.FirstName, order.Customer.LastName));
        Assert.Equal(["VIP20", "SUMMER15"], order.Coupons.ToArray());
        Assert.Equal([new NamedId("2", "Cocina"), new NamedId("4", "Copas")], order.Lines[0].Categories.ToArray());
        Assert.Equal(("31", "Copa", "Faro", 1.5m), (order.Lines[0].ProductId, order.Lines[0].Name, order.Lines[0].Brand, order.Lines[0].Units.ToDecimal()));
        Assert.Equal((null, 2m), (order.Lines[1].Brand, order.Lines[1].Units.ToDecimal()));
        Assert.Empty(order.Lines[1].Categories);
    }

    [Fact]
    public void Restitutions_lower_the_amount_and_the_lines()
    {
        var order = Decode(Plain.Replace("\"packages\": []", """
            "packages": [
              {"type": "Output", "items": [{"itemIndex": 1, "quantity": 2}], "restitutions": {}},
              {"type": "Input", "items": [{"itemIndex": 1, "quantity": 1}], "restitutions": {"Refund": {"value": 1050}}},
              {"type": "Input", "items": [{"itemIndex": 0, "quantity": 3}], "restitutions": {"Refund": {"value": 25}}}
            ]
            """, StringComparison.Ordinal));

        Assert.Equal(10.75m, order.Refunded.ToDecimal());
        Assert.Equal([0m, 1m], order.Lines.Select(line => line.Units.ToDecimal()));
    }

    [Theory]
    [InlineData("""{"type": "Input", "invoiceValue": 9900, "items": [], "restitutions": {"Refund": {"value": 1050}}}""", 10.50)]
    [InlineData("""{"type": "Input", "invoiceValue": 9900, "items": [], "restitutions": {"refund": {"value": 1050}}}""", 10.50)]
    [InlineData("""{"type": "Input", "invoiceValue": 9900, "items": [], "restitutions": null}""", 99.00)]
    [InlineData("""{"type": "Input", "invoiceValue": 9900, "items": [], "restitutions": {}}""", 99.00)]
    [InlineData("""{"type": "Input", "items": []}""", 0.00)]
    [InlineData("""{"type": "Output", "invoiceValue": 9900, "items": [], "restitutions": {}}""", 0.00)]
    public void What_a_return_gives_back_is_its_refund_or_else_its_invoice(string package, double refunded)
    {
        var order = Decode(Plain.Replace("\"packages\": []", $"\"packages\": [{package}]", StringComparison.Ordinal));

        Assert.Equal((decimal)refunded, order.Refunded.ToDecimal());
    }

    [Fact]
    public void What_is_null_is_absent()
    {
        var order = Decode(Plain
            .Replace("{\"coupon\": \"VIP20, SUMMER15\"}", "null", StringComparison.Ordinal)
            .Replace("{\"packages\": []}", "null", StringComparison.Ordinal)
            .Replace("\"lastChange\": \"2024-03-11T00:00:00.0000000+00:00\"", "\"lastChange\": null", StringComparison.Ordinal));

        Assert.Empty(order.Coupons);
        Assert.Equal(Money.Zero, order.Refunded);
        Assert.Equal(order.PlacedAt, order.UpdatedAt);
    }

    [Fact]
    public void Of_a_cancelled_order_nothing_is_left()
    {
        var order = Decode(Plain.Replace("\"invoiced\"", "\"canceled\"", StringComparison.Ordinal));

        Assert.Equal(OrderStatus.Cancelled, order.Status);
        Assert.All(order.Lines, line => Assert.Equal(Quantity.Zero, line.Units));
    }

    [Theory]
    [InlineData("\"orderId\": \"1172452900788-01\",", "", "id_missing")]
    [InlineData("2024-03-10T01:02:03.1234567-03:00", "yesterday", "date_invalid")]
    [InlineData("2024-03-11T00:00:00.0000000+00:00", "2024-02-30T00:00:00Z", "date_invalid")]
    [InlineData("2024-03-10T01:02:03.1234567-03:00", "0001-01-01T00:00:00.0000000+00:00", "date_invalid")]
    [InlineData("\"value\": 123456", "\"value\": 1e400", "amount_out_of_range")]
    [InlineData("\"value\": 123456", "\"value\": 99999999999999999", "amount_out_of_range")]
    [InlineData("\"value\": 123456", "\"value\": \"123456\"", "amount_invalid")]
    [InlineData("\"value\": 123456,", "", "amount_invalid")]
    [InlineData("\"quantity\": 3", "\"quantity\": 79228162514264337593543950335", "amount_out_of_range")]
    [InlineData(
        "\"packages\": []",
        "\"packages\": [{\"type\": \"Input\", \"items\": [{\"itemIndex\": 0, \"quantity\": 7e28}, {\"itemIndex\": 0, \"quantity\": 7e28}]}]",
        "amount_out_of_range")]
    [InlineData("\"UYU\"", "null", "currency_missing")]
    [InlineData("\"UYU\"", "\"pesos\"", "currency_invalid")]
    [InlineData("\"clientProfileData\"", "\"somethingElse\"", "customer_missing")]
    public void What_cannot_be_read_is_said(string found, string instead, string code)
    {
        Assert.Contains(found, Plain);

        var failure = Assert.Throws<RecordException>(() => Decode(Plain.Replace(found, instead, StringComparison.Ordinal)));

        Assert.Equal(code, failure.Code);
        Assert.DoesNotContain("@", failure.Message);
    }

    [Theory]
    [InlineData("payment-pending", OrderStatus.Pending)]
    [InlineData("approve-payment", OrderStatus.Pending)]
    [InlineData("waiting-for-sellers-confirmation", OrderStatus.Pending)]
    [InlineData("payment-approved", OrderStatus.Purchase)]
    [InlineData("window-to-cancel", OrderStatus.Purchase)]
    [InlineData("ready-for-handling", OrderStatus.Purchase)]
    [InlineData("authorize-fulfillment", OrderStatus.Purchase)]
    [InlineData("release-to-fulfillment", OrderStatus.Purchase)]
    [InlineData("handling", OrderStatus.Purchase)]
    [InlineData("invoice", OrderStatus.Purchase)]
    [InlineData("invoiced", OrderStatus.Purchase)]
    [InlineData("canceled", OrderStatus.Cancelled)]
    [InlineData("something-new", OrderStatus.Pending)]
    [InlineData("", OrderStatus.Pending)]
    public void States_count_from_payment_on(string state, OrderStatus status) => Assert.Equal(status, VtexOrderState.Status(state));

    [Theory]
    [InlineData("\"Ana\"", "\"\\ud83d\"")]
    [InlineData("\"firstName\": \"Ana\"", "\"\\ud83d and a name that long\": 1, \"firstName\": null")]
    public void Text_that_is_half_a_character_is_no_text(string found, string instead)
    {
        var order = Decode(Plain.Replace(found, instead, StringComparison.Ordinal));

        Assert.Equal((null, "u-1"), (order.Customer.FirstName, order.Customer.StoreCustomerId));
        Assert.Equal(1_234.56m, order.Total.ToDecimal());
    }

    [Fact]
    public void What_was_paid_with_is_kept_nowhere()
    {
        using var document = JsonDocument.Parse("""{"orderId":"1","value":1e400,"paymentData":{"transactions":[{"lastDigits":"4242"}]}}""");

        var raw = VtexJson.Raw(document.RootElement);

        Assert.DoesNotContain("4242", raw);
        Assert.Contains("1e400", raw);
    }

    private static StoreOrder Decode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return VtexOrderDecoder.Decode(document.RootElement, DateTimeOffset.UnixEpoch);
    }
}
