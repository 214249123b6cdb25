using System.Collections.Immutable;
using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// The UCI Online Retail file as a shop. The rule, exactly:
/// <list type="number">
/// <item>Lines with the same InvoiceNo are one invoice. Its time, customer and country are its first line's (43 invoices have lines a minute apart).
/// Invoices are taken in the order of their first lines, which is the order of time.</item>
/// <item>An invoice not beginning with C is an order, state complete, in store view 1: increment_id = InvoiceNo, entity_id = its digits
/// (no two invoices share them), created_at = updated_at = its time, one row a line in the file's order. Row total = Quantity × UnitPrice exactly (four
/// decimals); subtotal and grand total = the rows' sum rounded to cents, halves away from zero. No discount, shipping or tax is made up.</item>
/// <item>With a CustomerID it belongs to the registered customer of that id, <c>c{id}@online-retail.example</c>; without one to a guest of its own,
/// <c>guest-{InvoiceNo in lower case}@online-retail.example</c>. Orders of registered customers that aren't cancelled reproduce the published reference:
/// 18,536 orders, 4,339 customers, 8,911,407.90.</item>
/// <item>Oddities stay as the file has them: zero prices, guests' stock adjustments with negative quantities (1,336 invoices, all at price 0, so grand
/// total 0.00), and the guests' A invoices (bad debt), two of which are negative.</item>
/// <item>An invoice beginning with C undoes earlier orders, line by line in the file's order. A line of quantity −q looks at the rows of orders that are taken
/// before it, of the same customer, with the same StockCode (ignoring case), that have at least q not refunded yet (earlier lines of the same
/// cancellation included). Rows with the same UnitPrice go before others; among those the row of the latest order (the last taken); within an order the first row.
/// One row must hold all of q: a line is never split.</item>
/// <item>Found: q of that row is refunded at the row's own price. All lines of a cancellation that hit one order make one credit memo
/// (number = InvoiceNo; with further orders InvoiceNo-2, InvoiceNo-3 …). The order's total_refunded = its rows' refunded sum rounded to cents, updated_at = the
/// cancellation's time; when every row is wholly refunded, total_refunded = grand total and state = closed.</item>
/// <item>Lines not found (those without a CustomerID never are) make one order of their own, state canceled, increment_id = InvoiceNo with its C,
/// entity_id = its digits, quantities turned positive and all cancelled, same customer or a guest. It counts as nothing.</item>
/// <item>A registered customer is created at the time of the first invoice that is read. Products: codes numbered from 1 by first appearance in the
/// whole file, codes that differ only in case being one. The name is the most frequent description at a price above 0, the price the most frequent one above 0.</item>
/// </list>
/// Leaving out cancellations or guests leaves out those invoices and changes nothing else, the ids of rows and memos apart.
/// </summary>
internal static class UciShop
{
    private const string MailDomain = "@online-retail.example";
    private const int SecondViewSeed = 2;

    public static ShopData Read(UciSource source)
    {
        var lines = UciFile.Read(source.Path).ToArray();
        if (source.LastDay is { } lastDay) Shift(lines, lastDay);
        var views = Views();
        var catalogue = UciCatalogue.Build(lines);
        var productOf = catalogue.ProductOf;
        var invoices = Invoices(lines).Where(i => (source.Cancellations || !i[0].IsCancellation) && (source.Guests || i[0].CustomerId is not null));
        var customers = new Dictionary<int, ShopCustomer>();
        var orders = new List<ShopOrder>();
        var refunds = new UciRefunds(orders);
        var nextLineId = 1;
        foreach (var invoice in invoices)
        {
            var buyer = Buyer(invoice[0], customers);
            if (!invoice[0].IsCancellation)
            {
                var order = Order(invoice, buyer, views[1], productOf, ref nextLineId);
                orders.Add(order);
                if (!buyer.IsGuest) refunds.Remember(orders.Count - 1);
                continue;
            }

            var unmatched = buyer.IsGuest ? invoice : refunds.Undo(invoice);
            if (unmatched.Count == 0) continue;
            var turned = unmatched.ConvertAll(l => l with { Quantity = -l.Quantity });
            orders.Add(OrderEdits.Cancel(Order(turned, buyer, views[1], productOf, ref nextLineId), invoice[0].At));
        }

        orders.AddRange(SecondView(source.SecondViewOrders, catalogue.Catalogue, views, [.. customers.Values], orders, nextLineId));
        return new ShopData(
            views,
            catalogue.Catalogue,
            new ShopSnapshot(
                EntitySet<ShopOrder>.From(orders), EntitySet<ShopCustomer>.From(customers.Values), EntitySet<ShopCreditMemo>.From(refunds.Memos)));
    }

