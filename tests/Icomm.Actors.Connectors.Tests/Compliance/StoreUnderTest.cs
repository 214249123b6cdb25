using Icomm.Actors.Domain.Time;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Faults;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.Connectors.Tests.Compliance;

/// <summary>What the compliance suite must know of a platform. The shop and its faults are the same for all of them.</summary>
public abstract class StoreUnderTest
{
    public abstract string StoreType { get; }

    /// <summary>Whether a verification finds store views or sales channels to choose from.</summary>
    public virtual bool HasStoreViews => true;

    /// <summary>Part of the path that the resource's pages are asked for under.</summary>
    public abstract string PathOf(StoreResource resource);

    /// <summary>Settings that work.</summary>
    public abstract StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1");

    /// <summary>The same with a secret that is wrong, or with whatever else makes the platform turn us away.</summary>
    public abstract StoreConnection ConnectWrongly(SimulatedShop shop);

    /// <summary>The same with an address that nobody answers at.</summary>
    public abstract StoreConnection ConnectTo(SimulatedShop shop, Uri address);

    /// <summary>Settings that want the orders of one store view or sales channel only.</summary>
    public virtual StoreConnection ConnectToView(SimulatedShop shop, int view) => throw new NotSupportedException($"{StoreType} has no store views.");

    public static StoreConnection With(StoreConnection connection, string name, string value) => connection with { Settings = connection.Settings.SetItem(name, value) };

    /// <summary>Settings for a shop of another zone; the same for platforms that speak of instants.</summary>
    public virtual StoreConnection ConnectIn(string zone, SimulatedShop shop) => Connect(shop);

    /// <summary>The shop moved to another zone; the same for platforms that speak of instants.</summary>
    public virtual SimulatorOptions SimulateIn(string zone, SimulatorOptions options) => options;

    /// <summary>The simulator set up as this platform.</summary>
    public abstract SimulatorOptions Simulate(SimulatorOptions options);

    /// <summary>Code of being turned away for good.</summary>
    public virtual string RefusalCode => "credentials_rejected";

    /// <summary>Code of a fault that stays, where the platform knows more about it than its status says.</summary>
    public virtual string CodeOf(FaultKind fault, string usual) => usual;

    /// <summary>An order as far as the platform tells of it.</summary>
    public virtual ShopOrder Shown(ShopOrder order) => order;

    /// <summary>The orders that a window brings: those last changed inside it, where the platform tells when that was.</summary>
    public virtual IEnumerable<ShopOrder> InWindow(IEnumerable<ShopOrder> orders, TimeInterval window) =>
        orders.Where(order => window.Contains(new DateTimeOffset(order.UpdatedAt, TimeSpan.Zero)));
}
