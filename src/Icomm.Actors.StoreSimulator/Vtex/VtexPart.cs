using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>What VTEX calls an order: a checkout, or one seller's share of it (-01, -02) when it is split.</summary>
/// <param name="Group">The checkout.</param>
/// <param name="Lines">Without the variants' rows.</param>
internal sealed record VtexPart(string OrderId, string Group, ShopOrder Order, ImmutableArray<ShopOrderLine> Lines, Amount Value, Amount Refunded)
{
    /// <summary>A split checkout has one seller for its first line and another for all the others, who also has the shipping.</summary>
    public static VtexPart[] Of(ShopOrder order, bool split)
    {
        var id = order.Id.ToString(CultureInfo.InvariantCulture);
        ImmutableArray<ShopOrderLine> lines = [.. order.Lines.Where(line => !line.IsVariant)];
        if (!split) return [new VtexPart(id, id, order, lines, order.GrandTotal, order.TotalRefunded)];
        if (lines.Length < 2) return [new VtexPart(id + "-01", id, order, lines, order.GrandTotal, order.TotalRefunded)];
        var value = Least((lines[0].RowTotal - lines[0].Discount).RoundToCents(), order.GrandTotal);
        var refunded = Least(value, order.TotalRefunded);
        return
        [
            new VtexPart(id + "-01", id, order, lines[..1], value, refunded),
            new VtexPart(id + "-02", id, order, lines[1..], order.GrandTotal - value, order.TotalRefunded - refunded),
        ];
    }

    private static Amount Least(Amount a, Amount b) => a < b ? a : b;
}
