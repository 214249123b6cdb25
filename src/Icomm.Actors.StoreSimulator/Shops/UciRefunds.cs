namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Finds what each cancellation undoes; the rule stands at <see cref="UciShop"/>.</summary>
internal sealed class UciRefunds(List<ShopOrder> orders)
{
    private readonly Dictionary<(int Customer, string Product), List<Row>> _rows = [];
    private readonly List<ShopCreditMemo> _memos = [];

    public IReadOnlyList<ShopCreditMemo> Memos => _memos;

    /// <summary>The order at this position can be undone from now on.</summary>
    public void Remember(int orderAt)
    {
        var order = orders[orderAt];
        foreach (var line in order.Lines)
        {
            var key = (order.Customer.Id, line.Sku.ToUpperInvariant());
            if (!_rows.TryGetValue(key, out var rows)) _rows.Add(key, rows = []);
            rows.Add(new Row(orderAt, line.Id, line.Price) { Left = line.Ordered });
        }
    }

    /// <summary>Refunds what can be found.</summary>
    /// <returns>The lines that undo nothing.</returns>
    public List<UciLine> Undo(List<UciLine> cancellation)
    {
        var unmatched = new List<UciLine>();
        // In the order of the first hit, which numbers the memos.
        var hits = new List<(int OrderAt, Dictionary<int, int> Quantities)>();
        foreach (var line in cancellation)
        {
            var quantity = -line.Quantity;
            if (Best(line, quantity) is not { } row)
            {
                unmatched.Add(line);
                continue;
            }

            row.Left -= quantity;
            var at = hits.FindIndex(h => h.OrderAt == row.OrderAt);
            if (at < 0)
            {
                at = hits.Count;
                hits.Add((row.OrderAt, []));
            }

            var quantities = hits[at].Quantities;
            quantities[row.LineId] = quantities.GetValueOrDefault(row.LineId) + quantity;
        }

        for (var i = 0; i < hits.Count; i++)
        {
            var number = i == 0 ? cancellation[0].Invoice : $"{cancellation[0].Invoice}-{i + 1}";
            var (order, memo) = OrderEdits.Refund(orders[hits[i].OrderAt], hits[i].Quantities, cancellation[0].At, _memos.Count + 1, number);
            orders[hits[i].OrderAt] = order;
            _memos.Add(memo);
        }

        return unmatched;
    }

    private Row? Best(UciLine line, int quantity)
    {
        if (!_rows.TryGetValue((line.CustomerId!.Value, line.ProductKey), out var rows)) return null;
        Row? best = null;
        foreach (var row in rows)
        {
            if (row.Left < quantity) continue;
            var samePrice = row.Price == line.UnitPrice;
            var bestSamePrice = best is not null && best.Price == line.UnitPrice;
            if (best is null || (samePrice && !bestSamePrice) || (samePrice == bestSamePrice && row.OrderAt > best.OrderAt)) best = row;
        }

        return best;
    }

    private sealed class Row(int orderAt, int lineId, Amount price)
    {
        public int OrderAt => orderAt;

        public int LineId => lineId;

        public Amount Price => price;

        public required int Left { get; set; }
    }
}
