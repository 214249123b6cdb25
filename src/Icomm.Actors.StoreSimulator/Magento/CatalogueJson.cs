using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>Products, categories and brand options as the catalogue's endpoints give them.</summary>
internal static class CatalogueJson
{
    public const int AttributeSetId = 4;

    private const int Enabled = 1;
    private const int Disabled = 2;
    private const int NotVisibleIndividually = 1;
    private const int CatalogueAndSearch = 4;

    public static string TypeOf(ShopProduct product) => product.IsConfigurable ? "configurable" : "simple";

    public static int StatusOf(ShopProduct product) => product.Enabled ? Enabled : Disabled;

    public static int VisibilityOf(ShopProduct product) => product.IsVariant ? NotVisibleIndividually : CatalogueAndSearch;

    public static void Product(Utf8JsonWriter json, ShopProduct product, string brandAttribute)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, product.Id);
        json.WriteString("sku"u8, product.Sku);
        json.WriteString("name"u8, product.Name);
        json.WriteNumber("attribute_set_id"u8, AttributeSetId);
        MagentoJson.Money(json, "price"u8, product.Price);
        json.WriteNumber("status"u8, StatusOf(product));
        json.WriteNumber("visibility"u8, VisibilityOf(product));
        json.WriteString("type_id"u8, TypeOf(product));
        MagentoJson.Date(json, "created_at"u8, product.CreatedAt);
        MagentoJson.Date(json, "updated_at"u8, product.UpdatedAt);
        json.WriteStartObject("extension_attributes"u8);
        json.WriteStartArray("website_ids"u8);
        json.WriteNumberValue(1);
        json.WriteEndArray();
        json.WriteStartArray("category_links"u8);
        foreach (var id in product.CategoryIds)
        {
            json.WriteStartObject();
            json.WriteNumber("position"u8, 0);
            json.WriteString("category_id"u8, Text(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (product.IsConfigurable)
        {
            json.WriteStartArray("configurable_product_links"u8);
            foreach (var id in product.VariantIds) json.WriteNumberValue(id);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("custom_attributes"u8);
        if (product.BrandOptionId is { } brand)
        {
            json.WriteStartObject();
            json.WriteString("attribute_code"u8, brandAttribute);
            json.WriteString("value"u8, Text(brand));
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("attribute_code"u8, "category_ids"u8);
        json.WriteStartArray("value"u8);
        foreach (var id in product.CategoryIds) json.WriteStringValue(Text(id));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A node of the flat list.</summary>
    public static void Category(Utf8JsonWriter json, ShopCategory category, ILookup<int, ShopCategory> childrenOf)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, category.Id);
        json.WriteNumber("parent_id"u8, category.ParentId);
        json.WriteString("name"u8, category.Name);
        json.WriteBoolean("is_active"u8, category.IsActive);
        json.WriteNumber("position"u8, category.Position);
        json.WriteNumber("level"u8, category.Level);
        json.WriteString("children"u8, string.Join(',', childrenOf[category.Id].Select(c => Text(c.Id))));
        MagentoJson.Date(json, "created_at"u8, category.CreatedAt);
        MagentoJson.Date(json, "updated_at"u8, category.UpdatedAt);
        json.WriteString("path"u8, category.Path);
        json.WriteBoolean("include_in_menu"u8, true);
        json.WriteEndObject();
    }

    /// <summary>A node with what hangs under it, down to <paramref name="depth"/> further levels (null: all).</summary>
    public static void Tree(Utf8JsonWriter json, ShopCategory category, ILookup<int, ShopCategory> childrenOf, int? depth)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, category.Id);
        json.WriteNumber("parent_id"u8, category.ParentId);
        json.WriteString("name"u8, category.Name);
        json.WriteBoolean("is_active"u8, category.IsActive);
        json.WriteNumber("position"u8, category.Position);
        json.WriteNumber("level"u8, category.Level);
        json.WriteNumber("product_count"u8, category.ProductCount);
        json.WriteStartArray("children_data"u8);
        if (depth is null or > 0)
        {
            foreach (var child in childrenOf[category.Id]) Tree(json, child, childrenOf, depth - 1);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Magento puts an empty option first.</summary>
    public static void BrandOptions(Utf8JsonWriter json, IReadOnlyList<BrandOption> brands)
    {
        json.WriteStartArray();
        WriteOption(json, " ", "");
        foreach (var brand in brands) WriteOption(json, brand.Label, Text(brand.Id));
        json.WriteEndArray();
    }

    private static void WriteOption(Utf8JsonWriter json, string label, string value)
    {
        json.WriteStartObject();
        json.WriteString("label"u8, label);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
