using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Hermes;

/// <summary>The records of the contract: amounts in major units, instants in UTC, ids as text.</summary>
internal sealed class HermesJson(ShopCatalogue catalogue, bool numericAmounts)
{
    private readonly FrozenDictionary<int, string> _brands = catalogue.Brands.ToFrozenDictionary(brand => brand.Id, brand => brand.Label);
    private readonly FrozenDictionary<int, ShopCategory> _categories = catalogue.Categories.ToFrozenDictionary(category => category.Id);

    /// <summary>What is left of a closed order decides: one that kept its shipping costs was not wholly given back.</summary>
    public static string StatusOf(ShopOrder order) => order.State switch
    {
        OrderState.Canceled => "cancelled",
        OrderState.Processing => "paid",
        OrderState.Closed when order.TotalRefunded == order.GrandTotal => "refunded",
        OrderState.Complete or OrderState.Closed => "fulfilled",
        _ => "pending",
    };

    public static void Customer(Utf8JsonWriter json, ShopCustomer customer)
    {
        json.WriteStartObject();
        Person(json, customer);
        Date(json, "createdAt"u8, customer.CreatedAt);
        Date(json, "updatedAt"u8, customer.UpdatedAt);
        json.WriteStartObject("attributes"u8);
        json.WriteString("phone"u8, customer.Phone);
        json.WriteString("birthDate"u8, customer.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("gender"u8, customer.Gender switch { 1 => "male", 2 => "female", _ => null });
        json.WriteString("city"u8, customer.City);
        json.WriteString("country"u8, customer.Country);
        json.WriteBoolean("newsletter"u8, customer.IsSubscribed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void Product(Utf8JsonWriter json, ShopProduct product)
    {
        json.WriteStartObject();
        Id(json, "id"u8, product.Id);
        json.WriteString("sku"u8, product.Sku);
        json.WriteString("name"u8, product.Name);
        BrandAndCategories(json, product);
        Date(json, "updatedAt"u8, product.UpdatedAt);
        json.WriteEndObject();
    }

    public void Order(Utf8JsonWriter json, ShopOrder order, OrderDamage damage)
    {
        json.WriteStartObject();
        if (damage != OrderDamage.NoId) Id(json, "id"u8, order.Id);
        json.WriteString("number"u8, order.Number);
        json.WriteString("status"u8, StatusOf(order));
        if (damage == OrderDamage.BadDate) json.WriteString("createdAt"u8, "yesterday"u8);
        else Date(json, "createdAt"u8, order.CreatedAt);
        Date(json, "updatedAt"u8, order.UpdatedAt);
        if (order.IsPaid) Date(json, "paidAt"u8, order.CreatedAt);
        else json.WriteNull("paidAt"u8);
        json.WriteStartObject("customer"u8);
        Person(json, order.Customer);
        json.WriteEndObject();
        json.WriteString("currency"u8, order.View.BaseCurrency);
        Totals(json, order, damage);
        json.WriteStartArray("coupons"u8);
        if (order.CouponCode is { } coupon) json.WriteStringValue(coupon);
        json.WriteEndArray();
        if (damage != OrderDamage.NoItems) Lines(json, order);
        json.WriteEndObject();
    }

    private void Totals(Utf8JsonWriter json, ShopOrder order, OrderDamage damage)
    {
        json.WriteStartObject("totals"u8);
        Money(json, "items"u8, order.Subtotal);
        Money(json, "discount"u8, -order.Discount);
        Money(json, "shipping"u8, order.Shipping);
        Money(json, "tax"u8, order.Tax);
        if (damage == OrderDamage.HugeAmount)
        {
            json.WritePropertyName("grand"u8);
            json.WriteRawValue("1e400"u8, skipInputValidation: true);
        }
        else
        {
            Money(json, "grand"u8, order.GrandTotal);
        }

        Money(json, "refunded"u8, order.TotalRefunded);
        json.WriteEndObject();
    }

    private void Lines(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartArray("lines"u8);
        foreach (var line in order.Lines)
        {
            if (line.IsVariant) continue;
            json.WriteStartObject();
            Id(json, "id"u8, line.Id);
            json.WriteString("sku"u8, line.Sku);
            Id(json, "productId"u8, line.Product.Id);
            json.WriteString("name"u8, line.Name);
            BrandAndCategories(json, line.Product);
            json.WriteNumber("quantity"u8, line.Ordered);
            json.WriteNumber("refundedQuantity"u8, line.Canceled + line.Refunded);
            Money(json, "unitPrice"u8, line.Price);
            Money(json, "discount"u8, line.Discount);
            Money(json, "total"u8, line.RowTotal - line.Discount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void BrandAndCategories(Utf8JsonWriter json, ShopProduct product)
    {
        json.WriteString("brand"u8, product.BrandOptionId is { } id ? _brands.GetValueOrDefault(id) : null);
        json.WriteStartArray("categories"u8);
        foreach (var category in product.CategoryIds.Select(category => _categories[category]).OrderBy(category => category.Level))
        {
            json.WriteStartObject();
            Id(json, "id"u8, category.Id);
            json.WriteString("name"u8, category.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A guest has no id.</summary>
    private static void Person(Utf8JsonWriter json, ShopCustomer customer)
    {
        if (customer.IsGuest) json.WriteNull("id"u8);
        else Id(json, "id"u8, customer.Id);
        json.WriteString("email"u8, customer.Email);
        json.WriteString("document"u8, customer.TaxNumber);
        json.WriteString("firstName"u8, customer.FirstName);
        json.WriteString("lastName"u8, customer.LastName);
    }

    private void Money(Utf8JsonWriter json, ReadOnlySpan<byte> name, Amount amount)
    {
        if (numericAmounts) json.WriteNumber(name, amount.ToDecimal());
        else json.WriteString(name, amount.ToString());
    }

    private static void Id(Utf8JsonWriter json, ReadOnlySpan<byte> name, int id) => json.WriteString(name, id.ToString(CultureInfo.InvariantCulture));

    private static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTime at) => json.WriteString(name, at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
