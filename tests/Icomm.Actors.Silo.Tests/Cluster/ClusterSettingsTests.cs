using Icomm.Actors.Persistence;
using Icomm.Actors.Silo.Cluster;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Silo.Tests.Cluster;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void OneProcessIsSiloAndApiUnlessSomethingElseIsSaid()
    {
        var settings = Read(StoreProvider.Sqlite);
        Assert.Equal((HostRole.SiloAndApi, true, true), (settings.Role, settings.HasSilo, settings.HasApi));
        Assert.Equal(("icomm-actors", "default", 11_111, 30_000, false), (settings.ServiceId, settings.ClusterId, settings.SiloPort, settings.GatewayPort, settings.Dashboard));
        Assert.Null(settings.Tls);
        Assert.Null(settings.ResolveAdvertisedAddress());
    }

    [Theory]
    [InlineData("SiloPort", "0", "must be a port")]
    [InlineData("GatewayPort", "70000", "must be a port")]
    [InlineData("GatewayPort", "11111", "another one than SiloPort")]
    [InlineData("ClusterId", "", "1 to 150 characters")]
    [InlineData("Role", "7", "SiloAndApi, Silo or Api")]
    [InlineData("Role", "Api", "Persistence:Provider=Postgres")]
    [InlineData("Tls:CertificateFile", "silo.pem", "KeyFile must be given")]
    public void WhatCanNotBeIsSaidByItsName(string setting, string value, string rule)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read(StoreProvider.Sqlite, (setting, value)));
        Assert.StartsWith($"Cluster:{setting.Split(':')[0]}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(rule, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Silo", true, false)]
    [InlineData("Api", false, true)]
    public void ADatabaseThatProcessesShareLetsThemHaveRoles(string role, bool hasSilo, bool hasApi)
    {
        var settings = Read(StoreProvider.Postgres, ("Role", role));
        Assert.Equal((hasSilo, hasApi), (settings.HasSilo, settings.HasApi));
    }

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("localhost", "127.0.0.1")]
    public void AnAdvertisedNameIsLookedUp(string name, string address) => Assert.Equal(address, Read(StoreProvider.Sqlite, ("AdvertisedAddress", name)).ResolveAdvertisedAddress()!.ToString());

    [Fact]
    public void AnAdvertisedNameThatNobodyKnowsIsSaid()
    {
        var settings = Read(StoreProvider.Sqlite, ("AdvertisedAddress", "silo.invalid"));
        Assert.Contains("silo.invalid can't be resolved", Assert.Throws<OptionsValidationException>(() => settings.ResolveAdvertisedAddress()).Message, StringComparison.Ordinal);
    }

    private static ClusterSettings Read(StoreProvider provider, params (string Name, string Value)[] settings) => ClusterSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(each => KeyValuePair.Create($"Cluster:{each.Name}", (string?)each.Value))).Build(), provider);
}
