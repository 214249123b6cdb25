namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// The merchant's hand: changes a shop while it is served. Every change is stamped with the shop clock's now (whole seconds, UTC), and the choices
/// come from a seed, so that the same calls make the same changes.
/// </summary>
public sealed class ShopKeeper
{
    private const double GuestShare = 0.15;
    private const double CancelShare = 0.15;

    private readonly ShopData _shop;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly OrderFactory _factory;

    internal ShopKeeper(ShopData shop, TimeProvider clock, int seed)
    {
        _shop = shop;
        _clock = clock;
        _random = new Random(seed);
        var lastLine = shop.Orders.Count == 0 ? 0 : shop.Orders.Max(o => o.Lines.IsEmpty ? 0 : o.Lines.Max(l => l.Id));
        _factory = new OrderFactory(shop.Catalogue, shop.Views, _random, lastLine + 1);
    }

    /// <summary>
    /// Moves <paramref name="count"/> different orders on: unpaid ones get paid or cancelled, processing ones complete, complete ones are refunded partly or
    /// wholly or merely saved again, closed and cancelled ones are merely saved again. All get updated_at = now.
    /// </summary>
    /// <returns>The new versions; all orders' when there are fewer than asked for.</returns>
    public IReadOnlyList<ShopOrder> Change(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        IReadOnlyList<ShopOrder> changed = [];
        _shop.Update(snapshot =>
        {
            var now = Now();
            var memos = new List<ShopCreditMemo>();
            var nextMemo = NextMemoId(snapshot);
            changed = [.. Pick(snapshot.Orders.All, count).Select(o => Advance(o, now, memos, nextMemo))];
            return snapshot with { Orders = snapshot.Orders.With(changed), CreditMemos = snapshot.CreditMemos.With(memos) };
        });
        return changed;
    }

    /// <summary>Places new orders, by known customers mostly and by guests.</summary>
    public IReadOnlyList<ShopOrder> AddOrders(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        IReadOnlyList<ShopOrder> added = [];
        _shop.Update(snapshot =>
        {
            var now = Now();
            var views = _shop.Views.Where(v => v.Id != 0).ToArray();
            var first = snapshot.Orders.Count == 0 ? 1 : snapshot.Orders.All[^1].Id + 1;
            added =
            [
                .. Enumerable.Range(first, count).Select(id =>
                {
                    var customers = snapshot.Customers.All;
                    var guest = customers.Count == 0 || _random.NextDouble() < GuestShare;
                    var buyer = guest ? Guest(id) : customers[_random.Next(customers.Count)];
                    var view = guest ? views[0] : views.First(v => v.Id == buyer.StoreViewId);
                    return _factory.Place(id, view, buyer, now);
                }),
            ];
            return snapshot with { Orders = snapshot.Orders.With(added) };
        });
        return added;
    }

    /// <summary>Saves customers again: updated_at = now, the newsletter flag turned.</summary>
    public IReadOnlyList<ShopCustomer> ChangeCustomers(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        IReadOnlyList<ShopCustomer> changed = [];
        _shop.Update(snapshot =>
        {
            var now = Now();
            changed = [.. Pick(snapshot.Customers.All, count).Select(c => c with { UpdatedAt = now, IsSubscribed = !c.IsSubscribed })];
            return snapshot with { Customers = snapshot.Customers.With(changed) };
        });
        return changed;
    }

    /// <exception cref="KeyNotFoundException">No order has this id.</exception>
    public ShopOrder Cancel(int orderId) => Replace(orderId, OrderEdits.Cancel);

    /// <summary>Gives the order a state without touching its lines.</summary>
    /// <exception cref="KeyNotFoundException">No order has this id.</exception>
    public ShopOrder MoveTo(int orderId, OrderState state) => Replace(orderId, (order, now) => OrderEdits.MoveTo(order, state, now));

    /// <summary>Saves the order again: only updated_at changes.</summary>
    /// <exception cref="KeyNotFoundException">No order has this id.</exception>
    public ShopOrder Touch(int orderId) => Replace(orderId, (order, now) => order with { UpdatedAt = now });

