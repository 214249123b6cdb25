using System.Globalization;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>
/// The R package's table as a shop. The rule, exactly:
/// <list type="number">
/// <item>Rows are taken by day, those of one day in the file's order, and numbered from 1: each is an order of that id, state complete, placed and last changed on its day
/// at 12:00:00 UTC and a second later for each order of that day before it, so that no two are of one instant.</item>
/// <item>An order has one line: one unit of the shop's only product at the row's revenue, which is the grand total. No discount, shipping or tax.</item>
/// <item>A name is a registered customer, numbered by first order and created at its time. The e-mail is the name in lower case, its words joined by dots, at
/// rfm-orders.example: Abbey O'Reilly is <c>abbey.o'reilly@rfm-orders.example</c>.</item>
/// </list>
/// </summary>
internal static class RfmOrdersShop
{
    private const string Currency = "USD";
    private static readonly TimeOnly Noon = new(12, 0);

    public static ShopData Read(RfmOrdersSource source)
    {
        var lines = RfmOrdersFile.Read(source.Path).OrderBy(line => line.Day).ToArray();
        if (lines.Length == 0) throw new InvalidDataException($"{source.Path} has no orders.");
        var views = Views();
        var (catalogue, product) = Catalogue(At(lines[0].Day, 0));
        var customers = new Dictionary<string, ShopCustomer>(StringComparer.Ordinal);
        var orders = new List<ShopOrder>(lines.Length);
        var second = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            second = i > 0 && lines[i - 1].Day == lines[i].Day ? second + 1 : 0;
            var at = At(lines[i].Day, second);
            orders.Add(Order(i + 1, at, Buyer(lines[i].Customer, at, customers), views[1], product, lines[i].Revenue));
        }

        return new ShopData(
            views, catalogue, new ShopSnapshot(EntitySet<ShopOrder>.From(orders), EntitySet<ShopCustomer>.From(customers.Values), EntitySet<ShopCreditMemo>.Empty));
    }

    internal static string EmailOf(string customer) => $"{string.Join('.', Words(customer)).ToLowerInvariant()}@rfm-orders.example";

    private static string[] Words(string customer) => customer.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static DateTime At(DateOnly day, int second) => day.ToDateTime(Noon, DateTimeKind.Utc).AddSeconds(second);

    private static ShopCustomer Buyer(string name, DateTime at, Dictionary<string, ShopCustomer> customers)
    {
        if (customers.TryGetValue(name, out var known)) return known;
        var words = Words(name);
        return customers[name] = new ShopCustomer
        {
            Id = customers.Count + 1,
            Email = EmailOf(name),
            FirstName = words[0],
            LastName = string.Join(' ', words[1..]),
            CreatedAt = at,
            UpdatedAt = at,
            Country = "US",
            City = "Springfield",
        };
    }

    private static ShopOrder Order(int id, DateTime at, ShopCustomer buyer, StoreView view, ShopProduct product, Amount revenue) => new()
    {
        Id = id,
        Number = id.ToString("D9", CultureInfo.InvariantCulture),
        View = view,
        State = OrderState.Complete,
        CreatedAt = at,
        UpdatedAt = at,
        Customer = buyer,
        OrderCurrency = Currency,
        Subtotal = revenue,
        GrandTotal = revenue,
        PaymentMethod = "checkmo",
        Lines = [new ShopOrderLine { Id = id, Product = product, Sku = product.Sku, Name = product.Name, Ordered = 1, Price = revenue }],
    };

    private static (ShopCatalogue Catalogue, ShopProduct Product) Catalogue(DateTime at)
    {
        var tree = new CategoryTreeBuilder(at);
        var product = new ShopProduct
        {
            Id = 1, Sku = "ORDER", Name = "Order", Price = Amount.From(1m), CreatedAt = at, UpdatedAt = at, CategoryIds = tree.WithParents(tree.Leaf("Shop", "Orders")),
        };
        return (new ShopCatalogue([product], tree.Categories, []), product);
    }

    private static List<StoreView> Views() =>
    [
        new()
        {
            Id = 0, Code = "admin", Name = "Admin", GroupId = 0, GroupCode = "default", GroupName = "Default", WebsiteId = 0, WebsiteCode = "admin",
            WebsiteName = "Admin", BaseCurrency = Currency, DisplayCurrency = Currency,
        },
        new() { Id = 1, Code = "default", Name = "Default Store View", BaseCurrency = Currency, DisplayCurrency = Currency },
    ];
}
