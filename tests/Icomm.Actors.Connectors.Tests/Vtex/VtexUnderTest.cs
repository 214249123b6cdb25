using System.Collections.Immutable;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>VTEX in the compliance suite.</summary>
public sealed class VtexUnderTest : StoreUnderTest
{
    public override string StoreType => "vtex";

    public override string PathOf(StoreResource resource) => resource switch
    {
        StoreResource.Orders => "/oms/pvt/orders",
        StoreResource.Customers => "/dataentities/CL",
        _ => "/catalog_system",
    };

    /// <summary>Looks back as far as VTEX goes: the suite changes orders of any age.</summary>
    public override StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1") => new(integrationId, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("account", shop.BaseUrl.ToString()),
        KeyValuePair.Create("appKey", shop.Username),
        KeyValuePair.Create("appToken", shop.Password),
        KeyValuePair.Create("rescanDays", "730"),
    ]));

    public override StoreConnection ConnectWrongly(SimulatedShop shop) => With(Connect(shop), "appToken", "not-the-token");

    public override StoreConnection ConnectTo(SimulatedShop shop, Uri address) => With(Connect(shop), "account", address.OriginalString);

    public override StoreConnection ConnectToView(SimulatedShop shop, int view) => With(Connect(shop), "salesChannels", $"{view}");

    /// <summary>The suite's shop has fixed dates: that it gets older than VTEX's two years is not what it asks about.</summary>
    public override SimulatorOptions Simulate(SimulatorOptions options) =>
        options with { Platform = StorePlatform.Vtex, Vtex = options.Vtex with { History = TimeSpan.FromDays(36_500) } };

}

/// <summary>VTEX complies.</summary>
public sealed class VtexCompliance() : ConnectorCompliance(new VtexUnderTest());
