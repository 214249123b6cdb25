using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads the orders of a window where the key has a feed: first what the feed names, then the list, which needs to look back only some days. An event is committed once its order is
/// durable. Where a feed can't be used, or may have missed something (it has just been set up, or was not read for longer than it keeps events), the list looks back as far as without.
/// </summary>
internal sealed partial class VtexFeedReader(VtexSession session, VtexOrderReader list, VtexOrderFetcher fetcher, TimeProvider timeProvider, ILogger logger)
{
    private readonly VtexFeed _feed = new(session, logger);

    public async Task<StorePage> ReadAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        if (request.PageToken is not { } token)
            return await BeginAsync(request, cancellationToken);
        if (!VtexFeedCursor.IsOne(token))
            return await list.ReadAsync(request, session.Settings.LookBack, cancellationToken);
        var cursor = VtexFeedCursor.Parse(token);
        await _feed.CommitAsync(cursor.Durable, cancellationToken);
        return cursor.Step switch
        {
            VtexFeedStep.Announced => Nothing(cursor with { Step = VtexFeedStep.SetUp }),
            VtexFeedStep.SetUp => await SetUpAsync(request, cancellationToken),
            VtexFeedStep.Events => await ReadEventsAsync(request, cursor, cancellationToken),
            _ => await ReadListAsync(request, cursor.IsWide, cancellationToken),
        };
    }

    private async Task<StorePage> BeginAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var state = await _feed.FindAsync(cancellationToken);
        switch (state)
        {
            case VtexFeedState.Absent:
                // That this window looks back far must be durable before the feed is there: after a crash it would seem to have been there all along.
                return Nothing(VtexFeedCursor.At(VtexFeedStep.Announced, isWide: true));
            case VtexFeedState.Ours:
                var isOld = timeProvider.GetUtcNow() - request.Window.From > VtexFeed.Retention - TimeSpan.FromDays(1);
                return await ReadEventsAsync(request, VtexFeedCursor.At(VtexFeedStep.Events, isOld), cancellationToken);
            default:
                LogNotUsed(logger, session.IntegrationId, state);
                return await ReadListAsync(request, isWide: true, cancellationToken);
        }
    }

    private async Task<StorePage> SetUpAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        if (await _feed.FindAsync(cancellationToken) == VtexFeedState.Absent)
            await _feed.ConfigureAsync(cancellationToken);
        return await ReadListAsync(request, isWide: true, cancellationToken);
    }

    private async Task<StorePage> ReadEventsAsync(StorePageRequest request, VtexFeedCursor cursor, CancellationToken cancellationToken)
    {
        VtexFeedLot lot;
        try
        {
            lot = cursor.Pages < VtexFeedCursor.MostPages ? await _feed.ReadAsync(cancellationToken) : new VtexFeedLot();
        }
        catch (StoreException gone) when (gone.Problem.Code == "endpoint_not_found")
        {
            return Nothing(VtexFeedCursor.At(VtexFeedStep.Announced, isWide: true));
        }

        if (lot.IsEmpty)
            return cursor.Last.IsEmpty ? await ReadListAsync(request, cursor.IsWide, cancellationToken) : Nothing(cursor.End());
        var fetched = await fetcher.FetchAsync(lot.Orders, order => !(order.PlacedAt < request.PlacedFrom), cancellationToken);
        return new StorePage { Orders = fetched.Orders, Unreadable = [.. lot.Unreadable, .. fetched.Unreadable], NextPageToken = cursor.Next(lot.Handles).ToString() };
    }

    private Task<StorePage> ReadListAsync(StorePageRequest request, bool isWide, CancellationToken cancellationToken) =>
        list.ReadAsync(request with { PageToken = null }, isWide ? session.Settings.Rescan : session.Settings.LookBack, cancellationToken);

    private static StorePage Nothing(VtexFeedCursor next) => new() { NextPageToken = next.ToString() };

    [LoggerMessage(3205, LogLevel.Warning, "vtex {IntegrationId}: the feed is not used ({State}); changes are found by looking back")]
    private static partial void LogNotUsed(ILogger logger, string integrationId, VtexFeedState state);
}
