using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>The endpoints that an integration of VTEX reads: orders, Master Data's customers, catalogue.</summary>
internal sealed partial class VtexApi
{
    private const int MostPages = 30;
    private const int LargestPage = 100;
    private const int LargestScrollPage = 1_000;
    private const int LargestProductRange = 250;
    private const int DefaultPage = 15;

    private readonly ShopData _shop;
    private readonly VtexOptions _options;
    private readonly TimeProvider _clock;
    private readonly VtexScrolls _scrolls;
    private readonly VtexGate _gate;
    private readonly ILookup<int, ShopCategory> _categories;
    private readonly ILookup<int, ShopCategory> _childrenOf;
    private readonly IReadOnlyDictionary<int, BrandOption> _brands;
    private readonly ConcurrentDictionary<int, OrderDamage> _damaged = new();
    private int _unsorted;

    public VtexApi(ShopData shop, VtexOptions options, TimeProvider clock, VtexScrolls scrolls, VtexGate gate)
    {
        _shop = shop;
        _options = options;
        _clock = clock;
        _scrolls = scrolls;
        _gate = gate;
        _categories = shop.Catalogue.Categories.ToLookup(category => category.Id);
        _childrenOf = shop.Catalogue.Categories.ToLookup(category => category.ParentId);
        _brands = shop.Catalogue.Brands.ToDictionary(brand => brand.Id);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        Get(routes, "/api/oms/pvt/orders", "List Orders", ListOrders);
        Get(routes, "/api/oms/pvt/orders/{orderId}", "View order", Order);
        Get(routes, "/api/oms/pvt/orders/order-group/{group}", "View order", Group);
        Get(routes, "/api/dataentities/CL/search", "Read only documents", SearchCustomers);
        Get(routes, "/api/dataentities/CL/scroll", "Read only documents", ScrollCustomers);
        Get(routes, "/api/catalog_system/pvt/saleschannel/list", "View Product", c => JsonAnswer.Write(c, StatusCodes.Status200OK, _shop.Views, VtexCatalogueJson.Channels));
        Get(routes, "/api/catalog_system/pvt/brand/list", "Brands", c => JsonAnswer.Write(c, StatusCodes.Status200OK, _shop.Catalogue.Brands, VtexCatalogueJson.Brands));
        Get(routes, "/api/catalog_system/pub/category/tree/{levels:int}", null, c => JsonAnswer.Write(
            c, StatusCodes.Status200OK, _shop.Catalogue, (json, catalogue) => VtexCatalogueJson.Tree(json, VtexCatalogueJson.Departments(catalogue), _childrenOf)));
        Get(routes, "/api/catalog_system/pvt/products/GetProductAndSkuIds", "Product management", ProductIds);
        Get(routes, "/api/catalog_system/pvt/products/productget/{id:int}", "Product Form", Product);
        routes.MapFallback(_gate.Open(resource: null, (HttpContext _) => throw VtexException.NotFound()));
    }

    /// <param name="resource">What the key's role needs; null where anybody may ask.</param>
    private void Get(IEndpointRouteBuilder routes, string pattern, string? resource, Action<HttpContext> handle) => routes.MapGet(pattern, _gate.Open(resource, handle));

