namespace Icomm.Actors.StoreSimulator.Tests.Hermes;

public sealed class HermesCommandLineTests
{
    [Fact]
    public void A_Hermes_site_has_a_token()
    {
        var options = CommandLine.Parse(["--shop", "hermes", "--password", "t"]).Options;

        Assert.Equal((StorePlatform.Hermes, "t"), (options.Platform, options.Hermes.AppToken));
    }
}
