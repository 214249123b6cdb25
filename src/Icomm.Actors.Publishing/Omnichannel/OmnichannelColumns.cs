namespace Icomm.Actors.Publishing.Omnichannel;

/// <summary>
/// The columns of the four files, in their fixed order. ORDERS: those that the guide's readable part lists (facts §1.7; the rest is cut off there).
/// ORDERSDETAIL and ORDERSDETAILCATEGORIES: their columns can't be read anywhere, these are ours. CUSTOMERS: the person, then every indicator, which is our own extension.
/// </summary>
internal static class OmnichannelColumns
{
    public static string[] Orders { get; } =
        ["OrderNumber", "StoreCode", "UserId", "Date", "TotalItems", "TotalProducts", "TotalAmount", "ItemsAmount", "DiscountsAmount", "ShippingAmount"];

    public static string[] OrderDetails { get; } = ["OrderNumber", "StoreCode", "ProductId", "ProductName", "Brand", "Quantity", "Price"];

    public static string[] OrderDetailCategories { get; } = ["OrderNumber", "StoreCode", "ProductId", "CategoryId", "CategoryName"];

    public static string[] Customers { get; } = ["UserId", "Email", "FirstName", "LastName", "Document", .. PublishedFields.Names];
}
