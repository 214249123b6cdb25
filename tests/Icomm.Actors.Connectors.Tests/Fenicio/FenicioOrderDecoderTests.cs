using System.Text.Json;
using Icomm.Actors.Connectors.Fenicio;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>What an order becomes.</summary>
public sealed class FenicioOrderDecoderTests
{
    private const string Plain = """
        {
          "idOrden": "9f2c", "numeroOrden": 5021, "referencia": "R-1", "estado": "APROBADA", "origen": "WEB",
          "fechaInicio": "2019-11-11T23:40:00-0300", "fechaFin": "2019-11-12T02:59:59-0300", "fechaCancelada": null,
          "comprador": {"id": 77, "email": "ana@shop-x.example", "nombre": "Ana", "apellido": "Paz", "documento": {"numero": "1.234.567-8", "pais": "UY", "tipo": "DOCUMENTO_IDENTIDAD"}},
          "moneda": "uyu", "importeTotal": 1234.56,
          "pago": {"id": 1, "estado": "APROBADO", "fechaPago": "2019-11-13T00:00:00-0300", "fechaVencimiento": "2030-01-01T00:00:00-0300", "bin": "450799", "numeroTarjeta": "450799XXXXXX4905"},
          "lineas": [
            {"nombre": "Remera", "sku": "12345:R:U", "cantidad": 3, "cantidadRegalo": 1,
             "descuentos": [{"codigo": "VIP20", "origen": "CUPON"}, {"codigo": "2X1", "origen": "PROMOCION"}],
             "atributos": {"_categoria": "Ropa > Remeras", "_codigoProducto": "P-12", "_grupos": [], "Marca": "Faro"}},
            {"nombre": "Gorro", "sku": "678::U", "cantidad": "2", "descuentos": [{"codigo": "VIP20", "origen": "CUPON"}, {"codigo": "ENVIO", "origen": "CUPON"}]}
          ]
        }
        """;

