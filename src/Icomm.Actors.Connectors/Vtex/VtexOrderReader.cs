using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Time;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>
/// Reads the orders of a window. VTEX can list orders by creation but not by change (facts §3.1), so a window is read by listing what was created inside it or during the
/// days before it, asking for each order, and keeping what was last changed inside the window.
/// </summary>
internal sealed class VtexOrderReader(VtexSession session, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How late the list is: what is younger may be missing from it (facts §3.1).</summary>
    internal static readonly TimeSpan IndexLag = TimeSpan.FromMinutes(4);

    private readonly VtexEmails _emails = new(session, logger);

    public async Task<StorePage> ReadAsync(StorePageRequest request, CancellationToken cancellationToken)
    {
        var least = (request.Window.From - session.Settings.Rescan).ToUnixTimeMilliseconds();
        var most = request.Window.Until.ToUnixTimeMilliseconds();
        var cursor = request.PageToken is { } token ? VtexOrderCursor.Parse(token, least, most) : null;

        // What is too young to be listed is left to the next run, which begins before this one's end.
        var until = Math.Min(most, (timeProvider.GetUtcNow() - IndexLag).ToUnixTimeMilliseconds());
        if ((cursor?.From ?? least) > until)
            return new StorePage { TotalCount = cursor?.Total ?? 0 };
        return await ReadAsync(request, cursor ?? VtexOrderCursor.Start(least, until), until, cancellationToken);
    }

    private async Task<StorePage> ReadAsync(StorePageRequest request, VtexOrderCursor cursor, long until, CancellationToken cancellationToken)
    {
        var pageSize = Math.Clamp(request.PageSize, 1, VtexOrderList.MaxPageSize);
        while (true)
        {
            // A stretch that can't be cut any shorter is read in the largest pages there are.
            var size = cursor.Page > 1 ? cursor.PageSize : cursor.From == cursor.Until ? VtexOrderList.MaxPageSize : pageSize;
            var most = size * VtexOrderCursor.MostPages;
            var list = await ListAsync(cursor, size, cancellationToken);
            if (cursor.Total < 0)
                cursor = cursor with { Total = list.Total };
            if (cursor.Page == 1 && list.Total > most)
            {
                cursor = cursor.Shorter(list.Total, most) ?? throw TooManyAtOnce();
                continue;
            }

            if (cursor.Page > 1 && list.Total != cursor.StretchTotal)
            {
                // Orders have come late into the list and pushed others to other pages: what was read is read again, which does no harm.
                cursor = cursor.Again();
                continue;
            }

            var next = cursor.Page * (long)size < list.Total ? cursor.NextPage(size, list.Total) : cursor.Following(until, list.Total, most);
            if (list.Orders.Count == 0 && list.Unreadable.Count == 0 && next is not null)
            {
                cursor = next;
                continue;
            }

            var (orders, unreadable) = await ReadOrdersAsync(request.Window, list, cancellationToken);
            return new StorePage { Orders = orders, Unreadable = unreadable, NextPageToken = next?.ToString(), TotalCount = cursor.Total };
        }
    }

    private Task<VtexOrderList> ListAsync(VtexOrderCursor cursor, int size, CancellationToken cancellationToken)
    {
        // One channel can be asked for; of several, the orders tell their own.
        var channel = session.Settings.SalesChannels is [var only] ? only : null;
        var question = new VtexQuestion("orders", VtexOrderList.Path(cursor.From, cursor.Until, cursor.Page, size, channel), VtexPermission.ListOrders);
        return session.GetAsync(question, json => VtexOrderList.Read(json, cursor.Page, size), cancellationToken);
    }

    /// <summary>Asks for each order of a page, one at a time unless the merchant allows more.</summary>
    private async Task<(ImmutableArray<StoreOrder> Orders, ImmutableArray<UnreadableRecord> Unreadable)> ReadOrdersAsync(
        TimeInterval window, VtexOrderList list, CancellationToken cancellationToken)
    {
        var found = new (StoreOrder? Order, UnreadableRecord? Unreadable)[list.Orders.Count];
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taken = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(session.Settings.Concurrency, found.Length)).Select(WorkAsync));

        if (found.Length > 1 && found.All(each => each.Unreadable?.Code == NotFoundCode))
            throw StoreProblems.FromStatus(System.Net.HttpStatusCode.NotFound, isJson: true, retryAfter: null);
        var orders = ImmutableArray.CreateBuilder<StoreOrder>(found.Length);
        foreach (var order in found.Select(each => each.Order).OfType<StoreOrder>())
        {
            if (IsDue(order, window, session.Settings.Rescan))
                orders.Add(order with { Customer = await _emails.ResolveAsync(order.Customer, cancellationToken) });
        }

        return (orders.DrainToImmutable(), [.. list.Unreadable, .. found.Select(each => each.Unreadable).OfType<UnreadableRecord>()]);

        async Task WorkAsync(int lane)
        {
            try
            {
                for (var i = Interlocked.Increment(ref taken); i < found.Length; i = Interlocked.Increment(ref taken))
                    found[i] = await ReadOrderAsync(list.Orders[i].OrderId, list.Orders[i].Raw, lane, failing.Token);
            }
            catch
            {
                await failing.CancelAsync();
                throw;
            }
        }
    }

    private const string NotFoundCode = "order_not_found";

    /// <returns>Neither of both for an order of a sales channel that isn't wanted.</returns>
    private async Task<(StoreOrder? Order, UnreadableRecord? Unreadable)> ReadOrderAsync(string id, string listed, int lane, CancellationToken cancellationToken)
    {
        var question = new VtexQuestion("order", $"api/oms/pvt/orders/{Uri.EscapeDataString(id)}", VtexPermission.ViewOrder) { Lane = lane };
        try
        {
            return await session.GetAsync(question, json => Decode(json, id), cancellationToken);
        }
        catch (StoreException failure) when (failure.Problem.Code == "endpoint_not_found")
        {
            return (null, new UnreadableRecord(id, NotFoundCode, "the order is in the list, but the store says that it does not exist", listed));
        }
    }

    private (StoreOrder? Order, UnreadableRecord? Unreadable) Decode(ReadOnlySpan<byte> json, string id)
    {
        using var document = VtexJson.Parse(json, JsonValueKind.Object, "it is no order");
        var order = document.RootElement;
        try
        {
            var wanted = session.Settings.SalesChannels;
            if (!wanted.IsEmpty && VtexOrderDecoder.SalesChannel(order) is { } channel && !wanted.Contains(channel))
                return (null, null);
            var read = VtexOrderDecoder.Decode(order, timeProvider.GetUtcNow());
            return read.OrderId == id ? (read, null) : throw StoreProblems.AnswerUnexpected("it is another order than the one asked for");
        }
        catch (VtexRecordException unreadable)
        {
            return (null, new UnreadableRecord(id, unreadable.Code, unreadable.Message, VtexJson.Raw(order)));
        }
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
        "too_many_orders_at_once", "More orders were created in one millisecond than VTEX lists.", "Ask VTEX support how orders imported in bulk can be listed.");
}
