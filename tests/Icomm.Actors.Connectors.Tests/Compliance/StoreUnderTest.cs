using Icomm.Actors.StoreSimulator;

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

    /// <summary>The same with a secret that is wrong.</summary>
    public abstract StoreConnection ConnectWrongly(SimulatedShop shop);

    /// <summary>The same with an address that nobody answers at.</summary>
    public abstract StoreConnection ConnectTo(SimulatedShop shop, Uri address);

    /// <summary>The simulator set up as this platform.</summary>
    public abstract SimulatorOptions Simulate(SimulatorOptions options);
}