    private void ListOrders(HttpContext context)
    {
        var page = Number(context, "page") ?? 1;
        var size = Number(context, "per_page") ?? DefaultPage;
        if (page is < 1 or > MostPages) throw VtexException.BadRequest($"Max page exceed. page: {page}, max: {MostPages}");
        if (size is < 1 or > LargestPage) throw VtexException.BadRequest($"per_page must be between 1 and {LargestPage}");
        var fault = FaultMiddleware.PageFault(context);
        var asked = PageFaults.Sent(fault, page);
        var (found, matching) = Page(Matching(context), asked, size);
        var (orders, total) = PageFaults.Tamper(fault, found, matching);
        var damage = PageFaults.DamageOf(fault);

        // What is wrong with an order shows when it is asked for: the list says little about it.
        if (damage is not (OrderDamage.None or OrderDamage.NoId) && orders.Length > 0) _damaged[orders[0].Order.Id] = damage;
        JsonAnswer.Write(context, StatusCodes.Status200OK, (orders, total, asked, size, damage), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("list"u8);
            for (var i = 0; i < answer.orders.Length; i++) VtexOrderJson.Entry(json, answer.orders[i], i == 0 ? answer.damage : OrderDamage.None);
            json.WriteEndArray();
            json.WriteStartArray("facets"u8);
            json.WriteEndArray();
            json.WriteStartObject("paging"u8);
            json.WriteNumber("total"u8, answer.total);
            json.WriteNumber("pages"u8, (answer.total + answer.size - 1) / answer.size);
            json.WriteNumber("currentPage"u8, answer.asked);
            json.WriteNumber("perPage"u8, answer.size);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>An unsplit order is one part: only the page's are made, however many orders match.</summary>
    private (VtexPart[] Parts, int Total) Page(ShopOrder[] orders, int page, int size)
    {
        var skipped = (page - 1) * size;
        if (!_options.SplitCheckouts) return ([.. orders.Skip(skipped).Take(size).SelectMany(order => VtexPart.Of(order, split: false))], orders.Length);
        VtexPart[] parts = [.. orders.SelectMany(order => VtexPart.Of(order, split: true))];
        return ([.. parts.Skip(skipped).Take(size)], parts.Length);
    }

    private ShopOrder[] Matching(HttpContext context)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var low = (now - _options.History).Ticks;
        var high = (now - _options.IndexLag).Ticks;
        if (context.Request.Query["f_creationDate"] is [{ Length: > 0 } filter])
        {
            var parts = CreationFilter().Match(filter);
            if (!parts.Success) throw VtexException.BadRequest("Invalid f_creationDate");
            low = Math.Max(low, Instant(parts.Groups[1].Value).Ticks);
            high = Math.Min(high, Instant(parts.Groups[2].Value).Ticks);
        }

        var orders = _shop.Current.Orders;
        var (from, to) = orders.Range(EntityKey.CreatedAt, low, high);
        IEnumerable<ShopOrder> found = orders.Segment(EntityKey.CreatedAt, from, to);
        if (Number(context, "salesChannelId") is { } channel) found = found.Where(order => order.View.Id == channel);
        found = context.Request.Query["orderBy"].ToString() switch
        {
            "orderId,asc" => found.OrderBy(order => order.Id),
            "creationDate,asc" => found,
            _ => found.Reverse(),
        };
        return [.. found];
    }

    private void Order(HttpContext context)
    {
        var id = (string)context.Request.RouteValues["orderId"]!;
        var part = Array.Find(Parts(id.Split('-')[0]), part => part.OrderId == id) ?? throw VtexException.NotFound();
        _damaged.TryRemove(part.Order.Id, out var damage);
        JsonAnswer.Write(context, StatusCodes.Status200OK, part, (json, found) => VtexOrderJson.Detail(json, found, _options.Mask, _categories, _brands, damage, "Refund"));
    }

    private void Group(HttpContext context)
    {
        var parts = Parts((string)context.Request.RouteValues["group"]!);
        if (parts.Length == 0) throw VtexException.NotFound();
        JsonAnswer.Write(context, StatusCodes.Status200OK, parts, (json, found) =>
        {
            json.WriteStartArray();
            foreach (var part in found) VtexOrderJson.Detail(json, part, _options.Mask, _categories, _brands, OrderDamage.None, "refund");
            json.WriteEndArray();
        });
    }

    private VtexPart[] Parts(string checkout) =>
        int.TryParse(checkout, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && _shop.FindOrder(id) is { } order ? VtexPart.Of(order, _options.SplitCheckouts) : [];

    private void SearchCustomers(HttpContext context)
    {
        var range = RangeHeader().Match(context.Request.Headers["REST-Range"].ToString());
        if (!range.Success) throw VtexException.BadRequest("The header REST-Range is required");
        var from = int.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture);
        var to = int.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture);
        if (to - from > LargestPage || to > 10_000) throw VtexException.BadRequest("The requested range is too large");
        var found = Sorted(Customers(context.Request.Query["_where"].ToString()), context.Request.Query["_sort"].ToString());
        var (page, total) = PageFaults.Tamper(FaultMiddleware.PageFault(context), [.. found.Skip(from).Take(to - from)], found.Length);
        context.Response.Headers["REST-Content-Range"] = $"resources {from}-{Math.Min(to, found.Length)}/{total}";
        Write(context, page);
    }

