using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.EndToEnd;

/// <summary>One silo for all tests of faults: impatient with stores, so that giving up takes seconds. Each test brings a shop of its own.</summary>
public sealed class FaultSilo : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal SiloProcess Silo { get; private set; } = null!;

    public async Task InitializeAsync() => Silo = await SiloProcess.StartAsync(
        _folder.Path,
        "--Stores:MaxRetries=2",
        "--Stores:RetryDelay=00:00:00.100",
        "--Stores:AttemptTimeout=00:00:04",
        "--Stores:TotalTimeout=00:00:30",
        "--Stores:MaxRetryAfter=00:00:05",
        "--Stores:CircuitMinimumAttempts=1000");

    public async Task DisposeAsync()
    {
        try
        {
            Silo.AssertLogsAreClean();
        }
        finally
        {
            await Silo.DisposeAsync();
            _folder.Dispose();
        }
    }

    /// <summary>A small shop, with a contacts API beside it.</summary>
    internal static Task<ServedShop> StartShopAsync(int seed) => ServedShop.StartAsync(
        new GeneratedSource { Seed = seed, Customers = 60, Orders = 250, Products = 30, Days = 400, End = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc) }, icommkt: new IcommktOptions());

    /// <summary>Connects the shop and syncs it once, undisturbed.</summary>
    internal async Task<Integration> ConnectAsync(ServedShop shop)
    {
        var integration = await Integration.CreateAsync(Silo, shop);
        await integration.SyncWellAsync();
        return integration;
    }
}
