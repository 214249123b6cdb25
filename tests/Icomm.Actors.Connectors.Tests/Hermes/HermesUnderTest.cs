using System.Collections.Immutable;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;

namespace Icomm.Actors.Connectors.Tests.Hermes;

/// <summary>Hermes in the compliance suite.</summary>
public sealed class HermesUnderTest : StoreUnderTest
{
    public override string StoreType => "hermes";

    public override bool HasStoreViews => false;

    public override string PathOf(StoreResource resource) => resource switch
    {
        StoreResource.Orders => "/hermes/v1/orders",
        StoreResource.Customers => "/hermes/v1/customers",
        _ => "/hermes/v1/products",
    };

    public override StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1") => Connect(shop.BaseUrl, shop.Password, integrationId);

    public override StoreConnection ConnectWrongly(SimulatedShop shop) => With(Connect(shop), "appToken", "not-the-token");

    public override StoreConnection ConnectTo(SimulatedShop shop, Uri address) => With(Connect(shop), "siteUrl", address.OriginalString);

    public override SimulatorOptions Simulate(SimulatorOptions options) => options with { Platform = StorePlatform.Hermes };

    public static StoreConnection Connect(Uri site, string token, string integrationId = "i-1") => new(integrationId, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("siteUrl", site.ToString()),
        KeyValuePair.Create("appToken", token),
    ]));

}

/// <summary>Hermes complies.</summary>
public sealed class HermesCompliance() : ConnectorCompliance(new HermesUnderTest());
