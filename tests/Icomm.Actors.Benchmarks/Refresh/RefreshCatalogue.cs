using System.Collections.Immutable;
using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Benchmarks.Refresh;

/// <summary>What the generated shop sells: names as long as real ones, a brand and two categories each. No two products, brands or categories share a name.</summary>
internal static class RefreshCatalogue
{
    private const int Count = 5_000;
    private const int Brands = 150;
    private const int Departments = 12;
    private const int Leaves = 72;

    private static readonly string[] Things =
        ["Zapatilla urbana", "Campera impermeable", "Auriculares inalámbricos", "Mochila escolar", "Lámpara de escritorio", "Juego de sábanas", "Termo de acero", "Remera de algodón"];

    private static readonly string[] Colours = ["azul", "negra", "verde", "gris", "roja", "blanca"];

    public static ImmutableArray<RefreshProduct> Products { get; } = [.. Enumerable.Range(0, Count).Select(Product)];

    /// <summary>By category id.</summary>
    public static ImmutableSortedDictionary<int, string> Categories { get; } =
        Products.SelectMany(product => product.Line.Categories).Distinct().ToImmutableSortedDictionary(category => int.Parse(category.Id), category => category.Name);

    private static RefreshProduct Product(int index)
    {
        var draws = new Draws((ulong)index);
        var department = index % Departments;
        var leaf = Departments + index % Leaves;

        // Most cost 10 to 60, few above 300.
        var price = (long)Math.Round(100 * Math.Exp(3.2 + 0.8 * Normal(ref draws)));
        return new RefreshProduct(
            price,
            new OrderLine
            {
                ProductId = $"{1_000 + index}",
                Name = $"{Things[index % Things.Length]} {Colours[index / Things.Length % Colours.Length]} {1_000 + index}",
                Units = Quantity.From(1),
                Brand = $"Rioplatense {index * 7 % Brands}",
                Categories = [new NamedId($"{department}", $"Departamento {department}"), new NamedId($"{leaf}", $"Temporada {leaf}")],
            });
    }

    private static double Normal(ref Draws draws) => Math.Sqrt(-2 * Math.Log(1 - draws.Share())) * Math.Cos(2 * Math.PI * draws.Share());
}

/// <param name="Price">Cents.</param>
/// <param name="Line">The line of one unit.</param>
internal sealed record RefreshProduct(long Price, OrderLine Line);
