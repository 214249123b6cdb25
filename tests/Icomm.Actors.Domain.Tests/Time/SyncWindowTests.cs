using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Tests.Time;

public sealed class SyncWindowTests
{
    private static readonly SyncWindow Night = new("America/Montevideo", new TimeOnly(22, 0), new TimeOnly(6, 0));

    [Theory]
    [InlineData("2024-05-01T00:59:59Z", false)] // 21:59:59 local
    [InlineData("2024-05-01T01:00:00Z", true)]
    [InlineData("2024-05-01T03:00:00Z", true)] // midnight
    [InlineData("2024-05-01T08:59:59Z", true)]
    [InlineData("2024-05-01T09:00:00Z", false)]
    public void A_window_may_go_over_midnight(string instant, bool open) => Assert.Equal(open, Night.IsOpen(At(instant)));

    [Fact]
    public void It_says_when_it_opens_and_closes_next()
    {
        Assert.Equal(At("2024-05-02T01:00:00Z"), Night.NextOpening(At("2024-05-01T12:00:00Z")));
        Assert.Equal(At("2024-05-01T05:00:00Z"), Night.NextOpening(At("2024-05-01T05:00:00Z")));
        Assert.Equal(At("2024-05-01T09:00:00Z"), Night.ClosesAt(At("2024-05-01T05:00:00Z")));
        Assert.Null(Night.ClosesAt(At("2024-05-01T12:00:00Z")));
    }

    [Fact]
    public void Equal_ends_mean_always()
    {
        var always = Night with { Until = Night.From };
        Assert.True(always.IsOpen(At("2024-05-01T12:00:00Z")));
        Assert.Null(always.ClosesAt(At("2024-05-01T12:00:00Z")));
    }

    [Fact]
    public void An_end_in_a_skipped_hour_gives_way_to_the_jump()
    {
        // Madrid, 2024-03-31: 02:00 becomes 03:00 at 01:00 UTC.
        var window = new SyncWindow("Europe/Madrid", new TimeOnly(2, 30), new TimeOnly(4, 0));
        Assert.Equal(At("2024-03-31T01:00:00Z"), window.NextOpening(At("2024-03-31T00:00:00Z")));
        Assert.Equal(At("2024-03-31T02:00:00Z"), window.ClosesAt(At("2024-03-31T01:30:00Z")));

        var skipped = new SyncWindow("Europe/Madrid", new TimeOnly(2, 15), new TimeOnly(2, 45));
        Assert.Equal(At("2024-04-01T00:15:00Z"), skipped.NextOpening(At("2024-03-31T00:30:00Z")));
    }

    [Fact]
    public void An_end_in_a_repeated_hour_comes_twice()
    {
        // Madrid, 2024-10-27: 03:00 becomes 02:00 at 01:00 UTC.
        var window = new SyncWindow("Europe/Madrid", new TimeOnly(1, 0), new TimeOnly(2, 30));
        Assert.Equal(At("2024-10-27T00:30:00Z"), window.ClosesAt(At("2024-10-26T23:30:00Z")));
        Assert.Equal(At("2024-10-27T01:00:00Z"), window.NextOpening(At("2024-10-27T00:45:00Z")));
        Assert.Equal(At("2024-10-27T01:30:00Z"), window.ClosesAt(At("2024-10-27T01:10:00Z")));
    }

    /// <summary>Against looking at every minute, across the days on which three zones change their clocks.</summary>
    [Theory]
    [InlineData("Europe/Madrid", "2024-03-30T00:00:00Z")]
    [InlineData("Europe/Madrid", "2024-10-26T00:00:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-03T00:00:00Z")]
    [InlineData("America/Sao_Paulo", "2019-02-16T00:00:00Z")]
    [InlineData("America/Montevideo", "2024-10-05T00:00:00Z")]
    public void Every_answer_equals_looking_at_every_minute(string zone, string start)
    {
        var random = new Random(7);
        for (var n = 0; n < 60; n++)
        {
            var window = new SyncWindow(zone, Time(random), Time(random));
            var now = At(start).AddMinutes(random.Next(3 * 1_440));
            var minutes = Enumerable.Range(0, 3 * 1_440).Select(m => now.AddMinutes(m)).ToArray();
            Assert.Equal(minutes.Where(window.IsOpen).Cast<DateTimeOffset?>().FirstOrDefault(), window.NextOpening(now));
            Assert.Equal(window.IsOpen(now) ? minutes.Where(m => !window.IsOpen(m)).Cast<DateTimeOffset?>().FirstOrDefault() : null, window.ClosesAt(now));
        }

        static TimeOnly Time(Random random) => new(random.Next(24), random.Next(4) * 15);
    }

    [Theory]
    [InlineData("Nowhere/Land")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("zone.tab")]
    [InlineData("\0")]
    public void An_unknown_zone_says_so(string zone)
    {
        var e = Assert.Throws<UnknownTimeZoneException>(() => (Night with { TimeZone = zone }).IsOpen(At("2024-05-01T00:00:00Z")));
        Assert.Equal("unknown_time_zone", e.Code);
        Assert.False(CalendarZone.Exists(zone));
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
}
