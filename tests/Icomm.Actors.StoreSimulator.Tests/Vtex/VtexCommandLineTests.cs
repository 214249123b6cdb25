namespace Icomm.Actors.StoreSimulator.Tests.Vtex;

public sealed class VtexCommandLineTests
{
    [Fact]
    public void A_VTEX_account_has_a_key_and_a_token()
    {
        var options = CommandLine.Parse(["--shop", "vtex", "--username", "vtexappkey-x", "--password", "t"]).Options;

        Assert.Equal((StorePlatform.Vtex, "vtexappkey-x", "t"), (options.Platform, options.Vtex.AppKey, options.Vtex.AppToken));
    }
}
