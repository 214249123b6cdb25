using System.Runtime.CompilerServices;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>An order as GET /V1/orders gives it: the fields of the 2.4.8 schema that a merchant's integration reads.</summary>
internal static class OrderJson
{
    private const int NotLoggedInGroup = 0;

    // Keyed by the view itself, not its id: several simulated shops may share the process.
    private static readonly ConditionalWeakTable<StoreView, string> StoreNames = [];

    public static string StateOf(ShopOrder order) => order.State switch
    {
        OrderState.New => "new",
        OrderState.PendingPayment => "pending_payment",
        OrderState.Processing => "processing",
        OrderState.Complete => "complete",
        OrderState.Closed => "closed",
        OrderState.Canceled => "canceled",
        OrderState.Holded => "holded",
        _ => "payment_review",
    };

    /// <summary>Magento's default status of the state.</summary>
    public static string StatusOf(ShopOrder order) => order.State == OrderState.New ? "pending" : StateOf(order);

    public static string StoreName(StoreView view) => $"{view.WebsiteName}\n{view.GroupName}\n{view.Name}";

    public static int GroupOf(ShopOrder order) => order.Customer.IsGuest ? NotLoggedInGroup : order.Customer.GroupId;

    public static int QuantityOf(ShopOrder order)
    {
        var sum = 0;
        foreach (var line in order.Lines)
        {
            if (!line.IsVariant) sum += line.Ordered;
        }

        return sum;
    }

    public static int ItemCountOf(ShopOrder order)
    {
        var count = 0;
        foreach (var line in order.Lines)
        {
            if (!line.IsVariant) count++;
        }

        return count;
    }

    public static void Write(Utf8JsonWriter json, ShopOrder order, OrderDamage damage = OrderDamage.None)
    {
        var rate = order.Rate;
        Span<byte> createdAt = stackalloc byte[MagentoJson.DateLength];
        Span<byte> updatedAt = stackalloc byte[MagentoJson.DateLength];
        MagentoJson.FormatDate(order.CreatedAt, createdAt);
        MagentoJson.FormatDate(order.UpdatedAt, updatedAt);
        json.WriteStartObject();
        MagentoJson.Text(json, "applied_rule_ids"u8, order.CouponCode is null ? null : "1");
        json.WriteString("base_currency_code"u8, order.View.BaseCurrency);
        MagentoJson.Money(json, "base_discount_amount"u8, "discount_amount"u8, order.Discount, rate);
        if (damage == OrderDamage.HugeAmount) WriteHugeTotals(json);
        else MagentoJson.Money(json, "base_grand_total"u8, "grand_total"u8, order.GrandTotal, rate);
        MagentoJson.Money(json, "base_shipping_amount"u8, "shipping_amount"u8, order.Shipping, rate);
        MagentoJson.Money(json, "base_subtotal"u8, "subtotal"u8, order.Subtotal, rate);
        MagentoJson.Money(json, "base_subtotal_incl_tax"u8, "subtotal_incl_tax"u8, order.Subtotal + order.Tax, rate);
        MagentoJson.Money(json, "base_tax_amount"u8, "tax_amount"u8, order.Tax, rate);
        json.WriteNumber("base_to_global_rate"u8, 1);
        json.WriteNumber("base_to_order_rate"u8, rate);
        if (order.IsPaid)
        {
            MagentoJson.Money(json, "base_total_invoiced"u8, "total_invoiced"u8, order.GrandTotal, rate);
            MagentoJson.Money(json, "base_total_paid"u8, "total_paid"u8, order.GrandTotal, rate);
            json.WriteNumber("total_due"u8, 0);
        }
        else
        {
            MagentoJson.Money(json, "base_total_due"u8, "total_due"u8, order.State == OrderState.Canceled ? Amount.Zero : order.GrandTotal, rate);
        }

        if (order.TotalRefunded != Amount.Zero) MagentoJson.Money(json, "base_total_refunded"u8, "total_refunded"u8, order.TotalRefunded, rate);
        if (order.State == OrderState.Canceled) MagentoJson.Money(json, "base_total_canceled"u8, "total_canceled"u8, order.GrandTotal, rate);
        MagentoJson.Text(json, "coupon_code"u8, order.CouponCode);
        json.WriteString("created_at"u8, damage == OrderDamage.BadDate ? "0000-00-00 00:00:00"u8 : createdAt);
        WriteCustomer(json, order);
        MagentoJson.Text(json, "discount_description"u8, order.CouponCode);
        json.WriteNumber("email_sent"u8, 1);
        if (damage != OrderDamage.NoId) json.WriteNumber("entity_id"u8, order.Id);
        json.WriteString("global_currency_code"u8, order.View.BaseCurrency);
        MagentoJson.Text(json, "hold_before_state"u8, order.State == OrderState.Holded ? "processing" : null);
        if (damage != OrderDamage.NoId) json.WriteString("increment_id"u8, order.Number);
        json.WriteNumber("is_virtual"u8, 0);
        json.WriteString("order_currency_code"u8, order.OrderCurrency);
        json.WriteString("state"u8, StateOf(order));
        json.WriteString("status"u8, StatusOf(order));
        json.WriteString("store_currency_code"u8, order.View.BaseCurrency);
        json.WriteNumber("store_id"u8, order.View.Id);
        json.WriteString("store_name"u8, StoreNames.GetValue(order.View, StoreName));
        json.WriteNumber("total_item_count"u8, ItemCountOf(order));
        json.WriteNumber("total_qty_ordered"u8, QuantityOf(order));
        json.WriteString("updated_at"u8, damage == OrderDamage.BadDate ? "yesterday"u8 : updatedAt);
        json.WriteNumber("weight"u8, 0);
        if (damage != OrderDamage.NoItems) WriteItems(json, order, createdAt, updatedAt);
        json.WritePropertyName("billing_address"u8);
        WriteAddress(json, order, "billing"u8);
        WritePayment(json, order);
        json.WriteStartArray("status_histories"u8);
        json.WriteEndArray();
        WriteExtensions(json, order);
        json.WriteEndObject();
    }

