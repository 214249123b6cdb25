using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Silo.Tests;

/// <summary>A store that pushes: each message is one order, <c>{"id":…,"email":…}</c>. Acknowledged with the message's length, so that a test sees that it arrived whole.</summary>
internal sealed class PushingConnector : IPushConnector
{
    public const string Type = "pushing";

    public string StoreType => Type;

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Pushing",
        Fields = [new("moduleId", new("Module", "Módulo", "Módulo"), new("For the store.", "Para la tienda.", "Para a loja.")) { IsPassedOn = true }],
        Resources = [],
        Lookback = TimeSpan.Zero,
        PageSize = 1,
    };

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => Task.FromResult(new StoreVerification());

    public Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("There is nothing to pull.");

    public StorePage Receive(StoreConnection connection, ReadOnlySpan<byte> message, DateTimeOffset receivedAt)
    {
        var text = Encoding.UTF8.GetString(message);
        try
        {
            using var order = JsonDocument.Parse(text);
            return new StorePage { Orders = [Order(order.RootElement, receivedAt)] };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new StorePage { Unreadable = [new UnreadableRecord(null, "json_invalid", "It is no order.", text)] };
        }
    }

    public string Raw(ReadOnlySpan<byte> message) => Encoding.UTF8.GetString(message);

    public byte[] Acknowledge(ReadOnlySpan<byte> message) => JsonSerializer.SerializeToUtf8Bytes(new { status = "OK", length = message.Length });

    private static StoreOrder Order(JsonElement order, DateTimeOffset receivedAt) => new()
    {
        OrderId = order.GetProperty("id").GetString()!,
        PlacedAt = receivedAt,
        UpdatedAt = receivedAt,
        ReadAt = receivedAt,
        Customer = new CustomerReference { Email = order.GetProperty("email").GetString() },
        Status = OrderStatus.Purchase,
        State = "paid",
        Currency = "UYU",
        Total = Money.From(100),
        Lines = [new OrderLine { ProductId = "p1", Name = "Yerba", Units = Quantity.From(1) }],
    };
}