    private static void Shift(UciLine[] lines, DateOnly lastDay)
    {
        var last = DateOnly.FromDateTime(lines.Max(l => l.At));
        var days = lastDay.DayNumber - last.DayNumber;
        for (var i = 0; i < lines.Length; i++) lines[i] = lines[i] with { At = lines[i].At.AddDays(days) };
    }

    private static IEnumerable<List<UciLine>> Invoices(UciLine[] lines)
    {
        var invoices = new Dictionary<string, List<UciLine>>(StringComparer.Ordinal);
        var inOrder = new List<List<UciLine>>();
        foreach (var line in lines)
        {
            if (!invoices.TryGetValue(line.Invoice, out var invoice))
            {
                invoices.Add(line.Invoice, invoice = []);
                inOrder.Add(invoice);
            }

            invoice.Add(line);
        }

        return inOrder;
    }

    private static ShopCustomer Buyer(UciLine first, Dictionary<int, ShopCustomer> customers)
    {
        if (first.CustomerId is not { } id)
        {
            return new ShopCustomer
            {
                Id = 0,
                Email = $"guest-{first.Invoice.ToLowerInvariant()}{MailDomain}",
                FirstName = "Guest",
                LastName = first.Invoice,
                Country = UciCountries.CodeOf(first.Country),
                City = first.Country,
            };
        }

        if (customers.TryGetValue(id, out var known)) return known;
        return customers[id] = new ShopCustomer
        {
            Id = id,
            Email = $"c{id.ToString(CultureInfo.InvariantCulture)}{MailDomain}",
            FirstName = "Customer",
            LastName = id.ToString(CultureInfo.InvariantCulture),
            CreatedAt = first.At,
            UpdatedAt = first.At,
            Country = UciCountries.CodeOf(first.Country),
            City = first.Country,
        };
    }

    private static ShopOrder Order(
        List<UciLine> invoice, ShopCustomer buyer, StoreView view, IReadOnlyDictionary<string, ShopProduct> productOf, ref int nextLineId)
    {
        var rows = ImmutableArray.CreateBuilder<ShopOrderLine>(invoice.Count);
        var sum = Amount.Zero;
        foreach (var line in invoice)
        {
            var product = productOf[line.ProductKey];
            rows.Add(new ShopOrderLine
            {
                Id = nextLineId++,
                Product = product,
                Sku = line.StockCode,
                Name = line.Description.Length > 0 ? line.Description : product.Name,
                Ordered = line.Quantity,
                Price = line.UnitPrice,
            });
            sum += line.UnitPrice * line.Quantity;
        }

        var first = invoice[0];
        var digits = first.Invoice.AsSpan(char.IsAsciiDigit(first.Invoice[0]) ? 0 : 1);
        return new ShopOrder
        {
            Id = int.Parse(digits, CultureInfo.InvariantCulture),
            Number = first.Invoice,
            View = view,
            State = OrderState.Complete,
            CreatedAt = first.At,
            UpdatedAt = first.At,
            Customer = buyer,
            OrderCurrency = view.BaseCurrency,
            Subtotal = sum.RoundToCents(),
            GrandTotal = sum.RoundToCents(),
            PaymentMethod = "banktransfer",
            Lines = rows.MoveToImmutable(),
        };
    }

    private static IEnumerable<ShopOrder> SecondView(
        int count, ShopCatalogue catalogue, IReadOnlyList<StoreView> views, ShopCustomer[] customers, List<ShopOrder> orders, int nextLineId)
    {
        if (count == 0 || customers.Length == 0) return [];
        var random = new Random(SecondViewSeed);
        var factory = new OrderFactory(catalogue, views, random, nextLineId);
        var first = orders.Max(o => o.Id) + 1;
        var end = orders.Max(o => o.UpdatedAt);
        var start = end.AddDays(-30);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var at = start.AddSeconds(Math.Floor((end - start).TotalSeconds * i / count));
                return OrderEdits.MoveTo(factory.Place(first + i, views[2], customers[random.Next(customers.Length)], at), OrderState.Complete, at);
            }),
        ];
    }

    private static List<StoreView> Views() =>
    [
        new()
        {
            Id = 0, Code = "admin", Name = "Admin", GroupId = 0, GroupCode = "default", GroupName = "Default", WebsiteId = 0, WebsiteCode = "admin",
            WebsiteName = "Admin", BaseCurrency = "GBP", DisplayCurrency = "GBP",
        },
        new() { Id = 1, Code = "default", Name = "Default Store View", BaseCurrency = "GBP", DisplayCurrency = "GBP", Locale = "en_GB", TimeZone = "Europe/London" },
        new() { Id = 2, Code = "wholesale", Name = "Wholesale", BaseCurrency = "GBP", DisplayCurrency = "GBP", Locale = "en_GB", TimeZone = "Europe/London" },
    ];
}
