using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>What can happen to an order, as pure functions from a version to the next.</summary>
internal static class OrderEdits
{
    public static ShopOrder MoveTo(ShopOrder order, OrderState state, DateTime at) => order with { State = state, UpdatedAt = at };

    /// <summary>Cancels whatever has not been refunded.</summary>
    public static ShopOrder Cancel(ShopOrder order, DateTime at) => order with
    {
        State = OrderState.Canceled,
        UpdatedAt = at,
        Lines = [.. order.Lines.Select(l => l with { Canceled = l.Ordered - l.Refunded })],
    };

    /// <summary>
    /// Refunds quantities of lines, by line id. A line gives back quantity × price less its share of the row's discount. The order's total refunded
    /// is the sum over its lines rounded to cents, and the whole grand total (with shipping) once every line is wholly refunded; then the order is closed.
    /// </summary>
    public static (ShopOrder Order, ShopCreditMemo Memo) Refund(
        ShopOrder order, IReadOnlyDictionary<int, int> quantities, DateTime at, int memoId, string memoNumber)
    {
        var given = ImmutableArray.CreateBuilder<ShopCreditMemoLine>();
        var lines = order.Lines.ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            // A variant's row has no price of its own and follows its parent.
            if (!quantities.TryGetValue(line.IsVariant ? line.ParentLineId : line.Id, out var quantity)) continue;
            if (quantity <= 0 || quantity > line.Ordered - line.Refunded)
                throw new ArgumentOutOfRangeException(nameof(quantities), quantity, $"Line {line.Id} has {line.Ordered - line.Refunded} left to refund.");
            var refunded = line.Refunded + quantity;
            var total = line.RowTotal.Share(refunded, line.Ordered) - line.Discount.Share(refunded, line.Ordered);
            lines[i] = line with { Refunded = refunded, AmountRefunded = total };
            given.Add(new ShopCreditMemoLine(lines[i], quantity, total - line.AmountRefunded));
        }

        if (given.Count == 0) throw new ArgumentException("Nothing to refund.", nameof(quantities));
        var whole = Array.TrueForAll(lines, l => l.Refunded == l.Ordered);
        var sum = lines.Aggregate(Amount.Zero, (a, l) => a + l.AmountRefunded).RoundToCents();
        var refundedNow = whole || sum > order.GrandTotal ? order.GrandTotal : sum;
        var after = order with
        {
            Lines = [.. lines],
            TotalRefunded = refundedNow,
            State = whole ? OrderState.Closed : order.State,
            UpdatedAt = at,
        };
        var memo = new ShopCreditMemo
        {
            Id = memoId,
            Number = memoNumber,
            OrderId = order.Id,
            View = order.View,
            CreatedAt = at,
            GrandTotal = refundedNow - order.TotalRefunded,
            Lines = given.ToImmutable(),
        };
        return (after, memo);
    }
}
