using System.Collections.Immutable;
using Icomm.Actors.Connectors.Vtex;
using Icomm.Actors.Domain.Customers;

namespace Icomm.Actors.Connectors.Tests.Vtex;

/// <summary>VTEX's own ways to write e-mails, time zones and accounts.</summary>
public sealed class VtexTermsTests
{
    [Theory]
    [InlineData("fabiana@hotmail.com-11b.ct.vtex.com.br", "fabiana@hotmail.com")]
    [InlineData("ana@my-shop.com.uy-75c70c09dbb3498c9b3bbdee59bf0687b.ct.vtex.com.br", "ana@my-shop.com.uy")]
    [InlineData("Ana@Shop.example-9B.CT.VTEX.COM.BR", "Ana@Shop.example")]
    [InlineData("ana@shop.example", "ana@shop.example")]
    [InlineData("ana-maria@shop-11b.example", "ana-maria@shop-11b.example")]
    [InlineData(null, null)]
    public void A_suffix_is_taken_off(string? masked, string? email) => Assert.Equal(email, VtexMask.Unmask(masked));

    [Theory]
    [InlineData("75c70c09dbb3498c9b3bbdee59bf0687@ct.vtex.com.br", true)]
    [InlineData(" 75C70C09@CT.VTEX.COM.BR ", true)]
    [InlineData("ana@shop.example", false)]
    [InlineData(null, false)]
    public void An_alias_is_known_and_never_an_identity(string? email, bool isAlias)
    {
        Assert.Equal(isAlias, VtexMask.IsAlias(email));
        if (isAlias)
            Assert.False(CustomerIdentity.TryFromEmail(email, out _));
    }

    [Theory]
    [InlineData("E. South America Standard Time", "America/Sao_Paulo")]
    [InlineData("Argentina Standard Time", "America/Argentina/Buenos_Aires")]
    [InlineData("montevideo standard time", "America/Montevideo")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("America/Lima", "America/Lima")]
    [InlineData("Nowhere Standard Time", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Windows_names_become_IANA_s(string? windows, string? iana) => Assert.Equal(iana, VtexTimeZones.ToIana(windows));

    [Theory]
    [InlineData("myshop", null, "https://myshop.vtexcommercestable.com.br/")]
    [InlineData(" myshop ", "vtexcommercebeta", "https://myshop.vtexcommercebeta.com.br/")]
    [InlineData("myshop.myvtex.com", null, "https://myshop.myvtex.com/")]
    [InlineData("https://api.myshop.com", null, "https://api.myshop.com/")]
    public void An_account_is_a_host(string account, string? environment, string url) =>
        Assert.Equal(url, VtexSettings.Read(Settings(("account", account), ("environment", environment)), allowLoopback: false).Site.AbsoluteUri);

    [Theory]
    [InlineData("account", "my shop", "setting_invalid")]
    [InlineData("account", "evil@host", "setting_invalid")]
    [InlineData("account", "http://myshop.myvtex.com", "url_not_https")]
    [InlineData("account", "10.0.0.1", "address_not_allowed")]
    [InlineData("environment", "a.b", "setting_invalid")]
    [InlineData("appToken", "two words", "setting_invalid")]
    [InlineData("salesChannels", "1;2", "setting_invalid")]
    [InlineData("rescanDays", "731", "setting_invalid")]
    [InlineData("concurrency", "0", "setting_invalid")]
    [InlineData("requestsPerMinute", "6001", "setting_invalid")]
    public void A_setting_that_cannot_be_used_is_named(string name, string value, string code)
    {
        var failure = Assert.Throws<StoreException>(() => VtexSettings.Read(Settings((name, value)), allowLoopback: false));

        Assert.Equal(code, failure.Problem.Code);
        Assert.DoesNotContain("two words", failure.ToString());
    }

    [Theory]
    [InlineData("https://www.mitienda.example", true)]
    [InlineData("http://mitienda.example/uy", true)]
    [InlineData("www.mitiendañ.example", true)]
    [InlineData("javascript://alert(1)", false)]
    [InlineData("ftp://mitienda.example", false)]
    [InlineData("my shop", false)]
    [InlineData("https://user:password@mitienda.example", false)]
    [InlineData("", true)]
    public void The_site_s_address_is_a_web_address_though_no_run_reads_it(string address, bool isAccepted)
    {
        var connection = Settings(("ecommerceUrl", address));

        var refusal = Record.Exception(() => VtexSettings.CheckUnread(connection));

        Assert.Equal(isAccepted ? null : "url_invalid", (refusal as StoreException)?.Problem.Code);
        Assert.NotNull(VtexSettings.Read(connection, allowLoopback: false).Site);
    }

    [Fact]
    public void Channels_are_all_or_some()
    {
        Assert.Empty(VtexSettings.Read(Settings(), allowLoopback: false).SalesChannels);
        Assert.Equal(["3", "1"], VtexSettings.Read(Settings(("salesChannels", " 3, 1,3,")), allowLoopback: false).SalesChannels.ToArray());
    }

    private static StoreConnection Settings(params (string Name, string? Value)[] settings)
    {
        var all = ImmutableDictionary.CreateRange(
            [KeyValuePair.Create("account", "myshop"), KeyValuePair.Create("appKey", "vtexappkey-myshop-ABC"), KeyValuePair.Create("appToken", "t")]);
        foreach (var (name, value) in settings)
            all = value is null ? all : all.SetItem(name, value);
        return new StoreConnection("i-1", all);
    }
}
