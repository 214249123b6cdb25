using System.Collections.Immutable;
using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Inbox;

namespace Icomm.Actors.Grains.Tests.Inbox;

/// <summary>An inbox at whose operations a test can step in, before and after they are done.</summary>
internal sealed class FaultyInbox(IInbox inner) : IInbox
{
    public Func<Task>? BeforePeek { get; set; }

    public Func<Task>? BeforeRemove { get; set; }

    public Func<Task>? AfterRemove { get; set; }

    /// <summary>How many operations looked for messages.</summary>
    public int Peeks { get; private set; }

    public Task<InboxReceipt> AddAsync(IntegrationKey integration, InboxMessage message, InboxLimits limits, CancellationToken cancellationToken) =>
        inner.AddAsync(integration, message, limits, cancellationToken);

    public async Task<ImmutableArray<WaitingMessage>> PeekAsync(IntegrationKey integration, int limit, long mostBytes, CancellationToken cancellationToken)
    {
        Peeks++;
        if (BeforePeek is { } step)
            await step();
        return await inner.PeekAsync(integration, limit, mostBytes, cancellationToken);
    }

    public async Task RemoveAsync(IntegrationKey integration, IReadOnlyCollection<long> messages, CancellationToken cancellationToken)
    {
        if (BeforeRemove is { } before)
            await before();
        await inner.RemoveAsync(integration, messages, cancellationToken);
        if (AfterRemove is { } after)
            await after();
    }

    public Task<int> ForgetAsync(IntegrationKey integration, DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        inner.ForgetAsync(integration, before, limit, cancellationToken);
}
