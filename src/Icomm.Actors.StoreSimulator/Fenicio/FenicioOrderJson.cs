using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>An order as Fenicio gives it in lists, alone and in its messages (facts §4.2). Amounts are in major units.</summary>
internal sealed class FenicioOrderJson(FenicioShelves shelves)
{
    public void Write(Utf8JsonWriter json, FenicioOrder fenicio, bool attributes, OrderDamage damage = OrderDamage.None)
    {
        var order = fenicio.Order;
        json.WriteStartObject();
        if (damage != OrderDamage.NoId) json.WriteString("idOrden"u8, order.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("numeroOrden"u8, fenicio.Number);
        json.WriteString("estado"u8, fenicio.State);
        json.WriteString("origen"u8, "WEB"u8);
        if (damage == OrderDamage.BadDate) json.WriteString("fechaInicio"u8, "ayer"u8);
        else json.WriteString("fechaInicio"u8, fenicio.Stamp(fenicio.Started));
        Date(json, "fechaFin"u8, fenicio, fenicio.Finished);
        Date(json, "fechaCancelada"u8, fenicio, fenicio.Cancelled);
        Buyer(json, fenicio);
        json.WriteStartObject("direccionFacturacion"u8);
        json.WriteString("pais"u8, order.Customer.Country);
        json.WriteString("estado"u8, order.Customer.City);
        json.WriteString("localidad"u8, order.Customer.City);
        json.WriteString("calle"u8, "18 de Julio"u8);
        json.WriteString("numeroPuerta"u8, "1234"u8);
        json.WriteEndObject();
        json.WriteString("moneda"u8, order.View.BaseCurrency);
        json.WriteNumber("impuestos"u8, order.Tax.ToDecimal());
        json.WritePropertyName("importeTotal"u8);
        if (damage == OrderDamage.HugeAmount) json.WriteRawValue("1e400"u8, skipInputValidation: true);
        else json.WriteNumberValue(order.GrandTotal.ToDecimal());
        Payment(json, fenicio);
        json.WriteStartObject("entrega"u8);
        json.WriteString("tipo"u8, "ENVIO"u8);
        json.WriteString("estado"u8, order.State == OrderState.Complete ? "ENTREGADO"u8 : "RECIBIDO"u8);
        json.WriteEndObject();
        if (damage != OrderDamage.NoItems) Lines(json, fenicio, attributes);
        json.WriteEndObject();
    }

    private static void Buyer(Utf8JsonWriter json, FenicioOrder fenicio)
    {
        var customer = fenicio.Order.Customer;
        json.WriteStartObject("comprador"u8);
        json.WriteNumber("id"u8, fenicio.BuyerId);
        json.WriteString("email"u8, customer.Email);
        json.WriteString("nombre"u8, customer.FirstName);
        json.WriteString("apellido"u8, customer.LastName);
        json.WriteString("telefono"u8, customer.Phone ?? "");
        json.WriteString("genero"u8, fenicio.Gender);
        if (customer.TaxNumber is { } document)
        {
            json.WriteStartObject("documento"u8);
            json.WriteString("numero"u8, document);
            json.WriteString("pais"u8, customer.Country);
            json.WriteString("tipo"u8, "DOCUMENTO_IDENTIDAD"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Payment(Utf8JsonWriter json, FenicioOrder fenicio)
    {
        var order = fenicio.Order;
        if (order.State == OrderState.New)
        {
            json.WriteNull("pago"u8);
            return;
        }

        json.WriteStartObject("pago"u8);
        json.WriteNumber("id"u8, order.Id);
        json.WriteString("codigo"u8, order.PaymentMethod);
        json.WriteString("conector"u8, order.PaymentMethod);
        json.WriteString("estado"u8, fenicio.PaymentState);

        // Due long after whatever happens to the order.
        json.WriteString("fechaVencimiento"u8, fenicio.Stamp(order.CreatedAt.AddYears(1)));
        Date(json, "fechaPago"u8, fenicio, fenicio.Paid);
        Date(json, "fechaCancelacion"u8, fenicio, fenicio.Reversed);
        json.WriteNumber("cuotas"u8, 1);
        json.WriteNumber("importe"u8, order.GrandTotal.ToDecimal());
        json.WriteString("moneda"u8, order.View.BaseCurrency);
        json.WriteString("bin"u8, FenicioCard.Bin);
        json.WriteString("autorizacion"u8, FenicioCard.Authorization);
        json.WriteString("numeroTarjeta"u8, FenicioCard.Number);
        json.WriteString("terminacionTarjeta"u8, FenicioCard.LastFour);
        json.WriteEndObject();
    }

    private void Lines(Utf8JsonWriter json, FenicioOrder fenicio, bool attributes)
    {
        json.WriteStartArray("lineas"u8);
        foreach (var line in fenicio.Lines)
        {
            json.WriteStartObject();
            json.WriteString("nombre"u8, line.Name);
            json.WriteString("sku"u8, FenicioOrder.SkuOf(line));
            json.WriteNumber("cantidad"u8, line.Ordered);
            json.WriteNumber("cantidadRegalo"u8, FenicioOrder.GiftsOf(line));
            json.WriteString("codigoPrecio"u8, "LISTA"u8);
            json.WriteNumber("precio"u8, line.Price.ToDecimal());
            Discounts(json, fenicio.Order.CouponCode, line);
            if (attributes) Attributes(json, line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Discounts(Utf8JsonWriter json, string? coupon, ShopOrderLine line)
    {
        if (coupon is null)
        {
            json.WriteNull("descuentos"u8);
            return;
        }

        json.WriteStartArray("descuentos"u8);
        foreach (var (code, origin, amount) in new[] { ("2x1", "PROMOCION", Amount.Zero), (coupon, "CUPON", line.Discount) })
        {
            json.WriteStartObject();
            json.WriteString("nombre"u8, code);
            json.WriteString("codigo"u8, code);
            json.WriteString("origen"u8, origin);
            json.WriteNumber("monto"u8, amount.ToDecimal());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Attributes(Utf8JsonWriter json, ShopOrderLine line)
    {
        json.WriteStartObject("atributos"u8);
        json.WriteString("_categoria"u8, shelves.CategoryOf(line.Product));
        json.WriteString("_codigoProducto"u8, line.Product.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("_codigoVariante"u8, FenicioOrder.VariantOf(line));
        json.WriteString("_codigoPresentacion"u8, "U"u8);
        json.WriteStartArray("_grupos"u8);
        json.WriteEndArray();
        if (shelves.BrandOf(line.Product) is { } brand) json.WriteString("marca"u8, brand);
        json.WriteEndObject();
    }

    private static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, FenicioOrder fenicio, DateTime? at)
    {
        if (at is { } utc) json.WriteString(name, fenicio.Stamp(utc));
    }
}
