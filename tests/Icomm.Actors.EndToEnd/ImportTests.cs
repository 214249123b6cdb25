using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing.Outside.Waiting;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>The past as a file: what an upload leaves is what brute force finds in the shop, whatever happens meanwhile, and the process does not grow with the file.</summary>
public sealed class ImportTests(ITestOutputHelper output)
{
    private static readonly DateTime End = new(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>So small that a kill hits an import.</summary>
    private const string SmallBatches = "--Import:OrdersPerBatch=8";

    /// <summary>The garbage collector takes what memory it likes unless it is told: the silo gets a heap that half of the large file would fill.</summary>
    private static readonly Dictionary<string, string> SmallHeap = new() { ["DOTNET_GCHeapHardLimit"] = $"{150_000_000:X}" };

    [Fact]
    public async Task AFileBecomesWhatBruteForceFindsAndTheSameFileTwiceChangesNothing()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        await using var shop = await ServedShop.StartAsync(Source(seed: 1, orders: 1_500));
        var imports = await FileImports.CreateAsync(silo, shop);
        var file = FenicioCsv.Write(shop.Data, new FenicioCsvOptions { ShuffleSeed = 3 });

        var first = await imports.EndOfAsync(await imports.UploadAsync(new MemoryStream(file)));
        Assert.Equal((file.Length, shop.Data.Orders.Count, shop.Data.Orders.Count), (first.Size, first.Found, first.New));
        output.WriteLine($"{first}; {await imports.Integration.AssertEqualsTruthAsync()} values as by brute force");

        var second = await imports.EndOfAsync(await imports.UploadAsync(new MemoryStream(FenicioCsv.Write(shop.Data, new FenicioCsvOptions { ShuffleSeed = 3, Language = FenicioLanguage.Portuguese, Delimiter = ',' }))));
        Assert.Equal((0, 0, first.Found), (second.New, second.Changed, second.Unchanged));
        await imports.Integration.AssertEqualsTruthAsync();
        AssertNoRows(folder);
        silo.AssertLogsAreClean();
    }

    [Fact]
    public async Task KillsInMidImportAndInMidUploadLoseNothingAndCountNothingTwice()
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, SmallBatches);
        await using var shop = await ServedShop.StartAsync(Source(seed: 2, orders: 4_000));
        var imports = await FileImports.CreateAsync(silo, shop);
        var file = FenicioCsv.Write(shop.Data);

        // Half of a file has come.
        using var half = new HeldStream(file, file.Length / 2);
        var uploading = imports.UploadAsync(half);
        await Wait.UntilAsync("upload", "the import", "under way", TimeSpan.FromMinutes(3), imports.AllAsync, all => all.Count == 1 && half.IsHeld, all => $"{all.Count} imports");
        await silo.KillAsync();
        half.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => uploading);
        await silo.StartAsync();
        var broken = await imports.UntilAsync((await imports.AllAsync())[0].GetProperty("id").GetString()!, long.MaxValue);
        Assert.Equal(("failed", "upload_interrupted"), (broken.GetProperty("state").GetString(), broken.GetProperty("problem").GetProperty("code").GetString()));
        AssertNoRows(folder);

        // All of it has come; three times the process dies while its orders are applied.
        var id = await imports.UploadAsync(new MemoryStream(file));
        foreach (var part in new[] { 0.1, 0.3, 0.5 })
        {
            var seen = await imports.UntilAsync(id, (long)(part * shop.Data.Orders.Count));
            await silo.KillAsync();
            Assert.False(seen.TryGetProperty("endedAt", out _), $"The import had ended before it could be interrupted: {seen.GetRawText()}");
            await silo.StartAsync();
        }

        var import = await imports.EndOfAsync(id);
        output.WriteLine($"{import}");
        Assert.Equal(0, import.Changed);
        await imports.Integration.AssertEqualsTruthAsync();
        AssertNoRows(folder);

        var again = await imports.EndOfAsync(await imports.UploadAsync(new MemoryStream(file)));
        Assert.Equal(again.Found, again.Unchanged);
        Assert.Equal(0, await silo.StopAsync());
        silo.AssertLogsAreClean();
    }

    [Fact]
    public async Task MemoryDoesNotGrowWithTheFile()
    {
        await using var shop = await ServedShop.StartAsync(Source(seed: 3, orders: 2_000));
        var small = await PeakAsync(shop, megabytes: 20);
        var large = await PeakAsync(shop, megabytes: 300);
        Assert.True(large < 1.6 * small, $"Receiving 300 MB took {large:N0} bytes of memory, receiving 20 MB {small:N0}.");
    }

    /// <summary>The most memory that a silo of its own had while it received a file that is made up meanwhile, and applied the first of it.</summary>
    private async Task<long> PeakAsync(ServedShop shop, int megabytes)
    {
        using var folder = new TestFolder();
        await using var silo = await SiloProcess.StartAsync(folder.Path, SmallHeap);
        var imports = await FileImports.CreateAsync(silo, shop);
        using var file = FenicioCsv.Open(shop.Data, megabytes * 1_000_000L);
        var id = await imports.UploadAsync(file);
        var import = await imports.UntilAsync(id, 5_000);
        var peak = silo.PeakMemory;
        output.WriteLine($"{megabytes} MB: peak of {peak / 1e6:0} MB; {ImportNumbers.Of(import)}");
        await silo.KillAsync();
        return peak;
    }

    private static CommonGroundSource Source(int seed, int orders) =>
        new(new GeneratedSource { Seed = seed, Customers = orders / 5, Orders = orders, Products = 60, Days = 420, End = End });

    private static void AssertNoRows(TestFolder folder) => Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(folder.Path, "imports")), file => !file.EndsWith(".report", StringComparison.Ordinal));

    /// <summary>A file of which only a part comes.</summary>
    private sealed class HeldStream(byte[] file, int part) : MemoryStream(file)
    {
        private readonly CancellationTokenSource _over = new();

        public bool IsHeld => Position == part;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsHeld)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _over.Token);
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, part - (int)Position)], cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            _over.Cancel();
            base.Dispose(disposing);
        }
    }
}
