using System.IO.Compression;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles;
using static Icomm.Actors.Domain.Tests.Profiles.OrderBuilder;

namespace Icomm.Actors.Domain.Tests.Profiles;

/// <summary>Profiles that were once stored stay readable (DESIGN §8): one blob of each format version is kept here for ever, with what it must say.</summary>
public sealed class StoredFormatTests
{
    /// <summary>Version 1: the state of <see cref="Build"/>, deflated.</summary>
    private const string Version1 =
        "83R2DGBkYGIMzD2yzPPf+SZmBgYGdiDmBmI2KDsYiKuAWJaBiZlhwWHxB+63ORhmNEhl773OwQIUZ4JiVijNcMlS2eieVWzqXLW0nYtfJJs8yvqt7yy4ewVnYR37g8uPbvGvqBZ+s054" +
        "TvMOxoPZRYsuPy7PN7FxkLiyzvglw4r4I22rgObDaDaD8nYgLe9kkJtqbs6tsBDkIgaGDmEwxcAIxlDbF3AlHKm4wwGn/90SOgqkCz4m3L/Rab434bEYWI9BKUQvE1Q/AxNQ74OpRpmN" +
        "QD0w2i7tKYhOjG14whb56FDDtBlgPQLqEL0sUHsZgXoZgZANTELYnDARRkYGfpAaYCiCSBZgOIPEmf+zMPz/z/yfHUiy/GcDkgwL/scYNQFt5TiyzwpIu0Ncx8iABTCBEMyHUMANoZjR" +
        "xflhjoX5CgrYIGHHjC4OUc/I4sDLjGInzNcwAHYYIywuYMBhDoZLQQQ0pSxog3hHwQ855oDyGf8aJ7++xdEgxYYizwKVZwS7lwUYhpwMXEAvgkKdlYGDgTM3MT01ryRf15CtrCS1QteQ" +
        "2TU0iDk02IU5NDLUVNnUzEzZzDQoNTe1KNHcPb+oKNEiKrEgsSQzJyfR0jc1JTOx2NQ5MbcAKK1weGNiXsrhXYbOiTlViSn5RkH5BYlGjklFmen5jsm5qYcngqXDXIMc/fyTjfgZEvMS" +
        "HVIrgJpzUvWS83M5GAyNjE1MzcwtuBgc8xIVfBOLDq9NZGdwTyxKBjLYGIDuTEktYmRIY2VIL8ovLWBmKMssSDYEqoWpQTPRMS+zJBHdGkMTAA==";

    private static readonly DatabaseSettings Settings = new() { TimeZone = "America/Montevideo", Currency = "UYU" };

    [Fact]
    public void Version_1_is_read()
    {
        var bytes = Inflate(Version1);
        var state = ProfileState.Decode(bytes);
        var indicators = state.Evaluate(new DateOnly(2024, 6, 1), Settings);

        Assert.Equal((7, 4), (state.OrderCount, state.FoldedCount));
        Assert.Equal(2, indicators[Window.Days30].Totals.Purchases);
        Assert.Equal(Money.From(1_150m), indicators[Window.Days360].Totals.Amount);
        Assert.Equal(1, indicators[Window.Days360].Totals.AmountsSetAside);
        Assert.Equal<string>(["Campera ñandú", "Remera", "Gorra"], indicators[Window.Days360].Products);
        Assert.Equal<string>(["Gorra", "Zapatilla", "Medias"], indicators[Window.Over360].Products);
        Assert.Equal(new DateOnly(2020, 2, 29), indicators.FirstPurchaseDate);
        Assert.Equal<string>(["Ñandú"], indicators.LastPurchaseBrands);
        Assert.Equal<string>(["VERANO"], indicators.LastPurchasePromoCodes);
        Assert.Equal(("Ana María", "García", "ana@example.com", "12345678"), (state.Customer.FirstName, state.Customer.LastName, state.Customer.Email, state.Customer.Document));
        Assert.Equal("vip", state.Customer.Stores[0].Attributes["group"]);
        Assert.Equal<string>(["c1", "c2"], state.Customer.Stores[0].StoreCustomerIds);
        Assert.Equal("Anita", state.Customer.Stores[1].FirstName);
    }

