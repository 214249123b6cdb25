using System.Net;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads the orders of a window. VTEX can list orders by creation but not by change (facts §3.1), so a window is read by listing what was created inside it or during the
/// days before it, asking for each order, and keeping what was last changed inside the window.
/// </summary>
internal sealed class VtexOrderReader(VtexSession session, VtexOrderFetcher fetcher, TimeProvider timeProvider)
{
    /// <summary>How late the list is: what is younger may be missing from it (facts §3.1).</summary>
    internal static readonly TimeSpan IndexLag = TimeSpan.FromMinutes(4);

    /// <param name="lookBack">How long before the window orders may have been placed that are listed; at most the settings' <see cref="VtexSettings.Rescan"/>.</param>
    public async Task<StorePage> ReadAsync(StorePageRequest request, TimeSpan lookBack, CancellationToken cancellationToken)
    {
        // Tokens outlive a start that is moved later.
        var least = (request.Window.From - session.Settings.Rescan).ToUnixTimeMilliseconds();
        var most = request.Window.Until.ToUnixTimeMilliseconds();
        var cursor = request.PageToken is { } token ? VtexOrderCursor.Parse(token, least, most) : null;

        // What is too young to be listed is left to the next run, which begins before this one's end.
        var until = Math.Min(most, (timeProvider.GetUtcNow() - IndexLag).ToUnixTimeMilliseconds());
        cursor ??= VtexOrderCursor.Start(First(request, lookBack), until);
        return cursor.Stretch.From > until
            ? new StorePage { TotalCount = Math.Max(0, cursor.Total) }
            : await ReadAsync(request, cursor, until, cancellationToken);
    }

    private static long First(StorePageRequest request, TimeSpan lookBack)
    {
        var first = request.Window.From - lookBack;
        return (request.PlacedFrom > first ? request.PlacedFrom.Value : first).ToUnixTimeMilliseconds();
    }

    private async Task<StorePage> ReadAsync(StorePageRequest request, VtexOrderCursor cursor, long until, CancellationToken cancellationToken)
    {
        var pageSize = Math.Clamp(request.PageSize, 1, VtexOrderList.MaxPageSize);
        while (true)
        {
            // A stretch that can't be cut any shorter is read in the largest pages there are.
            var size = cursor.Page > 1 ? cursor.PageSize : cursor.Stretch.From == cursor.Stretch.Until ? VtexOrderList.MaxPageSize : pageSize;
            var most = size * VtexOrderCursor.MostPages;
            var list = await ListAsync(cursor, size, cancellationToken);
            if (cursor.Total < 0)
                cursor = cursor with { Total = list.Total };
            if (cursor.Page == 1 && list.Total > most)
            {
                cursor = cursor.Of(cursor.Stretch.Shorter(list.Total, most) ?? throw TooManyAtOnce());
                continue;
            }

            if (cursor.Page > 1 && list.Total != cursor.StretchTotal)
            {
                // Orders have come late into the list and pushed others to other pages: what was read is read again, which does no harm.
                cursor = cursor.Again();
                continue;
            }

            var next = cursor.Page * (long)size < list.Total ? cursor.NextPage(size, list.Total)
                : cursor.Stretch.Following(until, list.Total, most) is { } following ? cursor.Of(following)
                : null;
            if (list.Orders.Count == 0 && list.Unreadable.Count == 0 && next is not null)
            {
                cursor = next;
                continue;
            }

            var fetched = await fetcher.FetchAsync(list.Orders, order => IsDue(order, request.Window, session.Settings.LookBack), cancellationToken);
            if (fetched.IsNothingThere)
                throw StoreProblems.FromStatus(HttpStatusCode.NotFound, isJson: true, retryAfter: null);
            return new StorePage { Orders = fetched.Orders, Unreadable = [.. list.Unreadable, .. fetched.Unreadable], NextPageToken = next?.ToString(), TotalCount = cursor.Total };
        }
    }

    private Task<VtexOrderList> ListAsync(VtexOrderCursor cursor, int size, CancellationToken cancellationToken)
    {
        // One channel can be asked for; of several, the orders tell their own.
        var channel = session.Settings.SalesChannels is [var only] ? only : null;
        var question = new VtexQuestion("orders", VtexOrderList.Path(cursor.Stretch, cursor.Page, size, channel), VtexPermission.ListOrders);
        return session.GetAsync(question, json => VtexOrderList.Read(json, cursor.Page, size), cancellationToken);
    }

    /// <summary>
    /// Whether an order belongs to a window: it was last changed inside it. One changed later comes with the later window that its change falls in, unless it was placed too long before
    /// for that window to look at it; then it comes with the one it was placed in.
    /// </summary>
    internal static bool IsDue(StoreOrder order, TimeInterval window, TimeSpan rescan)
    {
        // An import may bring orders whose last change lies before they were made.
        var changed = order.UpdatedAt < order.PlacedAt ? order.PlacedAt : order.UpdatedAt;
        return window.Contains(changed) || (changed > window.Until && window.Contains(order.PlacedAt) && changed - order.PlacedAt > rescan);
    }

    private static StoreException TooManyAtOnce() => StoreProblems.Permanent(
        "too_many_orders_at_once",
        new(
            "More orders were created in one millisecond than VTEX lists.",
            "En un milisegundo se crearon más órdenes de las que VTEX lista.",
            "Em um milissegundo foram criados mais pedidos do que a VTEX lista."),
        new(
            "Ask VTEX support how orders imported in bulk can be listed.",
            "Consultar al soporte de VTEX cómo listar órdenes importadas en masa.",
            "Consultar o suporte da VTEX sobre como listar pedidos importados em massa."));
}
