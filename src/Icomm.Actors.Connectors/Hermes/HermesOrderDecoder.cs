using System.Collections.Immutable;
using System.Text.Json;
using Icomm.Actors.Connectors.Records;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Connectors.Hermes;

/// <summary>Reads an order of the contract.</summary>
internal static class HermesOrderDecoder
{
    /// <param name="order">An element of a page's list.</param>
    /// <param name="readAt">When it was read from the site, UTC.</param>
    /// <exception cref="RecordException">The order can't be read.</exception>
    public static StoreOrder Decode(JsonElement order, DateTimeOffset readAt)
    {
        var id = HermesJson.Id(order, "id") ?? throw new RecordException("id_missing", "id is missing");
        var state = RecordJson.Text(order, "status");
        var status = HermesOrderState.Status(state);
        var (total, refunded) = Totals(order, state);
        var nothingLeft = status == OrderStatus.Cancelled || state == HermesOrderState.Refunded;

        // Where there was nothing to pay, no amount tells that it was given back.
        if (nothingLeft && total == Money.Zero)
            status = OrderStatus.Cancelled;
        return new StoreOrder
        {
            OrderId = id,
            Number = RecordJson.Text(order, "number"),
            PlacedAt = RecordDates.Placed(HermesJson.Instant(order, "createdAt"), "createdAt"),
            UpdatedAt = HermesJson.Instant(order, "updatedAt"),
            ReadAt = readAt,
            Customer = Customer(order),
            Status = status,
            State = state!,
            Currency = Currency(order),
            Total = total,
            Refunded = refunded,
            Lines = [.. Lines(order, nothingLeft)],
            Coupons = Coupons(order),
        };
    }

    /// <summary>Of a refunded order all was given back, whether or not its totals say so.</summary>
    private static (Money Total, Money Refunded) Totals(JsonElement order, string? state)
    {
        var totals = RecordJson.Part(order, "totals", JsonValueKind.Object) ?? throw new RecordException("amount_invalid", "totals is missing");
        var total = HermesJson.Amount(totals, "grand") ?? throw new RecordException("amount_invalid", "totals.grand is missing");
        var refunded = state == HermesOrderState.Refunded ? total : HermesJson.Amount(totals, "refunded") ?? Money.Zero;
        return refunded <= total ? (total, refunded) : throw new RecordException("amount_invalid", "totals.refunded is above totals.grand");
    }

    private static CustomerReference Customer(JsonElement order)
    {
        var customer = HermesCustomerDecoder.Reference(RecordJson.Part(order, "customer", JsonValueKind.Object) ?? default);
        return RecordBuyer.Known(customer, "customer names nobody: neither id nor email nor document");
    }

    private static string Currency(JsonElement order)
    {
        var code = RecordJson.Text(order, "currency") ?? throw new RecordException("currency_missing", "currency is missing");
        return code.Length == 3 && code.All(char.IsAsciiLetterUpper) ? code : throw new RecordException("currency_invalid", "currency is not the code of ISO 4217");
    }

    private static IEnumerable<OrderLine> Lines(JsonElement order, bool nothingLeft)
    {
        // An order without its lines would count, and its products would be lost without a word.
        var lines = RecordJson.Part(order, "lines", JsonValueKind.Array) ?? throw new RecordException("lines_missing", "lines is missing");
        foreach (var line in lines.EnumerateArray())
        {
            var productId = HermesJson.Id(line, "productId") ?? throw new RecordException("id_missing", "a line has no productId");
            var bought = HermesJson.Units(line, "quantity") ?? throw new RecordException("amount_invalid", "a line has no quantity");
            var left = bought - (HermesJson.Units(line, "refundedQuantity") ?? Quantity.Zero);
            yield return new OrderLine
            {
                ProductId = productId,
                Name = RecordJson.Text(line, "name") ?? productId,
                Units = nothingLeft || left.CompareTo(Quantity.Zero) < 0 ? Quantity.Zero : left,
                Brand = RecordJson.Text(line, "brand"),
                Categories = HermesProductDecoder.Categories(line),
            };
        }
    }

    private static ImmutableArray<string> Coupons(JsonElement order) =>
        RecordJson.Part(order, "coupons", JsonValueKind.Array) is { } coupons
            ? [.. coupons.EnumerateArray().Select(RecordJson.Text).OfType<string>().Distinct(StringComparer.Ordinal)]
            : [];
}
