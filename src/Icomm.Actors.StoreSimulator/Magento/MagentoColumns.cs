using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>What each list can be filtered and sorted by.</summary>
internal static class MagentoColumns
{
    public static Columns<ShopOrder> Orders { get; } = new Columns<ShopOrder>(UnknownColumn)
        .Key("entity_id")
        .Dates()
        .Text("increment_id", o => o.Number)
        .Number("store_id", o => o.View.Id)
        .Text("store_name", o => OrderJson.StoreName(o.View))
        .Text("state", o => OrderJson.StateOf(o))
        .Text("status", o => OrderJson.StatusOf(o))
        .Number("customer_id", o => o.Customer.IsGuest ? null : o.Customer.Id)
        .Number("customer_is_guest", o => o.Customer.IsGuest ? 1 : 0)
        .Number("customer_group_id", o => OrderJson.GroupOf(o))
        .Text("customer_email", o => o.Customer.Email)
        .Text("customer_firstname", o => o.Customer.IsGuest ? null : o.Customer.FirstName)
        .Text("customer_lastname", o => o.Customer.IsGuest ? null : o.Customer.LastName)
        .Text("coupon_code", o => o.CouponCode)
        .Text("base_currency_code", o => o.View.BaseCurrency)
        .Text("order_currency_code", o => o.OrderCurrency)
        .Number("base_grand_total", o => o.GrandTotal.ToDecimal())
        .Number("grand_total", o => o.GrandTotal.ConvertAt(o.Rate).ToDecimal())
        .Number("base_subtotal", o => o.Subtotal.ToDecimal())
        .Number("subtotal", o => o.Subtotal.ConvertAt(o.Rate).ToDecimal())
        .Number("base_discount_amount", o => o.Discount.ToDecimal())
        .Number("discount_amount", o => o.Discount.ConvertAt(o.Rate).ToDecimal())
        .Number("base_total_refunded", o => Present(o.TotalRefunded)?.ToDecimal())
        .Number("total_refunded", o => Present(o.TotalRefunded)?.ConvertAt(o.Rate).ToDecimal())
        .Number("base_total_paid", o => o.IsPaid ? o.GrandTotal.ToDecimal() : null)
        .Number("total_paid", o => o.IsPaid ? o.GrandTotal.ConvertAt(o.Rate).ToDecimal() : null)
        .Number("base_total_canceled", o => o.State == OrderState.Canceled ? o.GrandTotal.ToDecimal() : null)
        .Number("total_canceled", o => o.State == OrderState.Canceled ? o.GrandTotal.ConvertAt(o.Rate).ToDecimal() : null)
        .Number("total_qty_ordered", o => OrderJson.QuantityOf(o))
        .Number("total_item_count", o => OrderJson.ItemCountOf(o));

    public static Columns<ShopCustomer> Customers { get; } = new Columns<ShopCustomer>(UnknownAttribute)
        .Key("entity_id")
        .Key("id")
        .Dates()
        .Text("email", c => c.Email)
        .Text("firstname", c => c.FirstName)
        .Text("lastname", c => c.LastName)
        .Text("taxvat", c => c.TaxNumber)
        .Number("store_id", c => c.StoreViewId)
        .Number("website_id", c => c.WebsiteId)
        .Number("group_id", c => c.GroupId)
        .Number("gender", c => c.Gender)
        .Date("dob", c => c.BirthDate?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    public static Columns<ShopProduct> Products(string brandAttribute) => new Columns<ShopProduct>(UnknownAttribute)
        .Key("entity_id")
        .Dates()
        .Text("sku", p => p.Sku)
        .Text("name", p => p.Name)
        .Text("type_id", p => CatalogueJson.TypeOf(p))
        .Number("price", p => p.Price.ToDecimal())
        .Number("status", p => CatalogueJson.StatusOf(p))
        .Number("visibility", p => CatalogueJson.VisibilityOf(p))
        .Number("attribute_set_id", _ => CatalogueJson.AttributeSetId)
        .Ids("category_id", p => p.CategoryIds)
        .Ids("category_ids", p => p.CategoryIds)
        .Number(brandAttribute, p => p.BrandOptionId);

    public static Columns<ShopCategory> Categories { get; } = new Columns<ShopCategory>(UnknownAttribute)
        .Key("entity_id")
        .Key("id")
        .Dates()
        .Number("parent_id", c => c.ParentId)
        .Number("level", c => c.Level)
        .Number("position", c => c.Position)
        .Number("is_active", c => c.IsActive ? 1 : 0)
        .Text("name", c => c.Name)
        .Text("path", c => c.Path);

    public static Columns<ShopCreditMemo> CreditMemos { get; } = new Columns<ShopCreditMemo>(UnknownColumn)
        .Key("entity_id")
        .Dates()
        .Text("increment_id", m => m.Number)
        .Number("order_id", m => m.OrderId)
        .Number("store_id", m => m.View.Id)
        .Number("state", m => CreditMemoJson.StateOf(m))
        .Number("base_grand_total", m => m.GrandTotal.ToDecimal());

    private static Amount? Present(Amount amount) => amount == Amount.Zero ? null : amount;

    // An unknown column of a flat table is a broken SQL statement; an unknown attribute of an EAV entity is told apart.
    private static MagentoException UnknownColumn(string name) => MagentoException.Internal();

    private static MagentoException UnknownAttribute(string name) =>
        new(StatusCodes.Status400BadRequest, "Invalid attribute name: %1", ("1", name));
}
