using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Fenicio;

/// <summary>What an order's line says of its product's place in the catalogue.</summary>
internal sealed class FenicioShelves(ShopCatalogue catalogue)
{
    private readonly Dictionary<int, string> _brands = catalogue.Brands.ToDictionary(brand => brand.Id, brand => brand.Label);

    public string? BrandOf(ShopProduct product) => product.BrandOptionId is { } id ? _brands.GetValueOrDefault(id) : null;

    /// <summary>From general to specific, without the two root levels.</summary>
    public string? CategoryOf(ShopProduct product)
    {
        if (product.CategoryIds.IsEmpty) return null;
        var names = new Stack<string>();
        for (var category = catalogue.CategorySet.Find(product.CategoryIds[0]); category is { Level: > 1 }; category = catalogue.CategorySet.Find(category.ParentId))
            names.Push(category.Name);
        return string.Join(" > ", names);
    }
}
