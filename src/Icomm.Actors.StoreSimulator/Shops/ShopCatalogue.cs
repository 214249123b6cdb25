namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Products, categories and brands: fixed for the life of a simulated shop.</summary>
public sealed class ShopCatalogue
{
    private readonly EntitySet<ShopProduct> _products;
    private readonly EntitySet<ShopCategory> _categories;

    internal ShopCatalogue(IEnumerable<ShopProduct> products, IEnumerable<ShopCategory> categories, IReadOnlyList<BrandOption> brands)
    {
        _products = EntitySet<ShopProduct>.From(products);
        var countOf = _products.All.Where(p => !p.IsVariant).SelectMany(p => p.CategoryIds).GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        _categories = EntitySet<ShopCategory>.From(categories.Select(c => c with { ProductCount = countOf.GetValueOrDefault(c.Id) }));
        Brands = brands;
    }

    public IReadOnlyList<ShopProduct> Products => _products.All;

    public IReadOnlyList<ShopCategory> Categories => _categories.All;

    public IReadOnlyList<BrandOption> Brands { get; }

    internal EntitySet<ShopProduct> ProductSet => _products;

    internal EntitySet<ShopCategory> CategorySet => _categories;
}
