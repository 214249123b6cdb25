using System.Collections.Immutable;

namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>Products, categories and brands of a generated shop.</summary>
internal static class GeneratedCatalogue
{
    private const double BrandedShare = 0.9;

    private static readonly string[] Adjectives = ["Classic", "Modern", "Light", "Urban", "Vintage", "Soft", "Bold", "Eco", "Premium", "Compact"];
    private static readonly string[] Sizes = ["S", "M", "L", "XL"];

    private static readonly string[] Brands =
        ["Andina", "Boreal", "Ceibo", "Delta Sur", "Estancia", "Faro", "Guaraní", "Horizonte", "Itapuã", "Jacarandá", "Kilómetro 0", "Litoral"];

    private static readonly (string Department, string[] Leaves)[] Tree =
    [
        ("Clothing", ["Shirts", "Trousers", "Dresses", "Jackets", "Underwear"]),
        ("Shoes", ["Trainers", "Boots", "Sandals", "Formal"]),
        ("Home", ["Kitchen", "Bedroom", "Bathroom", "Lighting", "Garden"]),
        ("Electronics", ["Phones", "Audio", "Computers", "Cameras"]),
        ("Beauty", ["Skin", "Hair", "Perfume"]),
        ("Sports", ["Football", "Running", "Cycling", "Yoga"]),
        ("Toys", ["Games", "Puzzles", "Dolls"]),
        ("Food", ["Wine", "Coffee", "Sweets"]),
    ];

    public static ShopCatalogue Build(GeneratedSource source, Random random, DateTime start)
    {
        var created = start.AddDays(-30);
        var tree = new CategoryTreeBuilder(created);
        var leaves = Tree.SelectMany(d => d.Leaves.Select(leaf => (Name: leaf, Id: tree.Leaf(d.Department, leaf)))).ToArray();
        var brands = Brands.Select((label, i) => new BrandOption(i + 1, label)).ToArray();
        var products = new List<ShopProduct>(source.Products);
        var nextVariant = source.Products + 1;
        for (var id = 1; id <= source.Products; id++)
        {
            var leaf = leaves[random.Next(leaves.Length)];
            var name = $"{Adjectives[random.Next(Adjectives.Length)]} {leaf.Name} {id}";
            var price = new Amount((199 + (long)(20_000 * Math.Pow(random.NextDouble(), 3))) * 100);
            int? brand = random.NextDouble() < BrandedShare ? brands[random.Next(brands.Length)].Id : null;
            var variants = ImmutableArray.CreateBuilder<int>();
            if (random.NextDouble() < source.ConfigurableShare)
            {
                foreach (var size in Sizes)
                {
                    variants.Add(nextVariant);
                    products.Add(new ShopProduct
                    {
                        Id = nextVariant++,
                        Sku = $"P{id:D5}-{size}",
                        Name = $"{name}-{size}",
                        Price = price,
                        CreatedAt = created,
                        UpdatedAt = created,
                        CategoryIds = tree.WithParents(leaf.Id),
                        BrandOptionId = brand,
                        IsVariant = true,
                    });
                }
            }

            products.Add(new ShopProduct
            {
                Id = id,
                Sku = $"P{id:D5}",
                Name = name,
                Price = price,
                CreatedAt = created,
                UpdatedAt = created.AddSeconds(random.Next(0, source.Days * 86_400)),
                CategoryIds = tree.WithParents(leaf.Id),
                BrandOptionId = brand,
                VariantIds = variants.ToImmutable(),
                Enabled = random.NextDouble() < 0.97 || id == 1,
            });
        }

        return new ShopCatalogue(products, tree.Categories, brands);
    }
}