    /// <summary>The writer hasn't changed unnoticed: a change of what is written needs a new version, and a blob of its own above.</summary>
    [Fact]
    public void Version_1_is_still_what_is_written()
    {
        var written = Build().Encoded;
        Assert.True(written.AsSpan().SequenceEqual(Inflate(Version1)), $"now written: {Deflate(written)}");
    }

    [Fact]
    public void A_newer_version_asks_for_an_upgrade()
    {
        var bytes = Build().Encoded.ToArray();
        bytes[4]++;
        Assert.Equal(ProfileStateErrors.NewerVersion, Assert.Throws<ProfileStateException>(() => ProfileState.Decode(bytes)).Code);
        bytes[4] = 0;
        Assert.Equal(ProfileStateErrors.Corrupt, Assert.Throws<ProfileStateException>(() => ProfileState.Decode(bytes)).Code);
    }

    private static ProfileState Build()
    {
        var folding = new FoldingPolicy(5, 400);
        var person = new CustomerReference { Email = "Ana@Example.com", StoreCustomerId = "c1", FirstName = "Ana", LastName = "García" };
        StoreOrder[] magento =
        [
            Order("1", new DateTimeOffset(2020, 2, 29, 23, 0, 0, TimeSpan.Zero), 10, "UYU") with { Customer = person, Lines = [Line("9", "Medias", 2)] },
            Order("2", new DateTimeOffset(2021, 5, 1, 1, 0, 0, TimeSpan.Zero), 20, "USD") with { Customer = person, Lines = [Line("8", "Zapatilla vieja", 1, "Acme", ("1", "Calzado"))] },
            Order("3", new DateTimeOffset(2022, 5, 1, 1, 0, 0, TimeSpan.Zero), 30, "UYU", OrderStatus.Cancelled) with { Customer = person },
            Order("4", new DateTimeOffset(2023, 1, 1, 1, 0, 0, TimeSpan.Zero), 40, "UYU") with { Customer = person, Lines = [Line("7", "Gorra"), Line("8", "Zapatilla", 1, "Acme", ("1", "Calzado"))] },
            Order("5", new DateTimeOffset(2023, 9, 1, 1, 0, 0, TimeSpan.Zero), 50, "EUR") with { Customer = person, Lines = [Line("7", "Gorra", 0.5m)] },
            Order("6", new DateTimeOffset(2024, 5, 20, 12, 0, 0, TimeSpan.Zero), 200, "UYU") with { Customer = person, Refunded = Money.From(50), Lines = [Line("5", "Remera", 3, null, ("2", "Ropa"))], Number = null },
        ];
        var vtex = Order("6", new DateTimeOffset(2024, 5, 31, 12, 0, 0, TimeSpan.Zero), 1_000, "UYU") with
        {
            Customer = new CustomerReference { Email = "ana@example.com-123abc.ct.vtex.com.br", FirstName = "Anita" },
            Lines = [Line("5", "Campera ñandú", 1, "Ñandú", ("2", "Abrigo"))],
            Coupons = ["VERANO"],
        };
        var account = new StoreCustomer
        {
            Reference = new CustomerReference { Email = "ana@example.com", StoreCustomerId = "c2", FirstName = "Ana María", LastName = "García", Document = "12345678" },
            CreatedAt = Noon, UpdatedAt = Noon, ReadAt = Noon.AddHours(1),
            Attributes = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("group", "vip").Add("gender", "f"),
        };
        return ProfileState.Empty.Apply("magento-1", magento, [account], Noon, folding).State.Apply("vtex-1", [vtex], [], Noon, folding).State;
    }

    private static string Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var deflate = new DeflateStream(output, CompressionLevel.SmallestSize))
            deflate.Write(bytes);
        return Convert.ToBase64String(output.ToArray());
    }

    private static byte[] Inflate(string base64)
    {
        using var input = new DeflateStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
        using var output = new MemoryStream();
        input.CopyTo(output);
        return output.ToArray();
    }
}
