using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads the customers of a window: by a scroll as long as it goes well, and from the beginning by search once it has broken off, since nobody can go on with it (decision 0024). Customers read twice
/// do no harm.
/// </summary>
internal sealed partial class VtexCustomerReader(VtexSession session, TimeProvider timeProvider, ILogger logger)
{
    private const string Orphaned = "process_gone";
    private const string Incomplete = "scroll_incomplete";

    public async Task<StorePage> ReadAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var search = new VtexCustomerSearch(session, timeProvider);
        if (request.PageToken is { } token && VtexSearchCursor.Knows(token))
            return await search.ReadAsync(request, token, cancellationToken);
        var (page, broken) = await ScrollAsync(request, cancellationToken);
        if (page is not null)
            return page;
        LogBroken(logger, session.IntegrationId, broken);
        return await search.ReadAsync(request, token: null, cancellationToken);
    }

    private async Task<(StorePage? Page, string Broken)> ScrollAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var cursor = VtexScrollCursor.Start;
        if (request.PageToken is { } token && !VtexScrollCursor.TryParse(token, out cursor))
            return (null, Orphaned);
        try
        {
            return (await new VtexCustomerScroll(session, timeProvider).ReadAsync(request, cursor, cancellationToken), Incomplete);
        }
        catch (StoreException broken) when (broken.Problem.Code is VtexRefusals.ScrollExpired or VtexRefusals.ScrollsTaken)
        {
            return (null, broken.Problem.Code);
        }
    }

    [LoggerMessage(3202, LogLevel.Information, "vtex {IntegrationId}: the scroll over the customers broke off ({Code}); they are searched from the beginning")]
    private static partial void LogBroken(ILogger logger, string integrationId, string code);
}
