using System.Collections.Immutable;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>Magento in the compliance suite.</summary>
public sealed class MagentoUnderTest : StoreUnderTest
{
    public override string StoreType => "magento";

    public override string PathOf(StoreResource resource) => resource switch
    {
        StoreResource.Orders => "/orders",
        StoreResource.Customers => "/customers/search",
        _ => "/products",
    };

    public override StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1") => new(integrationId, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("siteUrl", shop.BaseUrl.ToString()),
        KeyValuePair.Create("username", shop.Username),
        KeyValuePair.Create("password", shop.Password),
    ]));

    public override StoreConnection ConnectWrongly(SimulatedShop shop) => With(Connect(shop), "password", "not the password");

    public override StoreConnection ConnectTo(SimulatedShop shop, Uri address) => With(Connect(shop), "siteUrl", address.OriginalString);

    public override SimulatorOptions Simulate(SimulatorOptions options) => options with { Platform = StorePlatform.Magento };

    public static StoreConnection With(StoreConnection connection, string name, string value) => connection with { Settings = connection.Settings.SetItem(name, value) };
}

/// <summary>Magento complies.</summary>
public sealed class MagentoCompliance() : ConnectorCompliance(new MagentoUnderTest());
