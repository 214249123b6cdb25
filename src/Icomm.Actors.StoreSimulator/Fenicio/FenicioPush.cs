using System.Buffers;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>The messages in which a shop sends its orders by itself. How Fenicio wraps them is documented nowhere, so there are all the ways that one may think of.</summary>
public static class FenicioPush
{
    /// <param name="orders">One, where the form holds no list.</param>
    /// <param name="requestId">What the shop wants to read in the answer; null for none.</param>
    /// <returns>The body, JSON.</returns>
    public static byte[] Message(ShopData shop, IReadOnlyList<ShopOrder> orders, FenicioWrapping wrapping = FenicioWrapping.None, string? requestId = null)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(new FenicioOptions().TimeZone);
        var writer = new FenicioOrderJson(new FenicioShelves(shop.Catalogue));
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            switch (wrapping)
            {
                case FenicioWrapping.None:
                    Order(json);
                    break;
                case FenicioWrapping.Order:
                    json.WriteStartObject();
                    json.WritePropertyName("orden"u8);
                    Order(json);
                    json.WriteEndObject();
                    break;
                case FenicioWrapping.List:
                    List(json);
                    break;
                default:
                    json.WriteStartObject();
                    json.WriteString("_idSolicitud"u8, requestId);
                    json.WritePropertyName("data"u8);
                    List(json);
                    json.WriteEndObject();
                    break;
            }
        }

        return buffer.WrittenSpan.ToArray();

        void Order(Utf8JsonWriter json) => writer.Write(json, new FenicioOrder(orders.Single(), zone), attributes: true);

        void List(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartArray("ordenes"u8);
            foreach (var order in orders) writer.Write(json, new FenicioOrder(order, zone), attributes: true);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}

/// <summary>How a message holds its orders.</summary>
public enum FenicioWrapping
{
    /// <summary>The order itself.</summary>
    None,

    /// <summary><c>{"orden": {…}}</c>.</summary>
    Order,

    /// <summary><c>{"ordenes": [{…}, …]}</c>.</summary>
    List,

    /// <summary><c>{"_idSolicitud": …, "data": {"ordenes": […]}}</c>, as Fenicio's services speak to one another.</summary>
    Envelope,
}