    private static void WriteHugeTotals(Utf8JsonWriter json)
    {
        json.WritePropertyName("base_grand_total"u8);
        json.WriteRawValue("1e400"u8, skipInputValidation: true);
        json.WritePropertyName("grand_total"u8);
        json.WriteRawValue("1e400"u8, skipInputValidation: true);
    }

    private static void WriteCustomer(Utf8JsonWriter json, ShopOrder order)
    {
        var customer = order.Customer;
        json.WriteString("customer_email"u8, customer.Email);
        json.WriteNumber("customer_group_id"u8, GroupOf(order));
        json.WriteNumber("customer_is_guest"u8, customer.IsGuest ? 1 : 0);
        json.WriteNumber("customer_note_notify"u8, 1);
        // Magento keeps a guest's name in the billing address only.
        if (customer.IsGuest) return;
        if (customer.BirthDate is { } born) MagentoJson.Date(json, "customer_dob"u8, born.ToDateTime(TimeOnly.MinValue));
        json.WriteString("customer_firstname"u8, customer.FirstName);
        MagentoJson.Number(json, "customer_gender"u8, customer.Gender);
        json.WriteNumber("customer_id"u8, customer.Id);
        json.WriteString("customer_lastname"u8, customer.LastName);
        MagentoJson.Text(json, "customer_taxvat"u8, customer.TaxNumber);
    }

    private static void WriteItems(Utf8JsonWriter json, ShopOrder order, ReadOnlySpan<byte> createdAt, ReadOnlySpan<byte> updatedAt)
    {
        json.WriteStartArray("items"u8);
        foreach (var line in order.Lines) WriteItem(json, order, line, createdAt, updatedAt);
        json.WriteEndArray();
    }

