namespace Icomm.Actors.StoreSimulator.Shops;

/// <summary>The catalogue that the file implies: products are its codes; categories and brands, which it lacks, are made up from names and codes alone.</summary>
/// <param name="Catalogue">The catalogue itself.</param>
/// <param name="ProductOf">By <see cref="UciLine.ProductKey"/>.</param>
internal sealed record UciCatalogue(ShopCatalogue Catalogue, IReadOnlyDictionary<string, ShopProduct> ProductOf)
{
    private const uint UnbrandedOf = 8;

    private static readonly BrandOption[] Brands =
    [
        new(11, "Albion & Sons"), new(12, "Bluebell"), new(13, "Cotswold"), new(14, "Dovecote"), new(15, "Emberley"), new(16, "Foxglove"), new(17, "Gingham House"),
    ];

    public static UciCatalogue Build(IReadOnlyList<UciLine> lines)
    {
        var seen = new Dictionary<string, Codes>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var key = line.ProductKey;
            if (!seen.TryGetValue(key, out var codes)) seen.Add(key, codes = new Codes(line.StockCode, line.At));
            if (line.UnitPrice <= Amount.Zero) continue;
            codes.Prices[line.UnitPrice] = codes.Prices.GetValueOrDefault(line.UnitPrice) + 1;
            if (line.Description.Length > 0) codes.Names[line.Description] = codes.Names.GetValueOrDefault(line.Description) + 1;
        }

        var tree = new CategoryTreeBuilder(lines[0].At);
        var productOf = new Dictionary<string, ShopProduct>(StringComparer.Ordinal);
        foreach (var (key, codes) in seen)
        {
            // MaxBy takes the first of equals, and a dictionary that nothing is removed from lists what came first first.
            var name = codes.Names.Count == 0 ? codes.Sku : codes.Names.MaxBy(n => n.Value).Key;
            var (department, leaf) = UciCategories.Of(name);
            var drawn = Fnv1A(key) % UnbrandedOf;
            productOf.Add(key, new ShopProduct
            {
                Id = productOf.Count + 1,
                Sku = codes.Sku,
                Name = name,
                Price = codes.Prices.Count == 0 ? Amount.Zero : codes.Prices.MaxBy(p => p.Value).Key,
                CreatedAt = codes.FirstSeen,
                UpdatedAt = codes.FirstSeen,
                CategoryIds = tree.WithParents(tree.Leaf(department, leaf)),
                BrandOptionId = drawn < Brands.Length ? Brands[drawn].Id : null,
            });
        }

        return new UciCatalogue(new ShopCatalogue(productOf.Values, tree.Categories, Brands), productOf);
    }

    // String.GetHashCode differs from run to run.
    private static uint Fnv1A(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }

    private sealed class Codes(string sku, DateTime firstSeen)
    {
        public string Sku => sku;

        public DateTime FirstSeen => firstSeen;

        public Dictionary<string, int> Names { get; } = new(StringComparer.Ordinal);

        public Dictionary<Amount, int> Prices { get; } = [];
    }
}
