using System.Globalization;
using Icomm.Actors.Connectors.Fenicio.Files;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>Amounts of files.</summary>
public sealed class FenicioNumberTests
{
    [Theory]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("1,234.56", "1234.56")]
    [InlineData("1234.56", "1234.56")]
    [InlineData("1234,5", "1234.5")]
    [InlineData("1234", "1234")]
    [InlineData("1.234", "1234")]
    [InlineData("1,234", "1234")]
    [InlineData("0,125", "0.125")]
    [InlineData("0.5", "0.5")]
    [InlineData("1234.567", "1234.567")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("1.234.567,8", "1234567.8")]
    [InlineData("1,234,567.80", "1234567.8")]
    [InlineData("1 234,56", "1234.56")]
    [InlineData("$ 1.234,56", "1234.56")]
    [InlineData("U$S 12.00", "12")]
    [InlineData("-12,30", "-12.3")]
    [InlineData("-1.234,50", "-1234.5")]
    public void Both_ways_of_writing_are_read(string text, string expected) => Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), FenicioNumber.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("abc")]
    [InlineData("12 pesos")]
    [InlineData("1.23.4")]
    [InlineData("1.234,567,8")]
    [InlineData("1.23,45.6")]
    [InlineData("12.34,5")]
    [InlineData("1e5")]
    [InlineData("99999999999999999999999999999999999999999")]
    public void What_is_no_number_is_none(string text) => Assert.Null(FenicioNumber.Read(text));

    [Fact]
    public void Any_amount_with_two_decimals_is_read_back_in_every_form()
    {
        var comma = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "." };
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = Math.Round((decimal)random.NextDouble() * (decimal)Math.Pow(10, random.Next(1, 12)), 2) * (random.Next(5) == 0 ? -1 : 1);
            foreach (var text in new[] { amount.ToString("N2", comma), amount.ToString("N2", CultureInfo.InvariantCulture), amount.ToString("0.00", CultureInfo.InvariantCulture), amount.ToString("0.00", comma) })
                Assert.True(FenicioNumber.Read(text) == amount, text);
        }
    }
}
