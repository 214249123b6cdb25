using System.Collections.Immutable;
using System.Globalization;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Publishing.Values;

namespace Icomm.Actors.Publishing.Tests.Values;

public sealed class FieldTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("12.50", "12.5")]
    [InlineData("1234567.1234", "1234567.1234")]
    [InlineData("-0.0001", "-0.0001")]
    [InlineData("1000000000000", "1000000000000")]
    public void Numbers_have_a_dot_no_thousands_and_no_zeros_at_the_end(string number, string text)
    {
        var value = decimal.Parse(number, CultureInfo.InvariantCulture);
        Assert.Equal(text, FieldText.Of(Money.From(value), ValueStyle.Icommkt));
        Assert.Equal(text, FieldText.Of(Quantity.From(value), ValueStyle.Csv));
    }

    [Fact]
    public void No_culture_changes_a_byte()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("es-AR");
            Assert.Equal("1234.5", FieldText.Of(Money.From(1234.5m), ValueStyle.Icommkt));
            Assert.Equal("-1234", FieldText.Of(-1234, ValueStyle.Icommkt));
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal("09/02/2026", FieldText.Of(new DateOnly(2026, 2, 9), ValueStyle.Icommkt));
            Assert.Equal("2026-02-09", FieldText.Of(new DateOnly(2026, 2, 9), ValueStyle.Csv));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Nothing_is_empty()
    {
        Assert.Equal("", FieldText.Of(null, ValueStyle.Icommkt));
        Assert.Equal("", FieldText.Of(ImmutableArray<string>.Empty, ValueStyle.Icommkt));
        Assert.Equal("", FieldText.Of(default(ImmutableArray<string>), ValueStyle.Icommkt));
    }

    [Fact]
    public void A_list_has_as_many_parts_as_names()
    {
        var names = ImmutableArray.Create("a|b", "c;d", "e\r\nf", "g\u2028h");
        Assert.Equal("a/b|c;d|e  f|g h", FieldText.Of(names, ValueStyle.Icommkt));
        Assert.Equal("a|b;c,d;e  f;g h", FieldText.Of(names, ValueStyle.Omnichannel));
    }

    [Fact]
    public void A_value_of_another_kind_is_a_mistake() => Assert.Throws<ArgumentException>(() => FieldText.Of(1.5, ValueStyle.Icommkt));

    [Theory]
    [InlineData("ab\uD83D\uDE00", 3, "ab")]
    [InlineData("ab\uD83D\uDE00", 4, "ab\uD83D\uDE00")]
    [InlineData("abc", 2, "ab")]
    public void Text_is_cut_between_characters(string text, int length, string cut) => Assert.Equal(cut, PlainText.Cut(text, length));
}
