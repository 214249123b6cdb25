using Icomm.Actors.EndToEnd.Oracle;
using Icomm.Actors.EndToEnd.Processes;
using Icomm.Actors.EndToEnd.Shops;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Testing;

namespace Icomm.Actors.EndToEnd;

/// <summary>The whole UCI file, synced once. Each test starts a silo of its own on a copy of what the sync left.</summary>
public sealed class SyncedRetail : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private ServedShop? _shop;

    internal string DatabaseId { get; private set; } = "";

    internal RfmOracle Oracle { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // Without the file the tests are skipped.
        if (!File.Exists(SharedData.OnlineRetail))
            return;
        _shop = await ServedShop.StartAsync(new UciSource(SharedData.OnlineRetail));
        await using var silo = await SiloProcess.StartAsync(_folder.Path);
        var integration = await Integration.CreateAsync(silo, _shop, currency: "GBP");
        await integration.SyncWellAsync();
        DatabaseId = integration.DatabaseId;
        Assert.Equal(0, await silo.StopAsync());
        var truth = RetailFile.Read(SharedData.OnlineRetail).Orders(withCancellations: true, withGuests: true);
        Oracle = new RfmOracle(truth, _shop.Data.Customers.Select(customer => customer.Email), TimeZoneInfo.Utc);
    }

    /// <param name="folder">Empty.</param>
    internal Task<SiloProcess> StartCopyAsync(TestFolder folder, params string[] settings)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.Path, Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return SiloProcess.StartAsync(folder.Path, settings);
    }

    public async Task DisposeAsync()
    {
        if (_shop is not null)
            await _shop.DisposeAsync();
        _folder.Dispose();
    }
}
