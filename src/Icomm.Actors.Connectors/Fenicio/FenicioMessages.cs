using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Reads what a shop sends by itself. How Fenicio wraps an order is documented nowhere: it is taken bare, as <c>orden</c>, as a list <c>ordenes</c>, and inside the <c>data</c> of the envelope that
/// Fenicio's services use for one another, whose <c>_idSolicitud</c> wants to be repeated in the answer (facts §4.2).
/// </summary>
internal sealed class FenicioMessages(FenicioTime time)
{
    private const int DeepestWrapping = 4;

    public StorePage Receive(ReadOnlySpan<byte> message, DateTimeOffset receivedAt)
    {
        using var document = Parse(message, out var problem);
        if (document is null)
            return new StorePage { Unreadable = [new UnreadableRecord(RecordId: null, "json_invalid", problem!, FenicioCards.Raw(message))] };
        var orders = Orders(document.RootElement, DeepestWrapping);
        if (orders is null)
            return new StorePage { Unreadable = [new UnreadableRecord(RecordId: null, "id_missing", "the message holds no order", FenicioCards.Raw(document.RootElement))] };

        var decoder = new FenicioOrderDecoder(time);
        var read = ImmutableArray.CreateBuilder<StoreOrder>();
        var unreadable = ImmutableArray.CreateBuilder<UnreadableRecord>();
        foreach (var each in orders)
        {
            var (order, bad) = FenicioOrderList.ReadOrder(each, decoder, receivedAt);
            if (order is not null)
                read.Add(order);
            if (bad is not null)
                unreadable.Add(bad);
        }

        return new StorePage { Orders = read.ToImmutable(), Unreadable = unreadable.ToImmutable() };
    }

    /// <summary>What may be kept of a message, whatever it is.</summary>
    public static string Raw(ReadOnlySpan<byte> message)
    {
        using var document = Parse(message, out _);
        return document is null ? FenicioCards.Raw(message) : FenicioCards.Raw(document.RootElement);
    }

    /// <summary><c>{"status":"OK","mensaje":"","_idSolicitud":…,"data":null}</c>, the id as it came and null where there was none.</summary>
    public static byte[] Acknowledge(ReadOnlySpan<byte> message)
    {
        using var document = Parse(message, out _);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "OK"u8);
            json.WriteString("mensaje"u8, ""u8);
            json.WritePropertyName("_idSolicitud"u8);
            WriteId(json, document?.RootElement ?? default);
            json.WriteNull("data"u8);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Only what an id may be: nobody gets an object of theirs back.</summary>
    private static void WriteId(Utf8JsonWriter json, JsonElement message)
    {
        var given = RecordJson.Find(message, "_idSolicitud") ?? default;
        if (RecordJson.Text(given) is not { } id)
            json.WriteNullValue();
        else if (given.ValueKind == JsonValueKind.Number)
            json.WriteRawValue(id);
        else
            json.WriteStringValue(id);
    }

    /// <param name="problem">Why it is no JSON; null when it is.</param>
    private static JsonDocument? Parse(ReadOnlySpan<byte> message, out string? problem)
    {
        problem = null;
        if (!Utf8.IsValid(message))
        {
            problem = "the message is not UTF-8 text";
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(message is [0xEF, 0xBB, 0xBF, ..] ? message[3..] : message);
            var document = JsonDocument.ParseValue(ref reader);
            if (!reader.Read())
                return document;
            document.Dispose();
            problem = "the message goes on behind its end";
        }
        catch (JsonException)
        {
            // The exception's own text may quote the message: it goes no further.
            problem = "the message is no JSON, or was cut off";
        }

        return null;
    }

    /// <returns>Null when there is nothing that could be an order.</returns>
    private static IEnumerable<JsonElement>? Orders(JsonElement message, int depth)
    {
        if (depth == 0)
            return null;
        if (message.ValueKind == JsonValueKind.Array)
            return message.EnumerateArray();
        if (message.ValueKind != JsonValueKind.Object)
            return null;
        if (RecordJson.Find(message, "idOrden") is not null || RecordJson.Find(message, "importeTotal") is not null)
            return [message];
        foreach (var name in (ReadOnlySpan<string>)["ordenes", "orden", "data"])
        {
            if (RecordJson.Find(message, name) is { } inner && Orders(inner, depth - 1) is { } orders)
                return orders;
        }

        return null;
    }
}
