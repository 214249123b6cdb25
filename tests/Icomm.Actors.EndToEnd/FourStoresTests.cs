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
