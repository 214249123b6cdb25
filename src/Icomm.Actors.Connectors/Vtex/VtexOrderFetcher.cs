using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Http;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Orders;
using Microsoft.Extensions.Logging;

namespace Icomm.Actors.Connectors.Vtex;

/// <summary>Asks for orders by their ids: the list and the feed do little more than name them. Made anew for every page.</summary>
internal sealed class VtexOrderFetcher(VtexSession session, TimeProvider timeProvider, ILogger logger)
{
    private const string NotFoundCode = "order_not_found";

    private readonly VtexEmails _emails = new(session, logger);

    /// <summary>Asks for each order, one at a time unless the merchant allows more.</summary>
    /// <param name="named">The orders' ids, with the text that named them.</param>
    /// <param name="isWanted">Which of the orders are kept; the masked e-mails of others aren't resolved.</param>
    public async Task<VtexFetched> FetchAsync(IReadOnlyList<(string OrderId, string Raw)> named, Func<StoreOrder, bool> isWanted, CancellationToken cancellationToken)
    {
        var grouping = session.Settings.GroupCheckouts;
        var asked = named.GroupBy(order => grouping && VtexCheckout.Of(order.OrderId) is { } checkout ? checkout : order.OrderId, StringComparer.Ordinal).ToArray();
        var answers = new (StoreOrder? Order, UnreadableRecord? Unreadable)[asked.Length][];
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var taken = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(session.Settings.Concurrency, asked.Length)).Select(WorkAsync));

        var found = answers.SelectMany(each => each).ToArray();
        var orders = ImmutableArray.CreateBuilder<StoreOrder>(found.Length);
        foreach (var order in found.Select(each => each.Order).OfType<StoreOrder>())
        {
            if (isWanted(order))
                orders.Add(order with { Customer = await _emails.ResolveAsync(order.Customer, cancellationToken) });
        }

        var isNothingThere = found.Length > 1 && found.All(each => each.Unreadable?.Code == NotFoundCode);
        return new VtexFetched(orders.DrainToImmutable(), [.. found.Select(each => each.Unreadable).OfType<UnreadableRecord>()], isNothingThere);

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

    /// <summary>Reads a named order, or the checkout that several belong to; by themselves where the store knows no such checkout.</summary>
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
        using var document = RecordJson.Parse(json, JsonValueKind.Array, "it is no list of a checkout's orders");
        var read = document.RootElement.EnumerateArray().Select(order => (Id: RecordJson.Text(order, "orderId"), Read: Decode(order))).ToArray();
        if (!Array.Exists(read, each => each.Id == id))
            throw StoreProblems.AnswerUnexpected("it is another checkout than the one asked for");
        if (Array.Find(read, each => each.Read.Unreadable is not null) is { Read.Unreadable: { } unreadable })
            return (null, unreadable);
        StoreOrder[] orders = [.. read.Select(each => each.Read.Order).OfType<StoreOrder>()];
        try
        {
            return (orders.Length == 0 ? null : VtexCheckout.Merge(checkout, orders), null);
        }
        catch (RecordException mixed)
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
            return (null, new UnreadableRecord(id, NotFoundCode, "the store names the order, but says that it does not exist", listed));
        }
    }

    private (StoreOrder? Order, UnreadableRecord? Unreadable) Decode(ReadOnlySpan<byte> json, string id)
    {
        using var document = RecordJson.Parse(json, JsonValueKind.Object, "it is no order");
        return RecordJson.Text(document.RootElement, "orderId") is { } found && found != id
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
        catch (RecordException unreadable)
        {
            return (null, new UnreadableRecord(id ?? RecordJson.Text(order, "orderId"), unreadable.Code, unreadable.Message, VtexJson.Raw(order)));
        }
    }
}

/// <summary>What became of the orders that were asked for.</summary>
/// <param name="IsNothingThere">There were several, and the store says of each that it does not exist.</param>
internal sealed record VtexFetched(ImmutableArray<StoreOrder> Orders, ImmutableArray<UnreadableRecord> Unreadable, bool IsNothingThere);
