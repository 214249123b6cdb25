using System.Globalization;
using System.Net;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.Trials.Cluster;

namespace Icomm.Actors.Trials.Shops;

/// <summary>A simulated shop, served by this program, and the integration that reads it into a database of its own.</summary>
internal sealed class TrialShop : IAsyncDisposable
{
    public const string TimeZone = "America/Montevideo";

    private const int OrdersOfACustomer = 5;

    /// <summary>What an integration asks for when its shop is slowed down; a VTEX order is a request of its own.</summary>
    private const int SlowPageSize = 20;

    private readonly string _authority;
    private readonly Dictionary<string, string> _furtherSettings = [];

    private TrialShop(SimulatedShop shop, string authority)
    {
        Shop = shop;
        _authority = authority;
    }

    public SimulatedShop Shop { get; }

    public string DatabaseId { get; private set; } = "";

    public string IntegrationId { get; private set; } = "";

    /// <summary>What a first run reads of it.</summary>
    public int Records => Shop.Data.Orders.Count + Shop.Data.Customers.Count;

    public override string ToString() => $"{Shop.StoreType} {IntegrationId}";

    /// <summary>Shops of all platforms in turn, each with orders of its own.</summary>
    public static async Task<IReadOnlyList<TrialShop>> OpenAsync(int shops, int orders)
    {
        var platforms = Enum.GetValues<StorePlatform>();
        var all = new List<TrialShop>();
        for (var i = 0; i < shops; i++)
            all.Add(await OpenAsync(platforms[i % platforms.Length], orders, seed: i + 1, IPAddress.Loopback));
        return all;
    }

    /// <param name="address">Where it is served; silos reach it under loopback.</param>
    public static async Task<TrialShop> OpenAsync(StorePlatform platform, int orders, int seed, IPAddress address)
    {
        var source = new CommonGroundSource(new GeneratedSource
        {
            Seed = seed, Customers = Math.Max(1, orders / OrdersOfACustomer), Orders = orders, Products = 200, Days = 400, End = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-1),
        });
        var shop = await SimulatedShop.StartAsync(new SimulatorOptions { Source = source, Platform = platform, Address = address });
        return new TrialShop(shop, $"http://127.0.0.1:{shop.BaseUrl.Port}");
    }

    /// <summary>A shop that sells the same, served beside this one.</summary>
    public async Task<TrialShop> OpenAgainAsync()
    {
        var shop = await SimulatedShop.StartAsync(Shop.Options with { Source = ShopSource.Of(Shop.Data) });
        return new TrialShop(shop, $"http://127.0.0.1:{shop.BaseUrl.Port}");
    }

    /// <summary>From then on a first run takes about so long to read the orders.</summary>
    public void SlowDown(TimeSpan firstRun)
    {
        var ordersOfARequest = Shop.Options.Platform == StorePlatform.Vtex ? 1 : SlowPageSize;
        if (ordersOfARequest > 1)
            _furtherSettings["pageSize"] = SlowPageSize.ToString(CultureInfo.InvariantCulture);
        Shop.Faults.Add(new FaultRule(Fault.DelayOf(firstRun * ordersOfARequest / Shop.Data.Orders.Count)) { Path = "/orders", Times = null });
    }

    /// <summary>Makes a database and connects the shop to it. The first run starts by itself.</summary>
    public async Task ConnectAsync(ClusterApi api)
    {
        // The day's own refresh is not to come in the middle.
        var refreshAt = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).AddHours(12);
        var name = $"Shop {Guid.NewGuid():N}";
        var database = await api.PostAsync("/api/v1/databases", new { name, timeZone = TimeZone, currency = "USD", refreshAt = $"{refreshAt:HH:mm}" }, HttpStatusCode.Created);
        DatabaseId = database.GetProperty("id").GetString()!;
        var served = Shop.BaseUrl.GetLeftPart(UriPartial.Authority);
        var settings = Shop.Settings.ToDictionary(setting => setting.Key, setting => setting.Value.Replace(served, _authority, StringComparison.Ordinal));
        foreach (var (setting, value) in _furtherSettings)
            settings[setting] = value;
        var integration = await api.PostAsync("/api/v1/integrations", new { name, storeType = Shop.StoreType, databaseId = DatabaseId, settings }, HttpStatusCode.Created);
        IntegrationId = integration.GetProperty("id").GetString()!;
    }

    public ValueTask DisposeAsync() => Shop.DisposeAsync();
}
