using System.Globalization;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Oracle;

namespace Icomm.Actors.EndToEnd.Oracle;

/// <summary>
/// The UCI Online Retail file by brute force: the rule that the simulator documents for its reader, written a second time from that text. Of the simulated shop
/// only the made-up categories and brands are taken, which the file doesn't have.
/// </summary>
internal sealed class RetailFile
{
    private const string MailDomain = "@online-retail.example";

    private readonly List<Line> _lines;

    private RetailFile(List<Line> lines) => _lines = lines;

    /// <summary>By customer id or guest invoice, upper-cased stock code and so on: one line of the file.</summary>
    private sealed record Line(string Invoice, string Stock, string Description, decimal Quantity, DateTime At, decimal Price, string Customer);

    private sealed class Invoice
    {
        public required string Email { get; init; }

        public required DateTime At { get; init; }

        public required string Customer { get; init; }

        public required List<Row> Rows { get; init; }

        public bool IsCancelled { get; init; }

        public decimal Total => Cents(Rows.Sum(row => row.Line.Price * row.Line.Quantity));
    }

    private sealed class Row(Line line)
    {
        public Line Line => line;

        public decimal Refunded { get; set; }
    }

    public static RetailFile Read(string path)
    {
        var lines = CsvText.Read(path).Skip(1).Select(fields => new Line(
            fields[0],
            fields[1].ToUpperInvariant(),
            fields[2].Trim(),
            decimal.Parse(fields[3], CultureInfo.InvariantCulture),
            DateTime.SpecifyKind(DateTime.ParseExact(fields[4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), DateTimeKind.Utc),
            decimal.Parse(fields[5], NumberStyles.Float, CultureInfo.InvariantCulture),
            fields[6].Split('.')[0])).ToList();
        Assert.Equal(541_909, lines.Count);
        return new RetailFile(lines);
    }

    /// <param name="withCancellations">Whether invoices beginning with C are read.</param>
    /// <param name="withGuests">Whether invoices without a customer are read.</param>
    public IReadOnlyList<OracleOrder> Orders(bool withCancellations, bool withGuests, ShopCatalogue? catalogue = null)
    {
        var taken = new List<Invoice>();
        foreach (var lines in _lines.GroupBy(line => line.Invoice).Select(group => group.ToList()))
        {
            var first = lines[0];
            var isCancellation = first.Invoice.StartsWith('C');
            if ((isCancellation && !withCancellations) || (first.Customer.Length == 0 && !withGuests))
                continue;
            if (!isCancellation)
                taken.Add(New(lines, isCancelled: false));
            else if (lines.Where(line => !Undo(line, taken)).ToList() is { Count: > 0 } undone)
                taken.Add(New(undone, isCancelled: true));
        }

        var shown = new Shown(_lines, catalogue);
        return [.. taken.Select(invoice => ToOrder(invoice, shown))];
    }

    private static Invoice New(List<Line> lines, bool isCancelled) => new()
    {
        Email = (lines[0].Customer.Length > 0 ? $"c{lines[0].Customer}" : $"guest-{lines[0].Invoice.ToLowerInvariant()}") + MailDomain,
        At = lines[0].At,
        Customer = lines[0].Customer,
        Rows = [.. lines.Select(line => new Row(line))],
        IsCancelled = isCancelled,
    };

    /// <summary>Same price before others, then the latest order, then its first row. One row must hold all of it.</summary>
    private static bool Undo(Line cancelled, List<Invoice> taken)
    {
        if (cancelled.Customer.Length == 0)
            return false;
        Row? other = null;
        for (var i = taken.Count - 1; i >= 0; i--)
        {
            if (taken[i].Customer != cancelled.Customer || taken[i].IsCancelled)
                continue;
            foreach (var row in taken[i].Rows)
            {
                if (row.Line.Stock != cancelled.Stock || row.Line.Quantity - row.Refunded < -cancelled.Quantity)
                    continue;
                if (row.Line.Price == cancelled.Price)
                {
                    row.Refunded -= cancelled.Quantity;
                    return true;
                }

                other ??= row;
            }
        }

        if (other is null)
            return false;
        other.Refunded -= cancelled.Quantity;
        return true;
    }

    private static OracleOrder ToOrder(Invoice invoice, Shown shown)
    {
        var isWhole = invoice.Rows.All(row => row.Refunded == row.Line.Quantity);
        var refunded = isWhole ? invoice.Total : Math.Min(invoice.Total, Cents(invoice.Rows.Sum(row => row.Line.Price * row.Refunded)));
        if (invoice.Rows.All(row => row.Refunded == 0))
            refunded = 0;
        return new OracleOrder
        {
            Email = invoice.Email,
            PlacedAt = invoice.At,
            IsPurchase = !invoice.IsCancelled && !(invoice.Total > 0 && refunded >= invoice.Total),
            Net = invoice.Total - refunded,
            Lines = [.. invoice.Rows.Select(row => shown.Line(row.Line.Stock, row.Line.Description, Math.Max(0, row.Line.Quantity - row.Refunded)))],
        };
    }

    private static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    /// <summary>How products are shown: the line's own description, or the one that the code has most often at a price; categories and brand of the simulated catalogue.</summary>
    private sealed class Shown
    {
        private readonly Dictionary<string, string> _names;
        private readonly Dictionary<string, ShopProduct> _products;
        private readonly Dictionary<int, string> _categories;
        private readonly Dictionary<int, string> _brands;

        public Shown(List<Line> lines, ShopCatalogue? catalogue)
        {
            _names = lines.Where(line => line.Price > 0 && line.Description.Length > 0)
                .GroupBy(line => line.Stock)
                .ToDictionary(group => group.Key, group => group.CountBy(line => line.Description).MaxBy(count => count.Value).Key);
            _products = catalogue?.Products.ToDictionary(product => product.Sku.ToUpperInvariant()) ?? [];
            _categories = catalogue?.Categories.ToDictionary(category => category.Id, category => category.Name) ?? [];
            _brands = catalogue?.Brands.ToDictionary(brand => brand.Id, brand => brand.Label) ?? [];
        }

        public OracleLine Line(string stock, string description, decimal units)
        {
            var product = _products.GetValueOrDefault(stock);
            return new OracleLine(
                stock,
                description.Length > 0 ? description : _names.GetValueOrDefault(stock) ?? product?.Sku ?? stock,
                units,
                product?.BrandOptionId is { } brand ? _brands[brand] : null,
                product is null ? [] : [.. product.CategoryIds.Select(id => (id, _categories[id]))]);
        }
    }
}
