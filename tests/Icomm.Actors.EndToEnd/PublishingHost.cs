using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.EndToEnd;

/// <summary>A small shop, synced and refreshed once, for the tests that only publish: each publishes to a profile of its own at the contacts API beside the shop.</summary>
public sealed class PublishingHost : IAsyncLifetime
{
    public static readonly DateOnly AsOf = new(2026, 2, 2);

    /// <summary>Impatient with receivers, so that giving up takes seconds.</summary>
    internal static readonly string[] Impatient =
        ["--Stores:MaxRetries=2", "--Stores:RetryDelay=00:00:00.050", "--Stores:AttemptTimeout=00:00:02", "--Stores:TotalTimeout=00:00:20", "--Stores:MaxRetryAfter=00:00:05", "--Stores:CircuitMinimumAttempts=1000"];

    private const int Profiles = 20;

    private readonly TestFolder _folder = new();
    private int _used;

    internal SiloProcess Silo { get; private set; } = null!;

    internal ServedShop Shop { get; private set; } = null!;

    internal string DatabaseId { get; private set; } = "";

    internal RefreshDriver Driver { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Shop = await StartShopAsync();
        Silo = await SiloProcess.StartAsync(_folder.Path, Impatient);
        var integration = await Integration.CreateAsync(Silo, Shop);
        await integration.SyncWellAsync();
        DatabaseId = integration.DatabaseId;
        Driver = new RefreshDriver(Silo, DatabaseId);
        await Driver.RefreshAsync(AsOf, publish: false);
    }

    public async Task DisposeAsync()
    {
        try
        {
            Silo.AssertLogsAreClean();
        }
        finally
        {
            await Silo.DisposeAsync();
            await Shop.DisposeAsync();
            _folder.Dispose();
        }
    }

    internal static Task<ServedShop> StartShopAsync(int port = 0) => ServedShop.StartAsync(
        new GeneratedSource { Seed = 31, Customers = 350, Orders = 1_400, Products = 60, Days = 500, End = new DateTime(2026, 2, 1, 22, 0, 0, DateTimeKind.Utc) },
        port,
        new IcommktOptions { ProfileKeys = [.. Enumerable.Range(1, Profiles).Select(i => $"profile-{i}")] });

    /// <summary>A publication to a profile that nobody has published to yet.</summary>
    internal Task<Publication> PublicationAsync() => Publication.CreateAsync(Silo, DatabaseId, Shop, Shop.Shop.Icommkt!.Options.ProfileKeys[_used++]);
}
