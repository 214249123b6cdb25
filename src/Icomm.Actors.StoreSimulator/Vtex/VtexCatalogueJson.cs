using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>The answers of the Catalog API: names in capitals on single things, in camel case in lists.</summary>
internal static class VtexCatalogueJson
{
    /// <summary>The shop's roots, which no shopper sees, are no categories of VTEX's.</summary>
    private const int FirstLevel = 2;

    public static void Channels(Utf8JsonWriter json, IReadOnlyList<StoreView> views)
    {
        json.WriteStartArray();
        foreach (var view in views.Where(view => view.Id != 0))
        {
            json.WriteStartObject();
            json.WriteNumber("Id"u8, view.Id);
            json.WriteString("Name"u8, view.Name);
            json.WriteBoolean("IsActive"u8, true);
            json.WriteString("CountryCode"u8, "URY"u8);
            json.WriteString("CurrencyCode"u8, view.BaseCurrency);
            json.WriteString("TimeZone"u8, WindowsZones.Of(view.TimeZone));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Brands(Utf8JsonWriter json, IReadOnlyList<BrandOption> brands)
    {
        json.WriteStartArray();
        foreach (var brand in brands)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, brand.Id);
            json.WriteString("name"u8, brand.Label);
            json.WriteBoolean("isActive"u8, true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Tree(Utf8JsonWriter json, IEnumerable<ShopCategory> categories, ILookup<int, ShopCategory> childrenOf)
    {
        json.WriteStartArray();
        foreach (var category in categories)
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, category.Id);
            json.WriteString("name"u8, category.Name);
            json.WriteBoolean("hasChildren"u8, childrenOf[category.Id].Any());
            json.WritePropertyName("children"u8);
            Tree(json, childrenOf[category.Id], childrenOf);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static IEnumerable<ShopCategory> Departments(ShopCatalogue catalogue) => catalogue.Categories.Where(category => category.Level == FirstLevel);

    public static void ProductIds(Utf8JsonWriter json, IReadOnlyList<ShopProduct> products, int from, int to)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        foreach (var product in products.Skip(from - 1).Take(to - from + 1))
        {
            json.WriteStartArray(product.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteNumberValue(product.Id);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("range"u8);
        json.WriteNumber("total"u8, products.Count);
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Product(Utf8JsonWriter json, ShopProduct product)
    {
        json.WriteStartObject();
        json.WriteNumber("Id"u8, product.Id);
        json.WriteString("Name"u8, product.Name);
        json.WriteString("RefId"u8, product.Sku);
        json.WriteBoolean("IsActive"u8, product.Enabled);
        if (product.CategoryIds is [var leaf, ..]) json.WriteNumber("CategoryId"u8, leaf);
        else json.WriteNull("CategoryId"u8);
        if (product.BrandOptionId is { } brand) json.WriteNumber("BrandId"u8, brand);
        else json.WriteNull("BrandId"u8);
        json.WriteEndObject();
    }
}
