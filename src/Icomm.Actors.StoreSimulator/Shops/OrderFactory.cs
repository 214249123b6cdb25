using System.Collections.Immutable;
using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Makes up orders over a catalogue: 1-5 lines, popular products first, coupons on some, every state an order can be in.</summary>
internal sealed class OrderFactory
{
    private const double CouponShare = 0.10;
    private const double OtherCurrencyShare = 0.10;
    private const double FreeShippingShare = 0.40;

    private static readonly string[] Coupons = ["WELCOME10", "SUMMER15", "BLACKFRIDAY", "FREESHIP", "VIP20", "COMEBACK5"];
    private static readonly string[] PaymentMethods = ["checkmo", "mercadopago_custom", "paypal_express", "banktransfer", "stripe_payments"];
    private static readonly Amount ShippingFee = Amount.From(5.90m);

    private readonly ShopProduct[] _sellable;
    private readonly Dictionary<int, ShopProduct> _products;
    private readonly string[] _currencies;
    private readonly Random _random;
    private int _nextLineId;

    public OrderFactory(ShopCatalogue catalogue, IReadOnlyList<StoreView> views, Random random, int nextLineId)
    {
        _products = catalogue.Products.ToDictionary(p => p.Id);
        _sellable = [.. catalogue.Products.Where(p => !p.IsVariant && p.Enabled && p.Price > Amount.Zero)];
        if (_sellable.Length == 0) throw new ArgumentException("The catalogue holds nothing that can be sold.", nameof(catalogue));
        _currencies = [.. views.Select(v => v.BaseCurrency).Distinct()];
        _random = random;
        _nextLineId = nextLineId;
    }

    /// <summary>An order just placed.</summary>
    public ShopOrder Place(int id, StoreView view, ShopCustomer buyer, DateTime at)
    {
        var lines = Lines();
        string? coupon = null;
        if (_random.NextDouble() < CouponShare)
        {
            coupon = Coupons[_random.Next(Coupons.Length)];
            var percent = 5 * _random.Next(1, 5);
            for (var i = 0; i < lines.Length; i++)
                lines[i] = lines[i] with { Discount = new Amount(lines[i].RowTotal.Units * percent / 100).RoundToCents() };
        }

        var subtotal = lines.Aggregate(Amount.Zero, (sum, l) => sum + l.RowTotal);
        var discount = lines.Aggregate(Amount.Zero, (sum, l) => sum - l.Discount);
        var shipping = _random.NextDouble() < FreeShippingShare ? Amount.Zero : ShippingFee;
        var elsewhere = _currencies.Length > 1 && _random.NextDouble() < OtherCurrencyShare;
        var currency = elsewhere ? _currencies[(Array.IndexOf(_currencies, view.BaseCurrency) + 1) % _currencies.Length] : view.BaseCurrency;
        var state = _random.NextDouble() switch { < 0.8 => OrderState.Processing, < 0.9 => OrderState.PendingPayment, _ => OrderState.New };
        return new ShopOrder
        {
            Id = id,
            Number = NumberOf(id, view),
            View = view,
            State = state,
            CreatedAt = at,
            UpdatedAt = at,
            Customer = buyer,
            CouponCode = coupon,
            OrderCurrency = currency,
            Rate = currency == view.BaseCurrency ? 1m : ExchangeRates.Between(view.BaseCurrency, currency),
            Subtotal = subtotal,
            Discount = discount,
            Shipping = shipping,
            GrandTotal = (subtotal + discount + shipping).RoundToCents(),
            PaymentMethod = PaymentMethods[_random.Next(PaymentMethods.Length)],
            Lines = ImmutableArray.Create(lines),
        };
    }

    /// <summary>What became of an order by <paramref name="until"/>; refunds add their credit memos.</summary>
    public ShopOrder LiveThrough(ShopOrder order, DateTime until, List<ShopCreditMemo> memos)
    {
        var drawn = _random.NextDouble();
        var later = Later(order.CreatedAt, drawn is >= 0.80 and < 0.86 ? 30 : 5, until);
        switch (drawn)
        {
            case < 0.76: return OrderEdits.MoveTo(order, OrderState.Complete, later);
            case < 0.80: return OrderEdits.MoveTo(order, OrderState.Processing, later);
            case < 0.86:
                var (refunded, memo) = Refund(OrderEdits.MoveTo(order, OrderState.Complete, order.CreatedAt), drawn >= 0.83, later, memos.Count + 1);
                memos.Add(memo);
                return refunded;
            case < 0.92: return OrderEdits.Cancel(order, later);
            case < 0.94: return OrderEdits.MoveTo(order, OrderState.PendingPayment, order.CreatedAt);
            case < 0.965: return OrderEdits.MoveTo(order, OrderState.New, order.CreatedAt);
            case < 0.98: return OrderEdits.MoveTo(order, OrderState.Holded, later);
            default: return OrderEdits.MoveTo(order, OrderState.PaymentReview, order.CreatedAt);
        }
    }

    /// <summary>Refunds all that is left, or some of one line.</summary>
    public (ShopOrder Order, ShopCreditMemo Memo) Refund(ShopOrder order, bool whole, DateTime at, int memoId)
    {
        var left = order.Lines.Where(l => !l.IsVariant && l.Ordered > l.Refunded).ToArray();
        var quantities = new Dictionary<int, int>();
        if (whole)
        {
            foreach (var line in left) quantities[line.Id] = line.Ordered - line.Refunded;
        }
        else
        {
            var line = left[_random.Next(left.Length)];
            quantities[line.Id] = _random.Next(1, line.Ordered - line.Refunded + 1);
        }

        return OrderEdits.Refund(order, quantities, at, memoId, memoId.ToString("D9", CultureInfo.InvariantCulture));
    }

    private static string NumberOf(int id, StoreView view) =>
        (view.Id > 1 ? view.Id.ToString(CultureInfo.InvariantCulture) : "") + id.ToString("D9", CultureInfo.InvariantCulture);

    private DateTime Later(DateTime created, int days, DateTime until)
    {
        var lag = TimeSpan.FromSeconds(_random.Next(60, days * 86_400));
        var left = until - created;
        if (lag > left) lag = TimeSpan.FromSeconds(Math.Floor(left.TotalSeconds * _random.NextDouble()));
        return created + lag;
    }

    private ShopOrderLine[] Lines()
    {
        var wanted = 1 + (int)(5 * Math.Pow(_random.NextDouble(), 2.2));
        var lines = new List<ShopOrderLine>(wanted + 1);
        for (var i = 0; i < wanted; i++)
        {
            var product = _sellable[(int)(_sellable.Length * Math.Pow(_random.NextDouble(), 2))];
            var quantity = 1 + (int)(4 * Math.Pow(_random.NextDouble(), 3));
            var variant = product.IsConfigurable ? _products[product.VariantIds[_random.Next(product.VariantIds.Length)]] : null;
            var parent = new ShopOrderLine
            {
                Id = _nextLineId++,
                Product = product,
                Sku = (variant ?? product).Sku,
                Name = product.Name,
                Ordered = quantity,
                Price = product.Price,
            };
            lines.Add(parent);
            if (variant is not null)
            {
                lines.Add(new ShopOrderLine
                {
                    Id = _nextLineId++,
                    ParentLineId = parent.Id,
                    Product = variant,
                    Sku = variant.Sku,
                    Name = variant.Name,
                    Ordered = quantity,
                    Price = Amount.Zero,
                });
            }
        }

        return [.. lines];
    }
}
