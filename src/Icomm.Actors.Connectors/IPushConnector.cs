namespace Icomm.Actors.Connectors;

/// <summary>A platform that sends its orders by itself, message by message, to an address and with a token that we give it.</summary>
public interface IPushConnector : IStoreConnector
{
    /// <summary>Reads one message. It was acknowledged when it came, so nothing can be refused here: what can't be read is in the page's <see cref="StorePage.Unreadable"/>.</summary>
    /// <param name="receivedAt">When the message came; breaks ties between two contents of one version.</param>
    StorePage Receive(StoreConnection connection, ReadOnlySpan<byte> message, DateTimeOffset receivedAt);

    /// <summary>
    /// What may be kept of a message that can't be read, for <see cref="UnreadableRecord.Raw"/>: what must never be stored (card data) is left out. It may be any message, also one over which
    /// <see cref="Receive"/> breaks.
    /// </summary>
    string Raw(ReadOnlySpan<byte> message);

    /// <summary>The body, JSON, with which the platform wants a message to be answered that has been stored.</summary>
    byte[] Acknowledge(ReadOnlySpan<byte> message);
}
