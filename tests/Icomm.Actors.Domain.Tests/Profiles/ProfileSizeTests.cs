using Icomm.Actors.Domain.Profiles;
using Xunit.Abstractions;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>What a profile takes, stored and idle in memory (issue 2 aims at 2 KB for 5 orders, managed): three lines an order, names as shops have them.</summary>
public sealed class ProfileSizeTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["Remera", "Pantalón", "Campera", "Zapatilla", "Vestido", "Camisa", "Buzo", "Gorra", "Mochila", "Medias"];
    private static readonly (string, string)[] Categories = [("3", "Ropa"), ("12", "Mujer"), ("13", "Hombre"), ("27", "Calzado"), ("31", "Accesorios"), ("40", "Ofertas"), ("41", "Deportes")];
    private static readonly string[] Brands = ["Nike", "Adidas", "Topper", "Rockford", "Levi's"];

    [Theory]
    [InlineData(1, 600)]
    [InlineData(5, 1_500)]
    [InlineData(50, 11_000)]
    [InlineData(1_000, 130_000)]
    public void A_profile_stays_small(int count, int limit)
    {
        var random = new Random(7);
        var orders = Enumerable.Range(0, count).Select(i => Order($"{100_000 + i}", Noon.AddDays(-700.0 * (count - i) / count), random.Next(500, 9_000)) with
        {
            Number = $"{2_000_000_000 + i}",
            Lines = [.. Enumerable.Range(0, 3).Select(_ => Product(random.Next(400)))],
            Coupons = random.Next(5) == 0 ? ["INVIERNO15"] : [],
        });

        var bytes = ProfileState.Empty.Apply("magento-1", [.. orders], [], Noon).State.Encoded.Length;

        output.WriteLine($"{count} orders: {bytes} bytes, {bytes / count} an order");
        Assert.InRange(bytes, 1, limit);
    }

    private static Icomm.Actors.Domain.Orders.OrderLine Product(int p) =>
        Line($"{5_000 + p}", $"{Kinds[p % 10]} azul {p} talle M", 1, Brands[p % 5], Categories[p % 7], Categories[(p + 1) % 7]);
}
