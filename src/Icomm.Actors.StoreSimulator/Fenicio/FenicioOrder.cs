using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>
/// What Fenicio knows of an order: neither when it was last changed nor that a part of it was given back. A payment is reversed whole, and the order stays approved.
/// </summary>
internal sealed class FenicioOrder
{
    private const int LongestCheckout = 1_800;

    private const int FirstGuest = 1_000_000;

    private readonly TimeZoneInfo _zone;

    public FenicioOrder(ShopOrder order, TimeZoneInfo zone)
    {
        Order = order;
        _zone = zone;
        var isOpen = order.State == OrderState.New;
        Started = isOpen ? order.CreatedAt : order.CreatedAt.AddSeconds(-(order.Id * 37L % LongestCheckout));
        Finished = isOpen ? null : order.CreatedAt;
        Paid = order.State switch
        {
            OrderState.Processing => order.UpdatedAt,
            OrderState.Complete or OrderState.Closed => order.CreatedAt,
            _ => null,
        };
        Cancelled = order.State == OrderState.Canceled ? order.UpdatedAt : null;
        Reversed = order.State == OrderState.Closed ? order.UpdatedAt : null;
    }

    public ShopOrder Order { get; }

    public DateTime Started { get; }

    public DateTime? Finished { get; }

    public DateTime? Paid { get; }

    public DateTime? Cancelled { get; }

    public DateTime? Reversed { get; }

    public string State => Order.State switch
    {
        OrderState.New => "EN_CURSO",
        OrderState.PendingPayment => "PAGO_PENDIENTE",
        OrderState.PaymentReview or OrderState.Holded => "REQUIERE_APROBACION",
        OrderState.Canceled => "CANCELADA",
        _ => "APROBADA",
    };

    public string PaymentState => Order.State switch
    {
        OrderState.Closed => "REVERSADO",
        OrderState.Canceled => "CANCELADO",
        OrderState.Processing or OrderState.Complete => "APROBADO",
        _ => "PENDIENTE",
    };

    /// <summary>Obsolete, and a number.</summary>
    public long Number => long.Parse(Order.Number, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Everybody who buys has one, also without an account.</summary>
    public int BuyerId => Order.Customer.IsGuest ? FirstGuest + Order.Id : Order.Customer.Id;

    public string? Gender => Order.Customer.Gender switch { 1 => "M", 2 => "F", _ => null };

    public IEnumerable<ShopOrderLine> Lines => Order.Lines.Where(line => !line.IsVariant);

    /// <summary>Which of its dates a filter looks at, as a day of the shop.</summary>
    public DateOnly Day(FenicioDay filter) => DateOnly.FromDateTime(Local(filter == FenicioDay.Finished ? Finished ?? Started : Started));

    /// <summary>The shop's wall clock.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, _zone);

    /// <summary>With the offset, which has no colon.</summary>
    public string Stamp(DateTime utc)
    {
        var at = TimeZoneInfo.ConvertTime(new DateTimeOffset(utc, TimeSpan.Zero), _zone);
        return at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture).Remove(22, 1);
    }

    /// <summary>Units given away with a line.</summary>
    public static int GiftsOf(ShopOrderLine line) => line.Id % 10 == 0 ? 1 : 0;

    public static string SkuOf(ShopOrderLine line) => $"{line.Product.Id}:{VariantOf(line)}:U";

    public static string VariantOf(ShopOrderLine line) => line.Product.IsConfigurable ? line.Sku : "";
}
