using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>A registered customer as GET /V1/customers/search gives it.</summary>
internal static class CustomerJson
{
    public static void Write(Utf8JsonWriter json, ShopCustomer customer, IReadOnlyDictionary<int, StoreView> views)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, customer.Id);
        json.WriteNumber("group_id"u8, customer.GroupId);
        json.WriteString("default_billing"u8, customer.Id.ToString(CultureInfo.InvariantCulture));
        MagentoJson.Date(json, "created_at"u8, customer.CreatedAt);
        MagentoJson.Date(json, "updated_at"u8, customer.UpdatedAt);
        json.WriteString("created_in"u8, views.TryGetValue(customer.StoreViewId, out var view) ? view.Name : "Admin");
        MagentoJson.Text(json, "dob"u8, customer.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("email"u8, customer.Email);
        json.WriteString("firstname"u8, customer.FirstName);
        json.WriteString("lastname"u8, customer.LastName);
        MagentoJson.Number(json, "gender"u8, customer.Gender);
        json.WriteNumber("store_id"u8, customer.StoreViewId);
        MagentoJson.Text(json, "taxvat"u8, customer.TaxNumber);
        json.WriteNumber("website_id"u8, customer.WebsiteId);
        json.WriteStartArray("addresses"u8);
        json.WriteStartObject();
        json.WriteNumber("id"u8, customer.Id);
        json.WriteNumber("customer_id"u8, customer.Id);
        json.WriteString("country_id"u8, customer.Country);
        json.WriteString("city"u8, customer.City);
        json.WriteString("firstname"u8, customer.FirstName);
        json.WriteString("lastname"u8, customer.LastName);
        MagentoJson.Text(json, "telephone"u8, customer.Phone);
        json.WriteBoolean("default_billing"u8, true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber("disable_auto_group_change"u8, 0);
        json.WriteStartObject("extension_attributes"u8);
        json.WriteBoolean("is_subscribed"u8, customer.IsSubscribed);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