    /// <summary>Refunds quantities of lines (by line id), or all that is left when none are given.</summary>
    /// <exception cref="KeyNotFoundException">No order has this id.</exception>
    public ShopOrder Refund(int orderId, IReadOnlyDictionary<int, int>? quantities = null)
    {
        ShopOrder? result = null;
        _shop.Update(snapshot =>
        {
            var order = snapshot.Orders.Find(orderId) ?? throw Missing(orderId);
            quantities ??= order.Lines.Where(l => !l.IsVariant && l.Ordered > l.Refunded).ToDictionary(l => l.Id, l => l.Ordered - l.Refunded);
            var id = NextMemoId(snapshot);
            (result, var memo) = OrderEdits.Refund(order, quantities, Now(), id, $"{id:D9}");
            return snapshot with { Orders = snapshot.Orders.With([result]), CreditMemos = snapshot.CreditMemos.With([memo]) };
        });
        return result!;
    }

    /// <summary>Puts an order as it is given in the place of the one with its id, or adds it. Nothing is stamped: a test may make any history.</summary>
    public void Put(ShopOrder order) => _shop.Update(snapshot => snapshot with { Orders = snapshot.Orders.With([order]) });

    /// <summary>The same for a credit memo.</summary>
    public void Put(ShopCreditMemo memo) => _shop.Update(snapshot => snapshot with { CreditMemos = snapshot.CreditMemos.With([memo]) });

    private static KeyNotFoundException Missing(int orderId) => new($"The shop has no order {orderId}.");

    private static int NextMemoId(ShopSnapshot snapshot) => snapshot.CreditMemos.Count == 0 ? 1 : snapshot.CreditMemos.All[^1].Id + 1;

    private static ShopCustomer Guest(int orderId) => new()
    {
        Id = 0,
        Email = $"new-guest-{orderId}@shop.example",
        FirstName = "Guest",
        LastName = $"{orderId}",
        Country = "UY",
        City = "Montevideo",
    };

    private ShopOrder Advance(ShopOrder order, DateTime now, List<ShopCreditMemo> memos, int nextMemo)
    {
        switch (order.State)
        {
            case OrderState.New or OrderState.PendingPayment or OrderState.PaymentReview or OrderState.Holded:
                return _random.NextDouble() < CancelShare ? OrderEdits.Cancel(order, now) : OrderEdits.MoveTo(order, OrderState.Processing, now);
            case OrderState.Processing:
                return OrderEdits.MoveTo(order, OrderState.Complete, now);
            case OrderState.Complete:
                var drawn = _random.NextDouble();
                // Invoices with negative quantities (the UCI file has some) can't be refunded.
                if (drawn < 0.3 || !order.Lines.Any(l => l.Ordered > l.Refunded)) return order with { UpdatedAt = now };
                var (refunded, memo) = _factory.Refund(order, whole: drawn > 0.8, now, nextMemo + memos.Count);
                memos.Add(memo);
                return refunded;
            default:
                return order with { UpdatedAt = now };
        }
    }

    private ShopOrder Replace(int orderId, Func<ShopOrder, DateTime, ShopOrder> edit)
    {
        ShopOrder? result = null;
        _shop.Update(snapshot =>
        {
            result = edit(snapshot.Orders.Find(orderId) ?? throw Missing(orderId), Now());
            return snapshot with { Orders = snapshot.Orders.With([result]) };
        });
        return result!;
    }

    private List<T> Pick<T>(IReadOnlyList<T> from, int count)
    {
        if (count >= from.Count) return [.. from];
        // Floyd's sampling: different positions in as many draws as are asked for.
        var chosen = new SortedSet<int>();
        for (var top = from.Count - count; top < from.Count; top++)
        {
            if (!chosen.Add(_random.Next(top + 1))) chosen.Add(top);
        }

        return [.. chosen.Select(i => from[i])];
    }

    private DateTime Now()
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
