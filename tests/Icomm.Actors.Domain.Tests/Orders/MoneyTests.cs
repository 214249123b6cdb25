using Icomm.Actors.Domain.Orders;

namespace Icomm.Actors.Domain.Tests.Orders;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("12.34", 123_400)]
    [InlineData("-0.0001", -1)]
    [InlineData("0.00005", 0)] // half to even
    [InlineData("0.00015", 2)]
    [InlineData("-0.00005", 0)]
    [InlineData("1000000000000", 10_000_000_000_000_000)]
    [InlineData("-1000000000000", -10_000_000_000_000_000)]
    public void Amounts_are_exact_to_four_decimals(string given, long units)
    {
        var value = decimal.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(new Money(units), Money.From(value));
        Assert.Equal(new Quantity(units), Quantity.From(value));
        Assert.Equal(units / 10_000m, Money.From(value).ToDecimal());
    }

    [Theory]
    [InlineData("1000000000000.0001")]
    [InlineData("-1000000000000.0001")]
    [InlineData("79228162514264337593543950335")]
    public void Amounts_out_of_range_are_refused(string given)
    {
        var value = decimal.Parse(given, System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(Money.TryFrom(value, out _));
        Assert.False(Quantity.TryFrom(value, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Money.From(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantity.From(value));
    }

    [Fact]
    public void Sums_overflow_loudly()
    {
        Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));
        Assert.Throws<OverflowException>(() => new Money(long.MinValue) - new Money(1));
        Assert.True(new Money(2) > new Money(1) && new Money(1) < new Money(2) && new Money(1) >= new Money(1) && new Money(1) <= new Money(1));
    }

    [Theory]
    [InlineData(123_400, "12.34")]
    [InlineData(1, "0.0001")]
    [InlineData(-50_000, "-5.00")]
    public void They_print_without_a_culture(long units, string text) => Assert.Equal(text, new Money(units).ToString());
}
