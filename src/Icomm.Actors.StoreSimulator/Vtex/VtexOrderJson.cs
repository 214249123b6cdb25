using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Vtex;

/// <summary>An order as VTEX gives it: a short entry in the list, and the whole of it alone. Amounts are whole cents.</summary>
internal static class VtexOrderJson
{
    private const int UnitsPerCent = 100;

    public static string StateOf(ShopOrder order) => order.State switch
    {
        OrderState.New or OrderState.PendingPayment => "payment-pending",
        OrderState.PaymentReview => "approve-payment",
        OrderState.Holded => "waiting-for-sellers-confirmation",
        OrderState.Processing => "handling",
        OrderState.Canceled => "canceled",
        _ => "invoiced",
    };

    /// <summary>The list's entry: no e-mail, no last change, items null, whole seconds (facts §3.1).</summary>
    public static void Entry(Utf8JsonWriter json, VtexPart part, OrderDamage damage)
    {
        var order = part.Order;
        json.WriteStartObject();
        if (damage != OrderDamage.NoId) json.WriteString("orderId"u8, part.OrderId);
        json.WriteString("creationDate"u8, order.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture));
        json.WriteString("clientName"u8, $"{order.Customer.FirstName} {order.Customer.LastName}");
        json.WriteNull("items"u8);
        json.WriteNumber("totalValue"u8, Cents(part.Value));
        json.WriteString("paymentNames"u8, order.PaymentMethod);
        json.WriteString("status"u8, StateOf(order));
        json.WriteString("sequence"u8, order.Number);
        json.WriteString("salesChannel"u8, order.View.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("origin"u8, "Marketplace"u8);
        json.WriteString("currencyCode"u8, order.View.BaseCurrency);
        json.WriteNumber("totalItems"u8, OrderJson.QuantityOf(order));
        json.WriteEndObject();
    }

