using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Tests.Time;

public sealed class DailyTimeTests
{
    [Theory]
    [InlineData("America/Montevideo", "04:00", "2026-03-10T06:59:59Z", "2026-03-10T07:00:00Z")]
    [InlineData("America/Montevideo", "04:00", "2026-03-10T07:00:00Z", "2026-03-11T07:00:00Z")]
    [InlineData("Asia/Kolkata", "00:00", "2026-03-10T12:00:00Z", "2026-03-10T18:30:00Z")]
    // Clocks go from 02:00 to 03:00: at the instant at which they do.
    [InlineData("Europe/Madrid", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("Europe/Madrid", "02:30", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    // Clocks go from 03:00 back to 02:00: the first of the two.
    [InlineData("Europe/Madrid", "02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Madrid", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    // Clocks go from midnight back to 23:00 of the day before: the first of the two.
    [InlineData("America/Asuncion", "23:30", "2014-03-22T12:00:00Z", "2014-03-23T02:30:00Z")]
    [InlineData("America/Asuncion", "23:30", "2014-03-23T02:30:00Z", "2014-03-24T03:30:00Z")]
    public void Comes_next_at(string zone, string at, string now, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), new DailyTime(zone, TimeOnly.Parse(at)).NextAfter(DateTimeOffset.Parse(now)));

    [Fact]
    public void Comes_once_a_day_through_a_year_of_every_zone()
    {
        foreach (var zone in (string[])["America/Santiago", "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Tehran", "UTC"])
        {
            foreach (var at in (TimeOnly[])[new(0, 0), new(1, 59), new(2, 15), new(23, 59)])
            {
                var daily = new DailyTime(zone, at);
                var next = daily.NextAfter(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
                var calendar = CalendarZone.Get(zone);
                for (var i = 0; i < 366; i++)
                {
                    var after = daily.NextAfter(next);
                    Assert.Equal(calendar.DateOf(next).AddDays(1), calendar.DateOf(after));
                    next = after;
                }
            }
        }
    }
}
