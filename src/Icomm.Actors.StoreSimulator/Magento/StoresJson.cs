using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>The answers under /V1/store: bare arrays, without paging.</summary>
internal static class StoresJson
{
    private const int RootCategoryId = 2;

    public static void Views(Utf8JsonWriter json, IReadOnlyList<StoreView> views) => Array(json, views, view =>
    {
        json.WriteNumber("id"u8, view.Id);
        json.WriteString("code"u8, view.Code);
        json.WriteString("name"u8, view.Name);
        json.WriteNumber("website_id"u8, view.WebsiteId);
        json.WriteNumber("store_group_id"u8, view.GroupId);
        json.WriteNumber("is_active"u8, 1);
    });

    public static void Groups(Utf8JsonWriter json, IReadOnlyList<StoreView> views) => Array(json, views.DistinctBy(v => v.GroupId), view =>
    {
        json.WriteNumber("id"u8, view.GroupId);
        json.WriteNumber("website_id"u8, view.WebsiteId);
        json.WriteNumber("root_category_id"u8, view.Id == 0 ? 0 : RootCategoryId);
        json.WriteNumber("default_store_id"u8, view.Id);
        json.WriteString("name"u8, view.GroupName);
        json.WriteString("code"u8, view.GroupCode);
    });

    public static void Websites(Utf8JsonWriter json, IReadOnlyList<StoreView> views) => Array(json, views.DistinctBy(v => v.WebsiteId), view =>
    {
        json.WriteNumber("id"u8, view.WebsiteId);
        json.WriteString("code"u8, view.WebsiteCode);
        json.WriteString("name"u8, view.WebsiteName);
        json.WriteNumber("default_group_id"u8, view.GroupId);
    });

    /// <summary>The admin view has no configuration of its own.</summary>
    public static void Configs(Utf8JsonWriter json, IReadOnlyList<StoreView> views, string baseUrl) => Array(json, views.Where(v => v.Id != 0), view =>
    {
        json.WriteNumber("id"u8, view.Id);
        json.WriteString("code"u8, view.Code);
        json.WriteNumber("website_id"u8, view.WebsiteId);
        json.WriteString("locale"u8, view.Locale);
        json.WriteString("base_currency_code"u8, view.BaseCurrency);
        json.WriteString("default_display_currency_code"u8, view.DisplayCurrency);
        json.WriteString("timezone"u8, view.TimeZone);
        json.WriteString("weight_unit"u8, "kgs"u8);
        json.WriteString("base_url"u8, baseUrl + "/");
        json.WriteString("secure_base_url"u8, baseUrl + "/");
    });

    /// <summary>GET /V1/modules: names alone.</summary>
    public static void Modules(Utf8JsonWriter json, IReadOnlyList<string> names)
    {
        json.WriteStartArray();
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void Array(Utf8JsonWriter json, IEnumerable<StoreView> views, Action<StoreView> fields)
    {
        json.WriteStartArray();
        foreach (var view in views)
        {
            json.WriteStartObject();
            fields(view);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