    /// <summary>Who is not sorted comes in an order of the moment: here the newest first for one question, the oldest for the next.</summary>
    private ShopCustomer[] Sorted(ShopCustomer[] customers, string sort) => sort switch
    {
        "createdIn ASC" => [.. customers.OrderBy(customer => customer.CreatedAt).ThenBy(customer => customer.Id)],
        "" => Interlocked.Increment(ref _unsorted) % 2 == 0 ? customers : [.. customers.AsEnumerable().Reverse()],
        _ => throw VtexException.BadRequest("The parameter _sort is invalid"),
    };

    private void ScrollCustomers(HttpContext context)
    {
        if (context.Request.Query["_token"] is [{ Length: > 0 } token])
        {
            var more = _scrolls.GoOn(token);
            context.Response.Headers["X-VTEX-MD-TOKEN"] = token;
            Write(context, PageFaults.Tamper(FaultMiddleware.PageFault(context), more, more.Length).Items);
            return;
        }

        var size = Number(context, "_size") ?? LargestPage;
        if (size is < 1 or > LargestScrollPage) throw VtexException.BadRequest($"_size must be between 1 and {LargestScrollPage}");
        var found = Customers(context.Request.Query["_where"].ToString());
        var (begun, first) = _scrolls.Begin(found, size);
        context.Response.Headers["X-VTEX-MD-TOKEN"] = begun;
        context.Response.Headers["REST-Content-Total"] = found.Length.ToString(CultureInfo.InvariantCulture);
        Write(context, PageFaults.Tamper(FaultMiddleware.PageFault(context), first, found.Length).Items);
    }

    private static void Write(HttpContext context, ShopCustomer[] customers) => JsonAnswer.Write(context, StatusCodes.Status200OK, customers, static (json, customers) =>
    {
        json.WriteStartArray();
        foreach (var customer in customers) VtexCustomerJson.Write(json, customer);
        json.WriteEndArray();
    });

    /// <summary>Understands what is asked here: one field's value, and ranges of createdIn and updatedIn joined by OR.</summary>
    private ShopCustomer[] Customers(string where)
    {
        if (where.Length == 0) return [.. _shop.Customers];
        if (where.StartsWith("userId=", StringComparison.Ordinal))
            return [.. _shop.Customers.Where(customer => VtexCustomerJson.UserIdOf(customer) == where["userId=".Length..])];
        var ranges = BetweenFilter().Matches(where)
            .Select(range => (Field: range.Groups[1].Value, From: Instant(range.Groups[2].Value), Until: Instant(range.Groups[3].Value))).ToArray();
        if (ranges.Length == 0) throw VtexException.BadRequest("Invalid _where");
        return [.. _shop.Customers.Where(customer => Array.Exists(ranges, range => Inside(customer, range.Field, range.From, range.Until)))];

        static bool Inside(ShopCustomer customer, string field, DateTime from, DateTime until)
        {
            DateTime? at = field == "createdIn" ? customer.CreatedAt : customer.UpdatedAt == customer.CreatedAt ? null : customer.UpdatedAt;
            return at >= from && at <= until;
        }
    }

    private void ProductIds(HttpContext context)
    {
        var from = Number(context, "_from") ?? 1;
        var to = Number(context, "_to") ?? from + LargestProductRange - 1;
        if (from < 1 || to < from || to - from >= LargestProductRange) throw VtexException.BadRequest("The parameters _from and _to are invalid");
        JsonAnswer.Write(context, StatusCodes.Status200OK, _shop.Catalogue.Products, (json, products) => VtexCatalogueJson.ProductIds(json, products, from, to));
    }

    private void Product(HttpContext context)
    {
        var id = int.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        var product = _shop.Catalogue.ProductSet.Find(id) ?? throw VtexException.NotFound();
        JsonAnswer.Write(context, StatusCodes.Status200OK, product, VtexCatalogueJson.Product);
    }

    private static int? Number(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw VtexException.BadRequest($"{name} is not a number");
    }

    private static DateTime Instant(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw VtexException.BadRequest("A date can't be read");

    [GeneratedRegex(@"^creationDate:\[(\S+) TO (\S+)\]\z")]
    private static partial Regex CreationFilter();

    [GeneratedRegex(@"^resources=(\d{1,6})-(\d{1,6})\z")]
    private static partial Regex RangeHeader();

    [GeneratedRegex(@"(createdIn|updatedIn) between (\S+) AND ([^\s)]+)")]
    private static partial Regex BetweenFilter();
}
