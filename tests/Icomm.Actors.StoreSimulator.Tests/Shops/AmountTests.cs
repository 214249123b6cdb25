using System.Globalization;
using System.Text;
using Icomm.Actors.StoreSimulator.Shops;

namespace Icomm.Actors.StoreSimulator.Tests.Shops;

public sealed class AmountTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0.5")]
    [InlineData("-0.0001")]
    [InlineData("12.5")]
    [InlineData("100")]
    [InlineData("-11062.06")]
    [InlineData("0.001")]
    [InlineData("922337203685477.5807")]
    [InlineData("-922337203685477.5808")]
    public void It_is_written_as_it_was_read(string text)
    {
        var amount = Amount.From(decimal.Parse(text, CultureInfo.InvariantCulture));
        Span<byte> bytes = stackalloc byte[Amount.MaxFormattedLength];
        Assert.Equal(text, Encoding.ASCII.GetString(bytes[..amount.Format(bytes)]));
        Assert.Equal(text, amount.ToString());
    }

    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("0.0049", "0")]
    [InlineData("2.3450", "2.35")]
    public void Cents_are_rounded_away_from_zero(string text, string rounded) =>
        Assert.Equal(rounded, Amount.From(decimal.Parse(text, CultureInfo.InvariantCulture)).RoundToCents().ToString());

    [Fact]
    public void More_than_four_decimals_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Amount.From(0.00001m));
}
