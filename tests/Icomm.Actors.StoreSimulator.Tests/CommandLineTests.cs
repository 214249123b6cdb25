using Icomm.Actors.StoreSimulator.Magento;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Real_data_options_may_come_in_any_order()
    {
        var command = CommandLine.Parse(["--no-guests", "--shop", "magento", "--data", "file.csv.gz", "--no-cancellations", "--last-day", "2026-03-01", "--port", "8080"]);
        Assert.Equal(8080, command.Options.Port);
        Assert.Equal(
            new UciSource("file.csv.gz") { Guests = false, Cancellations = false, LastDay = new DateOnly(2026, 3, 1) }, command.Options.Source);
    }

    [Fact]
    public void A_generated_shop_is_sized()
    {
        var command = CommandLine.Parse(["--seed", "7", "--orders", "10", "--customers", "3", "--currencies", "USD,EUR", "--two-factor"]);
        var source = Assert.IsType<GeneratedSource>(command.Options.Source);
        Assert.Equal((7, 10, 3, 2), (source.Seed, source.Orders, source.Customers, source.Currencies.Count));
        Assert.Equal(MagentoTwoFactor.Active, command.Options.Magento.TwoFactor);
    }

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("--port")]
    [InlineData("--port", "many")]
    [InlineData("--integration", "key,secret,token")]
    [InlineData("--orders", "-1")]
    [InlineData("--shop", "amazon")]
    [InlineData("--no-guests")]
    [InlineData("--clock", "tomorrow")]
    public void What_is_not_understood_is_said(params string[] arguments) => Assert.Throws<FormatException>(() => CommandLine.Parse(arguments));

    [Fact]
    public void The_clock_starts_where_told_and_runs()
    {
        var clock = CommandLine.Parse(["--clock", "2011-12-10T08:00:00"]).Options.Clock;
        var started = clock.GetUtcNow();
        Assert.InRange(started, new DateTimeOffset(2011, 12, 10, 8, 0, 0, TimeSpan.Zero), new DateTimeOffset(2011, 12, 10, 9, 0, 0, TimeSpan.Zero));
        Assert.True(clock.GetUtcNow() >= started);
    }
}
