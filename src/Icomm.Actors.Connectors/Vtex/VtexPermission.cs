namespace Icomm.Actors.Connectors.Vtex;

/// <summary>A resource of VTEX's roles that a request needs, by the names the admin shows (articles/vtex.es.txt, facts §3.7).</summary>
internal sealed record VtexPermission(string Product, string Resource)
{
    public static readonly VtexPermission ListOrders = new("OMS", "List Orders");
    public static readonly VtexPermission ViewOrder = new("OMS", "View order");
    public static readonly VtexPermission Feed = new("OMS", "Feed v3 and Hook Admin");
    public static readonly VtexPermission Customers = new("Dynamic Storage", "Read only documents");
    public static readonly VtexPermission SalesChannels = new("Catalog API", "View Product");
    public static readonly VtexPermission ProductIds = new("Catalog", "Product management");
    public static readonly VtexPermission ProductForm = new("Catalog", "Product Form");
    public static readonly VtexPermission Brands = new("Catalog", "Brands");
    public static readonly VtexPermission Categories = new("Catalog", "Category");
}
