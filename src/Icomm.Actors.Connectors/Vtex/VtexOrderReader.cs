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
        var first = request.Window.From - session.Settings.Rescan;
        var least = (request.PlacedFrom > first ? request.PlacedFrom.Value : first).ToUnixTimeMilliseconds();
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
        var grouping = session.Settings.GroupCheckouts;
        var asked = list.Orders.GroupBy(order => grouping && VtexCheckout.Of(order.OrderId) is { } checkout ? checkout : order.OrderId, StringComparer.Ordinal).ToArray();
        var answers = new (StoreOrder? Order, UnreadableRecord? Unreadable)[asked.Length][];
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taken = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(session.Settings.Concurrency, asked.Length)).Select(WorkAsync));

        var found = answers.SelectMany(each => each).ToArray();
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
                for (var i = Interlocked.Increment(ref taken); i < asked.Length; i = Interlocked.Increment(ref taken))
                    answers[i] = await ReadTogetherAsync([.. asked[i]], lane, failing.Token);
            }
            catch
            {
                await failing.CancelAsync();
                throw;
            }
        }
    }

    private const string NotFoundCode = "order_not_found";

    /// <summary>Reads a listed order, or the checkout that several belong to; by themselves where the store knows no such checkout.</summary>
    private async Task<(StoreOrder? Order, UnreadableRecord? Unreadable)[]> ReadTogetherAsync((string OrderId, string Raw)[] listed, int lane, CancellationToken cancellationToken)
    {
        if (session.Settings.GroupCheckouts && VtexCheckout.Of(listed[0].OrderId) is { } checkout)
        {
            var question = new VtexQuestion("checkout", $"api/oms/pvt/orders/order-group/{Uri.EscapeDataString(checkout)}", VtexPermission.ViewOrder) { Lane = lane };
            try
            {
                return [await session.GetAsync(question, json => DecodeCheckout(json, checkout, listed[0].OrderId), cancellationToken)];
            }
            catch (StoreException failure) when (failure.Problem.Code == "endpoint_not_found")
            {
                // Names that only look like parts of a checkout: marketplaces choose theirs freely.
            }
        }

        var read = new (StoreOrder? Order, UnreadableRecord? Unreadable)[listed.Length];
        for (var i = 0; i < listed.Length; i++)
            read[i] = await ReadOrderAsync(listed[i].OrderId, listed[i].Raw, lane, cancellationToken);
        return read;
    }

    private (StoreOrder? Order, UnreadableRecord? Unreadable) DecodeCheckout(ReadOnlySpan<byte> json, string checkout, string id)
    {
        using var document = VtexJson.Parse(json, JsonValueKind.Array, "it is no list of a checkout's orders");
        var read = document.RootElement.EnumerateArray().Select(order => (Id: VtexJson.Text(order, "orderId"), Read: Decode(order))).ToArray();
        if (!Array.Exists(read, each => each.Id == id))
            throw StoreProblems.AnswerUnexpected("it is another checkout than the one asked for");
        if (Array.Find(read, each => each.Read.Unreadable is not null) is { Read.Unreadable: { } unreadable })
            return (null, unreadable);
        StoreOrder[] orders = [.. read.Select(each => each.Read.Order).OfType<StoreOrder>()];
        try
        {
            return (orders.Length == 0 ? null : VtexCheckout.Merge(checkout, orders), null);
        }
        catch (VtexRecordException mixed)
        {
            return (null, new UnreadableRecord(checkout, mixed.Code, mixed.Message, VtexJson.Raw(document.RootElement[0])));
        }
    }

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
        return VtexJson.Text(document.RootElement, "orderId") is { } found && found != id
            ? throw StoreProblems.AnswerUnexpected("it is another order than the one asked for")
            : Decode(document.RootElement, id);
    }

    /// <param name="id">What it is known by, where that is known.</param>
    private (StoreOrder? Order, UnreadableRecord? Unreadable) Decode(JsonElement order, string? id = null)
    {
        try
        {
            var wanted = session.Settings.SalesChannels;
            if (!wanted.IsEmpty && VtexOrderDecoder.SalesChannel(order) is { } channel && !wanted.Contains(channel))
                return (null, null);
            return (VtexOrderDecoder.Decode(order, timeProvider.GetUtcNow()), null);
        }
        catch (VtexRecordException unreadable)
        {
            return (null, new UnreadableRecord(id ?? VtexJson.Text(order, "orderId"), unreadable.Code, unreadable.Message, VtexJson.Raw(order)));
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
