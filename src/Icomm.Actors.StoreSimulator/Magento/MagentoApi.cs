using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The REST endpoints, under /rest/V1 and /rest/{store code or all}/V1.</summary>
internal sealed class MagentoApi
{
    private const string OrdersResource = "Magento_Sales::actions_view";
    private const string CreditMemosResource = "Magento_Sales::sales_creditmemo";
    private const string CustomersResource = "Magento_Customer::manage";
    private const string ProductsResource = "Magento_Catalog::products";
    private const string CategoriesResource = "Magento_Catalog::categories";
    private const string AttributesResource = "Magento_Catalog::attributes_attributes";
    private const string StoresResource = "Magento_Backend::store";

    /// <summary>What every role and every Integration has that has anything.</summary>
    private const string AdminResource = "Magento_Backend::admin";

    /// <summary>Larger pages are streamed, since a buffer would hold the whole shop when no page size is given.</summary>
    private const int LargestBufferedPage = 2_000;

    private const int ItemsBetweenFlushes = 200;

    private static readonly string[] InstalledModules = ["Magento_Store", "Magento_Backend", "Magento_Catalog", "Magento_Customer", "Magento_Sales"];

    private readonly ShopData _shop;
    private readonly MagentoOptions _options;
    private readonly MagentoTokens _tokens;
    private readonly IReadOnlyDictionary<int, StoreView> _views;
    private readonly HashSet<string> _storeCodes;
    private readonly ILookup<int, ShopCategory> _childrenOf;
    private readonly Dictionary<string, ShopProduct> _productBySku;
    private readonly SearchEngine<ShopOrder> _orders;
    private readonly SearchEngine<ShopCustomer> _customers;
    private readonly SearchEngine<ShopProduct> _products;
    private readonly SearchEngine<ShopCategory> _categories;
    private readonly SearchEngine<ShopCreditMemo> _creditMemos;

    public MagentoApi(ShopData shop, MagentoOptions options, MagentoTokens tokens)
    {
        _shop = shop;
        _options = options;
        _tokens = tokens;
        _views = shop.Views.ToDictionary(v => v.Id);
        _storeCodes = new HashSet<string>(shop.Views.Select(v => v.Code), StringComparer.Ordinal) { "all", "default" };
        _childrenOf = shop.Catalogue.Categories.ToLookup(c => c.ParentId);
        _productBySku = shop.Catalogue.Products.ToDictionary(p => p.Sku, StringComparer.OrdinalIgnoreCase);
        _orders = new SearchEngine<ShopOrder>(MagentoColumns.Orders, options);
        _customers = new SearchEngine<ShopCustomer>(MagentoColumns.Customers, options);
        _products = new SearchEngine<ShopProduct>(MagentoColumns.Products(options.BrandAttribute), options);
        _categories = new SearchEngine<ShopCategory>(MagentoColumns.Categories, options);
        _creditMemos = new SearchEngine<ShopCreditMemo>(MagentoColumns.CreditMemos, options);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var prefix in new[] { "/rest/V1", "/rest/{storeCode}/V1" })
        {
            var api = routes.MapGroup(prefix);
            api.MapPost("/integration/admin/token", Guarded(null, _tokens.GiveOutAsync));
            Get(api, "/orders", OrdersResource, c => ListAsync(
                c, _orders, _shop.Current.Orders, (json, order, damage) => OrderJson.Write(json, AsKnown(order), damage)));
            Get(api, "/orders/{id}", OrdersResource, c => One(c, Find(c, "id", _shop.Current.Orders.Find), (json, order) => OrderJson.Write(json, AsKnown(order))));
            Get(api, "/creditmemos", CreditMemosResource, c => ListAsync(
                c, _creditMemos, _shop.Current.CreditMemos, static (json, memo, _) => CreditMemoJson.Write(json, memo)));
            Get(api, "/customers/search", CustomersResource, c => ListAsync(
                c, _customers, _shop.Current.Customers, (json, customer, _) => CustomerJson.Write(json, customer, _views)));
            Get(api, "/customers/{customerId}", CustomersResource, c => One(
                c, Find(c, "customerId", _shop.Current.Customers.Find), (json, customer) => CustomerJson.Write(json, customer, _views)));
            Get(api, "/products", ProductsResource, c => ListAsync(
                c, _products, _shop.Catalogue.ProductSet, (json, product, _) => CatalogueJson.Product(json, product, _options.BrandAttribute)));
            Get(api, "/products/attributes/{attributeCode}/options", AttributesResource, BrandOptions);
            Get(api, "/products/{sku}", ProductsResource, Product);
            Get(api, "/categories", CategoriesResource, CategoryTree);
            Get(api, "/categories/list", CategoriesResource, c => ListAsync(
                c, _categories, _shop.Catalogue.CategorySet, (json, category, _) => CatalogueJson.Category(json, category, _childrenOf)));
            Get(api, "/modules", AdminResource, c => One(c, InstalledModules, StoresJson.Modules));
            Get(api, "/store/storeViews", StoresResource, c => One(c, _shop.Views, StoresJson.Views));
            Get(api, "/store/storeGroups", StoresResource, c => One(c, _shop.Views, StoresJson.Groups));
            Get(api, "/store/websites", StoresResource, c => One(c, _shop.Views, StoresJson.Websites));
            Get(api, "/store/storeConfigs", StoresResource, c => One(
                c, _shop.Views, (json, views) => StoresJson.Configs(json, views, $"{c.Request.Scheme}://{c.Request.Host}")));
        }

