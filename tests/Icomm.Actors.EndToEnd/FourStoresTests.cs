using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>One shop, told in the words of every platform, becomes the same profiles.</summary>
public sealed class FourStoresTests(ITestOutputHelper output)
{
    private static readonly DateTime End = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The shop's dates stay what they are, however old they get: that VTEX forgets after two years is another test's business.</summary>
    private static readonly VtexOptions Vtex = new() { History = TimeSpan.FromDays(36_500) };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TheSameShopBecomesTheSameProfilesWhateverItsPlatform(int seed)
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var source = new CommonGroundSource(new GeneratedSource { Seed = seed, Customers = 80, Orders = 500, Products = 40, Days = 420, End = End });
        var days = new[] { 1, -20, -100 }.Select(day => DateOnly.FromDateTime(End).AddDays(day)).ToArray();
        var seen = new Dictionary<StorePlatform, string[]>();
        foreach (var platform in Enum.GetValues<StorePlatform>())
        {
            await using var shop = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = platform, Vtex = Vtex });
            var integration = await Integration.CreateAsync(silo, shop, timeZone: "America/Montevideo");
            await integration.SyncWellAsync();
            Assert.Empty(await integration.RejectedAsync());

            var compared = await integration.AssertEqualsTruthAsync(orders: null, days);
            output.WriteLine($"{platform}: {compared} values as by brute force");
            seen.Add(platform, [.. await ContentsAsync(integration, days)]);
        }

        Assert.True(seen.Count >= 2, "There is nothing to compare.");
        foreach (var (platform, contents) in seen)
            Assert.True(seen[StorePlatform.Magento].SequenceEqual(contents), $"{platform} tells of other profiles than Magento:\n{Difference(seen[StorePlatform.Magento], contents)}");
        silo.AssertLogsAreClean();
    }

    [Fact]
    public async Task FieldsThatTwoStoresNameDifferentlyAreBothKept()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var source = new GeneratedSource { Seed = 5, Customers = 30, Orders = 60, Products = 10, End = End };
        await using var magento = await ServedShop.StartAsync(new SimulatorOptions { Source = source });
        await using var vtex = await ServedShop.StartAsync(new SimulatorOptions { Source = source, Platform = StorePlatform.Vtex, Vtex = Vtex });
        var first = await Integration.CreateAsync(silo, magento);
        var second = await Integration.UnifyAsync(silo, vtex, first);
        await first.SyncWellAsync();
        await second.SyncWellAsync();

        // Each store gives the birthday under a name of its own; both belong to one profile.
        var born = magento.Data.Customers.First(customer => customer.BirthDate is not null);
        var profiles = await first.ProfilesAsync(DateOnly.FromDateTime(End));
        var profile = await first.ProfileAsync(profiles.Single(profile => profile.Email == born.Email.ToLowerInvariant()).Id);
        var sources = profile.GetProperty("sources").EnumerateArray().ToDictionary(each => each.GetProperty("integrationId").GetString()!, each => each.GetProperty("attributes"));
        Assert.Equal([first.Id, second.Id], sources.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"{born.BirthDate:yyyy-MM-dd}", sources[first.Id].GetProperty("dob").GetString());
        Assert.StartsWith($"{born.BirthDate:yyyy-MM-dd}", sources[second.Id].GetProperty("birthDate").GetString(), StringComparison.Ordinal);
        Assert.False(sources[first.Id].TryGetProperty("birthDate", out _));

        // Who never bought has a profile all the same.
        var buyers = magento.Data.Orders.Select(order => order.Customer.Email.ToLowerInvariant()).ToHashSet();
        foreach (var prospect in magento.Data.Customers.Where(customer => !buyers.Contains(customer.Email.ToLowerInvariant())))
            Assert.Equal(0, profiles.Single(profile => profile.Email == prospect.Email.ToLowerInvariant()).Orders);
    }

    /// <summary>All that is shown of every profile on every day, in the order of their e-mails.</summary>
    private static async Task<IEnumerable<string>> ContentsAsync(Integration integration, DateOnly[] days)
    {
        var contents = new List<string>();
        foreach (var day in days)
            contents.AddRange((await integration.ProfilesAsync(day)).OrderBy(profile => profile.Email, StringComparer.Ordinal).Select(profile => profile.Content));
        return contents;
    }

    private static string Difference(string[] expected, string[] actual)
    {
        var at = Enumerable.Range(0, Math.Min(expected.Length, actual.Length)).FirstOrDefault(i => expected[i] != actual[i], -1);
        return at < 0 ? $"{expected.Length} against {actual.Length} profiles" : $"{expected[at]}\nagainst\n{actual[at]}";
    }
}
