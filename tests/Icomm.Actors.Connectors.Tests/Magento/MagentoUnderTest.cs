using System.Collections.Immutable;
using Icomm.Actors.Connectors.Tests.Compliance;
using Icomm.Actors.StoreSimulator;
using Icomm.Actors.StoreSimulator.Magento;

namespace Icomm.Actors.Connectors.Tests.Magento;

/// <summary>Magento in the compliance suite.</summary>
public class MagentoUnderTest : StoreUnderTest
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

    public override StoreConnection ConnectToView(SimulatedShop shop, int view) => With(Connect(shop), "storeViewId", $"{view}");

    public override SimulatorOptions Simulate(SimulatorOptions options) => options with { Platform = StorePlatform.Magento };

}

/// <summary>The same shop, asked with the keys of an Integration: every request is signed.</summary>
public sealed class SignedMagentoUnderTest : MagentoUnderTest
{
    /// <summary>The suite's virtual clocks and the shop's real one are years apart.</summary>
    private static readonly MagentoIntegration Keys = new() { ClockDeviation = TimeSpan.FromDays(3_650) };

    public override StoreConnection Connect(SimulatedShop shop, string integrationId = "i-1") => new(integrationId, ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("siteUrl", shop.BaseUrl.ToString()),
        KeyValuePair.Create("consumerKey", Keys.ConsumerKey),
        KeyValuePair.Create("consumerSecret", Keys.ConsumerSecret),
        KeyValuePair.Create("accessToken", Keys.AccessToken),
        KeyValuePair.Create("accessTokenSecret", Keys.AccessTokenSecret),
    ]));

    public override StoreConnection ConnectWrongly(SimulatedShop shop) => With(Connect(shop), "accessTokenSecret", "not-the-secret");

    public override SimulatorOptions Simulate(SimulatorOptions options) =>
        options with { Platform = StorePlatform.Magento, Magento = new MagentoOptions { Integration = Keys } };
}

/// <summary>Magento complies.</summary>
public sealed class MagentoCompliance() : ConnectorCompliance(new MagentoUnderTest());

/// <summary>Magento complies with signed requests.</summary>
public sealed class SignedMagentoCompliance() : ConnectorCompliance(new SignedMagentoUnderTest());
