using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>Reads an order as the API gives it and as it is pushed (facts §4.2).</summary>
internal sealed class FenicioOrderDecoder(FenicioTime time)
{
    /// <summary>When an order changed can only be seen by what it tells of. The day a payment is due is none of these: it lies ahead.</summary>
    private static readonly string[] OrderDates = ["fechaInicio", "fechaAbandono", "fechaRecuperada", "fechaFin", "fechaCancelada"];

    private static readonly string[] PaymentDates = ["fechaPago", "fechaCancelacion"];

    /// <param name="order">A JSON object.</param>
    /// <param name="readAt">When it was read from the store, UTC.</param>
    /// <exception cref="RecordException">The order can't be read.</exception>
    public StoreOrder Decode(JsonElement order, DateTimeOffset readAt)
    {
        var id = RecordJson.Text(order, "idOrden") is { Length: <= 200 } found ? found : throw new RecordException("id_missing", "idOrden is missing");
        var state = RecordJson.Text(order, "estado") ?? "";
        var payment = RecordJson.Object(order, "pago");

        // fechaFin is when the purchase was made, fechaInicio when its cart was begun, which may be days before (facts §4.3, columns 13 and 16).
        var placed = RecordDates.Placed(FenicioJson.Instant(order, "fechaFin", time) ?? FenicioJson.Instant(order, "fechaInicio", time), "fechaFin (or fechaInicio)");
        var updated = Dates(order, OrderDates).Concat(Dates(payment, PaymentDates)).Append(placed).Max();
        var terms = new FenicioTerms(
            state,
            RecordJson.Text(payment, "estado"),
            FenicioJson.Amount(order, "importeTotal") ?? throw new RecordException("amount_invalid", "importeTotal is missing"));
        return new StoreOrder
        {
            OrderId = id,
            Number = RecordJson.Text(order, "numeroOrden") ?? RecordJson.Text(order, "referencia"),
            PlacedAt = placed,
            UpdatedAt = updated,
            ReadAt = readAt,
            Customer = Customer(RecordJson.Object(order, "comprador")),
            Status = terms.Status,
            State = state,
            Currency = FenicioTerms.CurrencyOf(RecordJson.Text(order, "moneda"), "moneda"),
            Total = terms.Total,
            Refunded = terms.Refunded,
            Lines = [.. RecordJson.Objects(order, "lineas").Select(line => Line(line, terms))],
            Coupons = Coupons(order),
        };
    }

    private IEnumerable<DateTimeOffset> Dates(JsonElement part, string[] names) =>
        names.Select(name => FenicioJson.Instant(part, name, time)).OfType<DateTimeOffset>();

    private static CustomerReference Customer(JsonElement buyer)
    {
        var customer = new CustomerReference
        {
            StoreCustomerId = RecordJson.Text(buyer, "id"),
            Email = RecordJson.Text(buyer, "email"),
            Document = RecordJson.Text(RecordJson.Object(buyer, "documento"), "numero"),
            FirstName = RecordJson.Text(buyer, "nombre"),
            LastName = RecordJson.Text(buyer, "apellido"),
        };
        return RecordBuyer.Known(customer, "comprador names nobody: neither email nor id nor documento");
    }

    private static OrderLine Line(JsonElement line, FenicioTerms terms)
    {
        var attributes = RecordJson.Object(line, "atributos");
        return terms.Line(
            RecordJson.Text(attributes, "_codigoProducto"),
            RecordJson.Text(line, "sku"),
            RecordJson.Text(line, "nombre"),
            FenicioJson.Number(line, "cantidad") ?? 0,
            Brand(attributes),
            RecordJson.Text(attributes, "_categoria"));
    }

    /// <summary>The brand is an attribute that the merchant makes: it has no name of Fenicio's own.</summary>
    private static string? Brand(JsonElement attributes) => attributes.ValueKind != JsonValueKind.Object ? null : attributes.EnumerateObject()
        .Where(attribute => "marca".Equals(RecordJson.Name(attribute)?.TrimStart('_'), StringComparison.OrdinalIgnoreCase))
        .Select(attribute => RecordJson.Text(attribute.Value))
        .FirstOrDefault();

    private static ImmutableArray<string> Coupons(JsonElement order) =>
    [
        .. RecordJson.Objects(order, "lineas")
            .SelectMany(line => RecordJson.Objects(line, "descuentos"))
            .Where(discount => string.Equals(RecordJson.Text(discount, "origen"), "CUPON", StringComparison.OrdinalIgnoreCase))
            .Select(discount => RecordJson.Text(discount, "codigo"))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ];
}
