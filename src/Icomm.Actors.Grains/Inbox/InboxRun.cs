using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Connectors;
using Icomm.Actors.Grains.Integrations;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Management;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>Brings waiting messages to the profiles, a batch at a time. A batch is removed once all of it is durable: what a crash leaves is applied again, and applying is idempotent.</summary>
internal sealed partial class InboxRun(
    IntegrationKey key,
    IPushConnector connector,
    StoreConnection connection,
    PageApplier applier,
    IInbox inbox,
    InboxMetrics metrics,
    InboxOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>Applies the oldest messages and removes them.</summary>
    /// <param name="runId">Under which what can't be used is kept.</param>
    /// <returns>What they add to the run's counters; null when none waited.</returns>
    public async Task<RunCounters?> ApplyNextAsync(string runId, CancellationToken cancellationToken)
    {
        var messages = await inbox.PeekAsync(key, options.BatchMessages, options.BatchBytes, cancellationToken);
        if (messages.IsEmpty)
            return null;
        metrics.TakenUp(connector.StoreType, time.GetUtcNow() - messages[0].ReceivedAt);
        var applied = await applier.ApplyAsync(runId, StoreResource.Orders, PageOf(messages), cancellationToken);
        await inbox.RemoveAsync(key, [.. messages.Select(message => message.Key)], CancellationToken.None);
        metrics.Applied(connector.StoreType, messages.Length);
        return applied.Counters;
    }

    private StorePage PageOf(ImmutableArray<WaitingMessage> messages)
    {
        var pages = messages.Select(Read).ToArray();
        return new StorePage
        {
            Orders = [.. pages.SelectMany(page => page.Orders)],
            Customers = [.. pages.SelectMany(page => page.Customers)],
            Catalogue = [.. pages.SelectMany(page => page.Catalogue)],
            Unreadable = [.. pages.SelectMany(page => page.Unreadable)],
        };
    }

    private StorePage Read(WaitingMessage message)
    {
        try
        {
            return connector.Receive(connection, message.Body, message.ReceivedAt);
        }
        catch (Exception exception)
        {
            // A connector that breaks over one message must not hold up those behind it.
            LogUnread(exception.GetType().Name, key, message.Key);
            return new StorePage { Unreadable = [new UnreadableRecord(null, "message_unreadable", "The message could not be read.", RawOf(message))] };
        }
    }

    /// <returns>Nothing when the connector can't say what may be kept: the message may hold card data.</returns>
    private string RawOf(WaitingMessage message)
    {
        try
        {
            return connector.Raw(message.Body);
        }
        catch (Exception)
        {
            return "";
        }
    }

    // Without the exception: its text may quote the message.
    [LoggerMessage(2401, LogLevel.Error, "{Exception} over message {Message} of {Integration}; it is kept among the rejected records.")]
    private partial void LogUnread(string exception, IntegrationKey integration, long message);
}
