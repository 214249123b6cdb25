using System.Text;
using System.Text.Json;
using Icomm.Actors.Connectors;

namespace Icomm.Actors.Grains.Tests.Inbox;

/// <summary>A platform that pushes orders as small JSON objects.</summary>
internal sealed class PushingConnector : IPushConnector
{
    public const string Type = "pushing";

    /// <summary>The connector also breaks over what may be kept of a message of this text.</summary>
    public const string Unsaid = "unsaid";

    public string StoreType => Type;

    public ConnectorDescription Description { get; } = new()
    {
        DisplayName = "Pushing",
        Fields = [],
        Resources = [],
        Lookback = TimeSpan.Zero,
        PageSize = 1,
    };

    public static byte[] Message(string orderId, string? email, DateTimeOffset at, decimal total = 100) => JsonSerializer.SerializeToUtf8Bytes(new { orderId, email, at, total });

    public static byte[] Unreadable(string text) => Encoding.UTF8.GetBytes($"unreadable {text}");

    /// <summary>Over which the connector breaks.</summary>
    /// <param name="card">What must not be kept.</param>
    public static byte[] Poison(string text, string card = "") => Encoding.UTF8.GetBytes($"poison {text}|{card}");

    public Task<StoreVerification> VerifyAsync(StoreConnection connection, CancellationToken cancellationToken) => Task.FromResult(new StoreVerification());

    public Task<StorePage> ReadPageAsync(StoreConnection connection, StorePageRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("There is nothing to pull.");

    public StorePage Receive(StoreConnection connection, ReadOnlySpan<byte> message, DateTimeOffset receivedAt)
    {
        var text = Encoding.UTF8.GetString(message);
        if (text.StartsWith("poison", StringComparison.Ordinal))
            throw new InvalidOperationException(text);
        if (text.StartsWith("unreadable", StringComparison.Ordinal))
            return new StorePage { Unreadable = [new UnreadableRecord(null, "json_invalid", "It is no JSON.", text)] };
        var order = JsonDocument.Parse(text).RootElement;
        return new StorePage
        {
            Orders =
            [
                ShopOrders.Order(order.GetProperty("orderId").GetString()!, order.GetProperty("email").GetString(), order.GetProperty("at").GetDateTimeOffset(), order.GetProperty("total").GetDecimal())
                    with { ReadAt = receivedAt },
            ],
        };
    }

    public string Raw(ReadOnlySpan<byte> message)
    {
        var text = Encoding.UTF8.GetString(message).Split('|')[0];
        return text.EndsWith(Unsaid, StringComparison.Ordinal) ? throw new InvalidOperationException(text) : text;
    }

    public byte[] Acknowledge(ReadOnlySpan<byte> message) => "{}"u8.ToArray();
}
