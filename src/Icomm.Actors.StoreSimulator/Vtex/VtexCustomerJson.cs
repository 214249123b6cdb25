using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>A document of Master Data's entity CL: e-mails are never masked there; updatedIn is null until the first change.</summary>
internal static class VtexCustomerJson
{
    public static string UserIdOf(ShopCustomer customer) => customer.Id.ToString(CultureInfo.InvariantCulture);

    public static void Write(Utf8JsonWriter json, ShopCustomer customer)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, $"00000000-0000-0000-0000-{customer.Id:D12}");
        json.WriteString("userId"u8, UserIdOf(customer));
        json.WriteString("email"u8, customer.Email);
        json.WriteString("firstName"u8, customer.FirstName);
        json.WriteString("lastName"u8, customer.LastName);
        json.WriteString("document"u8, customer.TaxNumber);
        json.WriteString("createdIn"u8, Date(customer.CreatedAt));
        json.WriteString("updatedIn"u8, customer.UpdatedAt == customer.CreatedAt ? null : Date(customer.UpdatedAt));
        json.WriteString("birthDate"u8, customer.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("gender"u8, customer.Gender switch { 1 => "male", 2 => "female", _ => null });
        json.WriteString("phone"u8, customer.Phone);
        json.WriteBoolean("isNewsletterOptIn"u8, customer.IsSubscribed);
        json.WriteBoolean("approved"u8, true);
        json.WriteEndObject();
    }

    private static string Date(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