    /// <param name="refund">What a package's refund is called: <c>Refund</c> on an order asked for alone, <c>refund</c> on those of a checkout (VTEX's schemas).</param>
    public static void Detail(
        Utf8JsonWriter json, VtexPart part, EmailMask mask, ILookup<int, ShopCategory> categories, IReadOnlyDictionary<int, BrandOption> brands, OrderDamage damage, string refund)
    {
        var order = part.Order;
        json.WriteStartObject();
        json.WriteString("orderId"u8, part.OrderId);
        json.WriteString("sequence"u8, order.Number);
        json.WriteString("origin"u8, "Marketplace"u8);
        json.WriteString("salesChannel"u8, order.View.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("status"u8, StateOf(order));
        json.WritePropertyName("value"u8);
        if (damage == OrderDamage.HugeAmount) json.WriteRawValue("1e400"u8, skipInputValidation: true);
        else json.WriteNumberValue(Cents(part.Value));
        Date(json, "creationDate"u8, order.CreatedAt, damage);
        Date(json, "lastChange"u8, order.UpdatedAt, damage);
        json.WriteString("orderGroup"u8, part.Group);
        json.WriteBoolean("isCompleted"u8, order.IsPaid);
        Totals(json, order);
        Items(json, part, categories, brands, damage);
        Client(json, order.Customer, mask);
        Marketing(json, order.CouponCode);
        Payment(json, order);
        json.WriteStartObject("storePreferencesData"u8);
        json.WriteString("countryCode"u8, order.Customer.Country);
        json.WriteString("currencyCode"u8, order.View.BaseCurrency);
        json.WriteString("timeZone"u8, WindowsZones.Of(order.View.TimeZone));
        json.WriteEndObject();
        Packages(json, part, refund);
        json.WriteEndObject();
    }

    private static long Cents(Amount amount) => amount.RoundToCents().Units / UnitsPerCent;

    /// <summary>Seven decimals and an offset.</summary>
    private static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTime at, OrderDamage damage) => json.WriteString(
        name, damage == OrderDamage.BadDate ? "yesterday" : at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'+00:00'", CultureInfo.InvariantCulture));

    private static void Totals(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartArray("totals"u8);
        foreach (var (id, value) in new[] { ("Items", order.Subtotal), ("Discounts", order.Discount), ("Shipping", order.Shipping), ("Tax", order.Tax) })
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteNumber("value"u8, Cents(value));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Items(Utf8JsonWriter json, VtexPart part, ILookup<int, ShopCategory> categories, IReadOnlyDictionary<int, BrandOption> brands, OrderDamage damage)
    {
        if (damage == OrderDamage.NoItems) return;
        json.WriteStartArray("items"u8);
        foreach (var line in part.Lines)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, $"{line.Sku}");
            json.WriteString("productId"u8, line.Product.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("refId"u8, line.Sku);
            json.WriteString("name"u8, line.Name);
            json.WriteNumber("quantity"u8, line.Ordered);
            json.WriteNumber("unitMultiplier"u8, 1.0);
            json.WriteNumber("price"u8, Cents(line.Price));
            json.WriteNumber("sellingPrice"u8, Cents(line.Price));
            json.WriteNumber("listPrice"u8, Cents(line.Price));
            json.WriteBoolean("isGift"u8, false);
            json.WriteStartObject("additionalInfo"u8);
            if (line.Product.BrandOptionId is { } id && brands.TryGetValue(id, out var brand))
            {
                json.WriteString("brandName"u8, brand.Label);
                json.WriteString("brandId"u8, id.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteNull("brandName"u8);
            }

            json.WriteString("categoriesIds"u8, "/" + string.Concat(line.Product.CategoryIds.Reverse().Select(category => $"{category}/")));
            json.WriteStartArray("categories"u8);
            foreach (var category in line.Product.CategoryIds.SelectMany(category => categories[category]))
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, category.Id);
                json.WriteString("name"u8, category.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Client(Utf8JsonWriter json, ShopCustomer customer, EmailMask mask)
    {
        json.WriteStartObject("clientProfileData"u8);
        json.WriteString("email"u8, VtexIdentity.Email(customer, mask));
        json.WriteString("firstName"u8, customer.FirstName);
        json.WriteString("lastName"u8, customer.LastName);
        if (customer.TaxNumber is { } document) json.WriteString("document"u8, document);
        else json.WriteNull("document"u8);
        json.WriteString("phone"u8, customer.Phone);
        json.WriteBoolean("isCorporate"u8, false);
        json.WriteString("userProfileId"u8, VtexIdentity.UserId(customer, mask));
        json.WriteEndObject();
    }

    private static void Marketing(Utf8JsonWriter json, string? coupon)
    {
        if (coupon is null)
        {
            json.WriteNull("marketingData"u8);
            return;
        }

        json.WriteStartObject("marketingData"u8);
        json.WriteString("coupon"u8, coupon);
        json.WriteEndObject();
    }

    private static void Payment(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartObject("paymentData"u8);
        json.WriteStartArray("transactions"u8);
        json.WriteStartObject();
        json.WriteString("paymentSystemName"u8, order.PaymentMethod);
        json.WriteString("lastDigits"u8, "4242"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Packages(Utf8JsonWriter json, VtexPart part, string refund)
    {
        json.WriteStartObject("packageAttachment"u8);
        json.WriteStartArray("packages"u8);
        var lines = part.Lines;
        if (part.Refunded != Amount.Zero || lines.Any(line => line.Refunded > 0))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "Input"u8);
            json.WriteStartArray("items"u8);
            for (var index = 0; index < lines.Length; index++)
            {
                if (lines[index].Refunded == 0) continue;
                json.WriteStartObject();
                json.WriteNumber("itemIndex"u8, index);
                json.WriteNumber("quantity"u8, lines[index].Refunded);
                json.WriteNumber("price"u8, Cents(lines[index].Price));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("restitutions"u8);
            json.WriteStartObject(refund);
            json.WriteNumber("value"u8, Cents(part.Refunded));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
