using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>A line of an order as a row of the report.</summary>
internal sealed class FenicioCsvRow(FenicioCsvOptions options, FenicioShelves shelves, TimeZoneInfo zone)
{
    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NumberGroupSizes = [3] };

    /// <param name="copy">0 for the shop's own order; others make more orders of it.</param>
    /// <returns>One text for each column.</returns>
    public string[] Of(ShopOrder order, ShopOrderLine line, int copy = 0)
    {
        var fenicio = new FenicioOrder(order, zone);
        var customer = order.Customer;
        var row = new string[FenicioCsvLabels.All.Count];
        Array.Fill(row, "");
        Set(1, Text(fenicio.Number));
        Set(2, fenicio.Gender ?? "");
        Set(4, copy == 0 ? Text(order.Id) : $"{order.Id}-{copy}");
        Set(5, order.Id % 7 == 0 ? "Dejar en portería;\n\"timbre 2\", gracias" : "");
        Set(7, "WEB");
        Set(8, "ENVIO");
        Set(9, FenicioCard.Authorization);
        Set(10, "203.0.113.7");
        Set(12, "U");
        Set(13, Date(fenicio, fenicio.Started));
        Set(14, $"{customer.FirstName} {customer.LastName}");
        Set(15, FenicioOrder.VariantOf(line));
        Set(16, Date(fenicio, fenicio.Finished));
        Set(18, Text(line.Product.Id));
        Set(19, Date(fenicio, fenicio.Paid));
        Set(20, fenicio.Paid is { } paid ? fenicio.Local(paid).AddDays(3).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : "");
        Set(21, Text(FenicioOrder.GiftsOf(line)));
        Set(22, fenicio.State);
        Set(24, Text(line.Ordered));
        Set(26, customer.Country);
        Set(27, FenicioOrder.SkuOf(line));
        Set(30, line.Name);
        Set(32, customer.City);
        Set(33, Amount(line.RowTotal));
        Set(34, order.View.BaseCurrency);
        Set(35, "18 de Julio");
        Set(36, shelves.BrandOf(line.Product) ?? "");
        Set(37, Amount(-order.Discount));
        Set(38, "1234");
        Set(39, "No");
        Set(42, "No");
        Set(43, Amount(order.Shipping));
        Set(45, shelves.CategoryOf(line.Product) ?? "");
        Set(46, Amount(order.GrandTotal));
        Set(49, order.State == OrderState.New ? "" : fenicio.PaymentState);
        Set(51, Amount(line.Discount));
        Set(52, order.PaymentMethod);
        Set(60, order.CouponCode ?? "");
        Set(61, Amount(order.GrandTotal));
        Set(67, Text(order.Id));
        Set(71, "1");
        Set(72, FenicioCard.Number);
        Set(73, options.BuyerIds ? Text(fenicio.BuyerId) : $"{customer.FirstName} {customer.LastName}");
        Set(74, FenicioCard.Bin);
        Set(75, customer.FirstName);
        Set(76, FenicioCard.LastFour);
        Set(77, customer.LastName);
        Set(78, order.CouponCode ?? "");
        Set(79, customer.Email);
        Set(81, customer.Phone ?? "");
        Set(83, customer.TaxNumber ?? "");
        Set(85, customer.TaxNumber is null ? "" : "DOCUMENTO_IDENTIDAD");
        return row;

        void Set(int column, string text) => row[column - 1] = text;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private string Amount(Amount amount) => options.Decimals switch
    {
        FenicioDecimals.Comma => amount.ToDecimal().ToString("N2", Comma),
        FenicioDecimals.GroupedPoint => amount.ToDecimal().ToString("N2", CultureInfo.InvariantCulture),
        _ => amount.ToDecimal().ToString("0.00", CultureInfo.InvariantCulture),
    };

    private string Date(FenicioOrder fenicio, DateTime? at) => at is not { } utc ? "" : options.Dates switch
    {
        FenicioDates.Slashes => fenicio.Local(utc).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
        FenicioDates.SlashesToTheMinute => fenicio.Local(utc).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture),
        FenicioDates.Dashes => fenicio.Local(utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => fenicio.Stamp(utc),
    };
}