    private static void WriteItem(
        Utf8JsonWriter json, ShopOrder order, ShopOrderLine line, ReadOnlySpan<byte> createdAt, ReadOnlySpan<byte> updatedAt)
    {
        var rate = order.Rate;
        json.WriteStartObject();
        MagentoJson.Money(json, "base_amount_refunded"u8, "amount_refunded"u8, line.AmountRefunded, rate);
        MagentoJson.Money(json, "base_discount_amount"u8, "discount_amount"u8, line.Discount, rate);
        MagentoJson.Money(json, "base_original_price"u8, line.Price);
        MagentoJson.Money(json, "base_price"u8, line.Price);
        MagentoJson.Money(json, "base_row_total"u8, "row_total"u8, line.RowTotal, rate);
        MagentoJson.Money(json, "base_row_total_incl_tax"u8, "row_total_incl_tax"u8, line.RowTotal, rate);
        json.WriteNumber("base_tax_amount"u8, 0);
        json.WriteString("created_at"u8, createdAt);
        json.WriteNumber("item_id"u8, line.Id);
        json.WriteString("name"u8, line.Name);
        json.WriteNumber("order_id"u8, order.Id);
        MagentoJson.Money(json, "original_price"u8, line.Price.ConvertAt(rate));
        if (line.IsVariant) json.WriteNumber("parent_item_id"u8, line.ParentLineId);
        MagentoJson.Money(json, "price"u8, line.Price.ConvertAt(rate));
        json.WriteNumber("product_id"u8, line.Product.Id);
        json.WriteString("product_type"u8, line.Product.IsConfigurable ? "configurable"u8 : "simple"u8);
        json.WriteNumber("qty_canceled"u8, line.Canceled);
        json.WriteNumber("qty_invoiced"u8, order.IsPaid ? line.Ordered : 0);
        json.WriteNumber("qty_ordered"u8, line.Ordered);
        json.WriteNumber("qty_refunded"u8, line.Refunded);
        json.WriteNumber("qty_shipped"u8, order.State is OrderState.Complete or OrderState.Closed ? line.Ordered : 0);
        json.WriteString("sku"u8, line.Sku);
        json.WriteNumber("store_id"u8, order.View.Id);
        json.WriteNumber("tax_amount"u8, 0);
        json.WriteString("updated_at"u8, updatedAt);
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, ShopOrder order, ReadOnlySpan<byte> type)
    {
        var customer = order.Customer;
        json.WriteStartObject();
        json.WriteString("address_type"u8, type);
        json.WriteString("city"u8, customer.City);
        json.WriteString("country_id"u8, customer.Country);
        json.WriteString("email"u8, customer.Email);
        json.WriteNumber("entity_id"u8, (order.Id * 2L) - 1);
        json.WriteString("firstname"u8, customer.FirstName);
        json.WriteString("lastname"u8, customer.LastName);
        json.WriteNumber("parent_id"u8, order.Id);
        MagentoJson.Text(json, "telephone"u8, customer.Phone);
        json.WriteEndObject();
    }

    private static void WritePayment(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartObject("payment"u8);
        if (order.IsPaid) MagentoJson.Money(json, "base_amount_paid"u8, "amount_paid"u8, order.GrandTotal, order.Rate);
        MagentoJson.Money(json, "base_amount_ordered"u8, "amount_ordered"u8, order.GrandTotal, order.Rate);
        json.WriteNumber("entity_id"u8, order.Id);
        json.WriteString("method"u8, order.PaymentMethod);
        json.WriteNumber("parent_id"u8, order.Id);
        json.WriteEndObject();
    }

    private static void WriteExtensions(Utf8JsonWriter json, ShopOrder order)
    {
        json.WriteStartObject("extension_attributes"u8);
        json.WriteStartArray("shipping_assignments"u8);
        json.WriteStartObject();
        json.WriteStartObject("shipping"u8);
        json.WritePropertyName("address"u8);
        WriteAddress(json, order, "shipping"u8);
        json.WriteString("method"u8, "flatrate_flatrate"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