    private static readonly FenicioTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("America/Montevideo"));

    [Fact]
    public void Everything_is_translated()
    {
        var order = Decode(Plain);

        Assert.Equal(("9f2c", "5021", "APROBADA", OrderStatus.Purchase, "UYU"), (order.OrderId, order.Number, order.State, order.Status, order.Currency));
        Assert.Equal((1_234.56m, 0m), (order.Total.ToDecimal(), order.Refunded.ToDecimal()));
        Assert.Equal(("77", "ana@shop-x.example", "1.234.567-8", "Ana", "Paz"),
            (order.Customer.StoreCustomerId, order.Customer.Email, order.Customer.Document, order.Customer.FirstName, order.Customer.LastName));
        Assert.Equal(["VIP20", "ENVIO"], order.Coupons.ToArray());
        Assert.Equal([("P-12", "Remera", "Faro", 3m), ("678", "Gorro", null, 2m)], order.Lines.Select(line => (line.ProductId, line.Name, line.Brand, line.Units.ToDecimal())));
        Assert.Equal([new NamedId("Ropa", "Ropa"), new NamedId("Ropa > Remeras", "Remeras")], order.Lines[0].Categories.ToArray());
        Assert.Empty(order.Lines[1].Categories);
    }

    [Fact]
    public void An_order_is_placed_when_the_purchase_was_made_and_changed_when_something_last_happened()
    {
        var order = Decode(Plain);

        Assert.Equal(new DateTimeOffset(2019, 11, 12, 5, 59, 59, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(new DateTimeOffset(2019, 11, 13, 3, 0, 0, TimeSpan.Zero), order.UpdatedAt);
        Assert.Equal(TimeSpan.Zero, order.PlacedAt.Offset);
    }

    [Fact]
    public void A_cart_that_was_not_bought_is_placed_when_it_was_begun()
    {
        var order = Decode(Change("fechaFin", null, "estado", "EN_CURSO", "pago", null));

        Assert.Equal(new DateTimeOffset(2019, 11, 12, 2, 40, 0, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(order.PlacedAt, order.UpdatedAt);
        Assert.Equal(OrderStatus.Pending, order.Status);
    }

    [Theory]
    [InlineData("APROBADA", OrderStatus.Purchase)]
    [InlineData("aprobada", OrderStatus.Purchase)]
    [InlineData("CANCELADA", OrderStatus.Cancelled)]
    [InlineData("EN_CURSO", OrderStatus.Pending)]
    [InlineData("ABANDONADA", OrderStatus.Pending)]
    [InlineData("PAGO_PENDIENTE", OrderStatus.Pending)]
    [InlineData("REQUIERE_APROBACION", OrderStatus.Pending)]
    [InlineData("OTRA_COSA", OrderStatus.Pending)]
    [InlineData(null, OrderStatus.Pending)]
    public void Only_an_approved_order_is_a_purchase(string? state, OrderStatus status)
    {
        var order = Decode(Change("estado", state));

        Assert.Equal((status, state ?? ""), (order.Status, order.State));
        Assert.Equal(status == OrderStatus.Cancelled ? 0m : 3m, order.Lines[0].Units.ToDecimal());
    }

    [Fact]
    public void A_reversed_payment_gives_everything_back()
    {
        var order = Decode(Plain.Replace("\"APROBADO\"", "\"REVERSADO\"", StringComparison.Ordinal));

        Assert.Equal((OrderStatus.Purchase, order.Total), (order.Status, order.Refunded));
        Assert.All(order.Lines, line => Assert.Equal(Quantity.Zero, line.Units));
    }

    [Theory]
    [InlineData("APROBADO", OrderStatus.Purchase)]
    [InlineData("REVERSADO", OrderStatus.Cancelled)]
    public void An_order_with_nothing_to_pay_counts_unless_it_was_given_back(string payment, OrderStatus expected) =>
        Assert.Equal(expected, Decode(Change("importeTotal", "0").Replace("\"APROBADO\"", $"\"{payment}\"", StringComparison.Ordinal)).Status);

    [Fact]
    public void A_cancelled_order_gives_nothing_back_that_it_never_gave()
    {
        var order = Decode(Change("estado", "CANCELADA", "fechaCancelada", "2019-12-01T00:00:00-0300").Replace("\"APROBADO\"", "\"REVERSADO\"", StringComparison.Ordinal));

        Assert.Equal((OrderStatus.Cancelled, Money.Zero), (order.Status, order.Refunded));
        Assert.Equal(new DateTimeOffset(2019, 12, 1, 3, 0, 0, TimeSpan.Zero), order.UpdatedAt);
    }

    [Theory]
    [InlineData("idOrden", null, "id_missing")]
    [InlineData("idOrden", "", "id_missing")]
    [InlineData("fechaFin", "ayer", "date_invalid")]
    [InlineData("fechaFin", "0001-01-01 00:00:00", "date_invalid")]
    [InlineData("importeTotal", null, "amount_invalid")]
    [InlineData("importeTotal", "mucho", "amount_invalid")]
    [InlineData("importeTotal", "-500", "amount_invalid")]
    [InlineData("importeTotal", "9999999999999", "amount_out_of_range")]
    [InlineData("moneda", null, "currency_missing")]
    [InlineData("moneda", "pesos", "currency_invalid")]
    [InlineData("comprador", null, "customer_missing")]
    public void What_cannot_be_read_is_said(string field, string? value, string code)
    {
        var failure = Assert.Throws<RecordException>(() => Decode(Change(field, value)));

        Assert.Equal(code, failure.Code);
        Assert.Contains(field, failure.Message);
        if (value?.Length > 0)
            Assert.DoesNotContain(value, failure.Message);
    }

    [Fact]
    public void Text_that_is_half_a_character_is_no_text()
    {
        var order = Decode(Plain.Replace("\"Ana\"", "\"\\ud83d\"", StringComparison.Ordinal));

        Assert.Null(order.Customer.FirstName);
        Assert.Equal("Paz", order.Customer.LastName);
    }

    [Fact]
    public void An_attribute_whose_name_is_half_a_character_costs_nothing_beside_it()
    {
        var order = Decode(Plain.Replace("\"_grupos\"", "\"\\ud83d\"", StringComparison.Ordinal));

        Assert.Equal(("P-12", "Faro"), (order.Lines[0].ProductId, order.Lines[0].Brand));
    }

    private static StoreOrder Decode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new FenicioOrderDecoder(Time).Decode(document.RootElement, DateTimeOffset.UnixEpoch);
    }

    /// <summary>The order with other values for some of its fields.</summary>
    private static string Change(params string?[] namesAndValues)
    {
        var order = System.Text.Json.Nodes.JsonNode.Parse(Plain)!.AsObject();
        for (var i = 0; i < namesAndValues.Length; i += 2)
            order[namesAndValues[i]!] = namesAndValues[i + 1];
        return order.ToJsonString();
    }
}
