using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Icommkt;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.EndToEnd.Shops;

/// <summary>A simulated shop that insists on what the help articles promise: one request at a time.</summary>
internal sealed class ServedShop(SimulatedShop shop) : IAsyncDisposable
{
    public SimulatedShop Shop => shop;

    public ShopData Data => shop.Data;

    public string StoreType => shop.StoreType;

    /// <param name="icommkt">The contacts API beside the shop; null for none.</param>
    public static Task<ServedShop> StartAsync(ShopSource source, int port = 0, IcommktOptions? icommkt = null) =>
        StartAsync(new SimulatorOptions { Source = source, Port = port, Icommkt = icommkt });

    public static async Task<ServedShop> StartAsync(SimulatorOptions options) => new(await SimulatedShop.StartAsync(options));

    /// <summary>The wizard's form, filled in.</summary>
    public Dictionary<string, string> Settings(params (string Name, string Value)[] others)
    {
        var settings = new Dictionary<string, string>(shop.Settings);
        foreach (var (name, value) in others)
            settings[name] = value;
        return settings;
    }

    public void AssertOneRequestAtATime() =>
        Assert.True(shop.Statistics.MaxConcurrent <= 1, $"The shop at {shop.BaseUrl} saw {shop.Statistics.MaxConcurrent} requests at a time; one was promised.");

    public async ValueTask DisposeAsync()
    {
        await shop.DisposeAsync();
        AssertOneRequestAtATime();
    }
}
