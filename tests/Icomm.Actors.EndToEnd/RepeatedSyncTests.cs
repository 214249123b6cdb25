using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.EndToEnd.Store;
using Icomm.Actors.StoreSimulator.Shops;
using Xunit.Abstractions;

namespace Icomm.Actors.EndToEnd;

/// <summary>A sync that finds nothing new writes nothing, also where it reads again what it knows.</summary>
public sealed class RepeatedSyncTests(ITestOutputHelper output)
{
    [Fact]
    public async Task ASecondSyncWithNothingNewWritesNothing()
    {
        // A shop whose orders all lie within the last hours: the second run looks back over some of them.
        using var folder = new TestFolder();
        await using var shop = await ServedShop.StartAsync(new GeneratedSource { Seed = 11, Customers = 400, Orders = 3_000, Products = 60, Days = 1 });
        await using var silo = await SiloProcess.StartAsync(folder.Path);
        var integration = await Integration.CreateAsync(silo, shop);
        var first = RunCounters.Of(await integration.SyncWellAsync());
        await silo.StopAsync();
        var before = StoredProfiles.Read(folder.Path);

        await silo.StartAsync();
        var second = RunCounters.Of(await integration.SyncWellAsync());
        await silo.StopAsync();
        var after = StoredProfiles.Read(folder.Path);
        output.WriteLine($"first {first}, second {second}, {before.Count} rows");

        Assert.True(second.Read > 0, "The second run should have looked back over a few orders.");
        Assert.Equal(second.Read, second.Unchanged);
        Assert.Equal((0, 0, 0), (second.New, second.Changed, second.Rejected));
        Assert.NotEmpty(before);
        Assert.Equal(before.OrderBy(row => row.Key), after.OrderBy(row => row.Key));
        shop.AssertOneRequestAtATime();
        silo.AssertLogsAreClean();
    }
}
