using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;

namespace Icomm.Actors.Persistence.Inbox;

/// <summary>Messages that stores push, kept from their receipt until what they say is in the profiles.</summary>
public interface IInbox
{
    /// <summary>Keeps a message, unless the same bytes have come within the keeping time or there is no room for more. Durable when the task completes.</summary>
    /// <exception cref="PersistenceException">It could not be written; the sender has to send it again.</exception>
    Task<InboxReceipt> AddAsync(IntegrationKey integration, InboxMessage message, InboxLimits limits, CancellationToken cancellationToken);

    /// <summary>The oldest messages, in the order of their arrival. They stay until they are removed.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="mostBytes">Of all bodies together; the first message comes whatever its size.</param>
    Task<ImmutableArray<WaitingMessage>> PeekAsync(IntegrationKey integration, int limit, long mostBytes, CancellationToken cancellationToken);

    /// <summary>Removes messages that have been applied. That they came is known for the keeping time.</summary>
    Task RemoveAsync(IntegrationKey integration, IReadOnlyCollection<long> messages, CancellationToken cancellationToken);

    /// <summary>Forgets what came before an instant, oldest first.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <returns>How many messages were forgotten; the limit says that there may be more.</returns>
    Task<int> ForgetAsync(IntegrationKey integration, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>A message as it comes.</summary>
/// <param name="Body">As it was sent, uncompressed.</param>
/// <param name="WithFormerToken">Whether it came with the token before the last rotation.</param>
public sealed record InboxMessage(ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt, bool WithFormerToken)
{
    /// <summary>Never prints the body: it holds personal data.</summary>
    public override string ToString() => $"{nameof(InboxMessage)} of {Body.Length} bytes";
}

/// <summary>A message that waits to be applied.</summary>
/// <param name="Key">Grows with the order of arrival.</param>
public sealed record WaitingMessage(long Key, DateTimeOffset ReceivedAt, byte[] Body)
{
    /// <summary>Never prints the body: it holds personal data.</summary>
    public override string ToString() => $"{nameof(WaitingMessage)} {Key}";
}

/// <summary>How much one integration may have waiting.</summary>
/// <param name="Messages">Most messages.</param>
/// <param name="Bytes">Most bytes of all their bodies.</param>
/// <param name="Keep">How long the same bytes are the same message.</param>
public readonly record struct InboxLimits(int Messages, long Bytes, TimeSpan Keep);

/// <summary>What became of a message.</summary>
public enum InboxReceipt
{
    /// <summary>It waits to be applied.</summary>
    Stored,

    /// <summary>The same bytes came before: nothing is to do.</summary>
    Repeated,

    /// <summary>Too much waits already: it was not kept.</summary>
    Full,
}
