using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Fenicio;
using Icomm.Actors.StoreSimulator.Hermes;
using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;
using Icomm.Actors.StoreSimulator.Vtex;

namespace Icomm.Actors.StoreSimulator;

/// <summary>A platform's own side of a shop: its addresses, its words, its ways to sign in and to refuse.</summary>
internal abstract class StoreFront
{
    /// <summary>The user's name, or the application key; empty where a platform knows none.</summary>
    public abstract string Username { get; }

    /// <summary>What is secret: the user's password, or the application's token.</summary>
    public abstract string Password { get; }

    /// <summary>The platform's form, filled in with what opens the shop.</summary>
    /// <param name="address">Scheme, host and port that it is served at.</param>
    public abstract IReadOnlyDictionary<string, string> Settings(string address);

    public abstract IFaultPages ErrorPages { get; }

    public abstract void Map(WebApplication app);

    /// <summary>Voids what was given out so far and may expire.</summary>
    public virtual void ExpireTokens()
    {
    }

    public static StoreFront Of(SimulatorOptions options, ShopData data) => options.Platform switch
    {
        StorePlatform.Magento => new MagentoFront(options, data),
        StorePlatform.Vtex => new VtexFront(options, data),
        StorePlatform.Fenicio => new FenicioFront(options, data),
        StorePlatform.Hermes => new HermesFront(options, data),
        var other => throw new ArgumentOutOfRangeException(nameof(options), other, "there is no such platform"),
    };
}
