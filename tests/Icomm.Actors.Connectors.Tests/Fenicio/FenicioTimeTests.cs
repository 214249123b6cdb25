using Icomm.Actors.Connectors.Fenicio;

namespace Icomm.Actors.Connectors.Tests.Fenicio;

/// <summary>Dates of the API and of files.</summary>
public sealed class FenicioTimeTests
{
    private static readonly FenicioTime Montevideo = new(TimeZoneInfo.FindSystemTimeZoneById("America/Montevideo"));

    [Theory]
    [InlineData("2019-11-12T02:59:59-0300", "2019-11-12T05:59:59Z")]
    [InlineData("2019-11-12T02:59:59-03:00", "2019-11-12T05:59:59Z")]
    [InlineData("2019-11-12T02:59:59Z", "2019-11-12T02:59:59Z")]
    [InlineData("2019-11-12T02:59:59.5-0300", "2019-11-12T05:59:59.5Z")]
    [InlineData("2019-11-12T02:59:59", "2019-11-12T05:59:59Z")]
    [InlineData("12/11/2019 02:59:59", "2019-11-12T05:59:59Z")]
    [InlineData(" 12/11/2019 2:59 ", "2019-11-12T05:59:00Z")]
    [InlineData("12/11/2019", "2019-11-12T03:00:00Z")]
    [InlineData("2019-11-12 02:59:59", "2019-11-12T05:59:59Z")]
    [InlineData("2019-11-12 02:59", "2019-11-12T05:59:00Z")]
    [InlineData("2019-11-12", "2019-11-12T03:00:00Z")]
    public void All_forms_are_read(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Montevideo.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("ayer")]
    [InlineData("31/02/2024 10:00")]
    [InlineData("11/13/2024 10:00")]
    [InlineData("2024-13-01")]
    [InlineData("12/11/19")]
    [InlineData("45123")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void What_is_no_date_is_none(string text) => Assert.Null(Montevideo.Read(text));

    /// <summary>Uruguay put its clocks forward on 5 October 2014 at two, and back on 8 March 2015 at two.</summary>
    [Theory]
    [InlineData("05/10/2014 01:59", "2014-10-05T04:59:00Z")]
    [InlineData("05/10/2014 02:30", "2014-10-05T05:30:00Z")]
    [InlineData("05/10/2014 03:00", "2014-10-05T05:00:00Z")]
    [InlineData("08/03/2015 00:59", "2015-03-08T02:59:00Z")]
    [InlineData("08/03/2015 01:30", "2015-03-08T03:30:00Z")]
    [InlineData("08/03/2015 02:00", "2015-03-08T05:00:00Z")]
    public void Skipped_and_repeated_hours_mean_something(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Montevideo.Read(text));
}