        routes.MapFallback(Guarded(null, _ => throw new MagentoException(StatusCodes.Status404NotFound, "Request does not match any route.")));
    }

    private static Task One<T>(HttpContext context, T value, Action<Utf8JsonWriter, T> write)
    {
        if (context.Request.Query["fields"] is [{ Length: > 0 } fields] && FieldsParameter.Parse(fields) is { } kept)
        {
            var whole = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(whole)) write(json, value);
            using var document = JsonDocument.Parse(whole.WrittenMemory);
            JsonAnswer.Write(context, StatusCodes.Status200OK, document.RootElement, kept.Trim);
        }
        else
        {
            JsonAnswer.Write(context, StatusCodes.Status200OK, value, write);
        }

        return Task.CompletedTask;
    }

    private static T Find<T>(HttpContext context, string parameter, Func<int, T?> find)
        where T : class
    {
        var text = (string)context.Request.RouteValues[parameter]!;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) throw MagentoException.WrongType(parameter, text);
        if (find(id) is { } found) return found;
        throw typeof(T) == typeof(ShopCustomer) ? MagentoException.NoSuchEntity(parameter, id) : MagentoException.NoSuchEntity();
    }

    private static void WriteTail(Utf8JsonWriter json, SearchCriteria criteria, int total)
    {
        json.WriteEndArray();
        MagentoJson.Criteria(json, criteria);
        json.WriteNumber("total_count"u8, total);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
    }

    private static async Task StreamAsync<T>(
        HttpContext context, SearchPage<T> page, SearchCriteria criteria, Action<Utf8JsonWriter, T, OrderDamage> write, OrderDamage damage)
    {
        await using var json = JsonAnswer.Stream(context);
        WriteHead(json);
        for (var i = 0; i < page.Items.Count; i++)
        {
            write(json, page.Items[i], i == 0 ? damage : OrderDamage.None);
            if (i % ItemsBetweenFlushes != ItemsBetweenFlushes - 1) continue;
            json.Flush();
            var flushed = await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            if (flushed.IsCompleted) return;
        }

        WriteTail(json, criteria, page.TotalCount);
    }

    private static SearchPage<T> Tamper<T>(SearchPage<T> page, FaultKind? fault)
    {
        // An undisturbed page stays the piece of the index that it is.
        if (fault is null)
            return page;
        var (items, total) = PageFaults.Tamper(fault, [.. page.Items], page.TotalCount);
        return page with { Items = items, TotalCount = total };
    }

    private static RequestDelegate Guarded(MagentoApi? api, Func<HttpContext, Task> handle, string? resource = null) => async context =>
    {
        try
        {
            api?.Authorize(context, resource!);
            await handle(context);
        }
        catch (MagentoException error) when (!context.Response.HasStarted)
        {
            MagentoErrors.Write(context, error);
        }
    };

    private void Get(IEndpointRouteBuilder api, string pattern, string resource, Func<HttpContext, Task> handle) =>
        api.MapGet(pattern, Guarded(this, handle, resource));

    private void Authorize(HttpContext context, string resource)
    {
        if (context.Request.RouteValues["storeCode"] is string code && !_storeCodes.Contains(code))
        {
            throw new MagentoException(
                StatusCodes.Status404NotFound, "The store that was requested wasn't found. Verify the store and try again.");
        }

        if (!_tokens.IsGood(context) || _options.DeniedResources.Contains(resource)) throw MagentoException.NotAuthorized(resource);
    }

    private Task ListAsync<T>(HttpContext context, SearchEngine<T> engine, EntitySet<T> set, Action<Utf8JsonWriter, T, OrderDamage> write)
        where T : class, IShopEntity
    {
        var fault = FaultMiddleware.PageFault(context);
        var criteria = SearchCriteriaParser.Parse(context.Request.QueryString.Value, _options.InputLimiting);
        var asked = fault == FaultKind.RepeatPreviousPage ? criteria with { CurrentPage = Math.Max(1, criteria.Page - 1) } : criteria;
        var page = Tamper(engine.Find(set, asked), fault);
        var damage = PageFaults.DamageOf(fault);
        if (page.Items.Count > LargestBufferedPage && !context.Request.Query.ContainsKey("fields"))
            return StreamAsync(context, page, criteria, write, damage);
        return One(context, (page, criteria, write, damage), static (json, answer) =>
        {
            var (page, criteria, write, damage) = answer;
            WriteHead(json);
            foreach (var item in page.Items)
            {
                write(json, item, damage);
                // Only the first of a page is damaged: the others must still come through.
                damage = OrderDamage.None;
            }

            WriteTail(json, criteria, page.TotalCount);
        });
    }

    private Task Product(HttpContext context)
    {
        // Kestrel leaves an encoded slash alone, so that it can't be taken for a path's.
        var sku = ((string)context.Request.RouteValues["sku"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!_productBySku.TryGetValue(sku, out var product))
        {
            throw new MagentoException(
                StatusCodes.Status404NotFound, "The product that was requested doesn't exist. Verify the product and try again.");
        }

        return One(context, product, (json, found) => CatalogueJson.Product(json, found, _options.BrandAttribute));
    }

    private ShopOrder AsKnown(ShopOrder order) => _options.RefundsOnCreditMemosOnly ? order with { TotalRefunded = Amount.Zero } : order;

    private Task CategoryTree(HttpContext context)
    {
        var root = Number(context, "rootCategoryId") ?? 1;
        var category = _shop.Catalogue.CategorySet.Find(root) ?? throw MagentoException.NoSuchEntity("id", root);
        return One(context, category, (json, found) => CatalogueJson.Tree(json, found, _childrenOf, Number(context, "depth")));
    }

    private Task BrandOptions(HttpContext context)
    {
        var code = (string)context.Request.RouteValues["attributeCode"]!;
        if (!string.Equals(code, _options.BrandAttribute, StringComparison.Ordinal))
        {
            throw new MagentoException(
                StatusCodes.Status404NotFound,
                "The attribute with a \"%1\" attributeCode doesn't exist. Verify the attribute and try again.",
                ("1", code));
        }

        return One(context, _shop.Catalogue.Brands, CatalogueJson.BrandOptions);
    }

    private static int? Number(HttpContext context, string name)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw MagentoException.WrongType(name, text);
    }
}
