using FsCheck;
using FsCheck.Fluent;
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

    [Fact]
    public void An_hour_that_is_repeated_before_midnight_comes_twice()
    {
        // Asunción, 2014-03-23: 00:00 became 23:00 of the day before at 03:00 UTC.
        var window = new SyncWindow("America/Asuncion", new TimeOnly(23, 57), new TimeOnly(11, 7));
        Assert.Equal(At("2014-03-23T02:57:00Z"), window.NextOpening(At("2014-03-22T20:00:00Z")));
        Assert.Equal(At("2014-03-23T03:00:00Z"), window.ClosesAt(At("2014-03-23T02:58:00Z")));
        Assert.Equal(At("2014-03-23T03:57:00Z"), window.NextOpening(At("2014-03-23T03:41:00Z")));
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

    /// <summary>Against a wall clock read minute by minute, in every zone there is, half of the time in the two days before the clocks change.</summary>
    [Fact]
    public void In_any_zone_and_year_it_follows_the_wall_clock() => Prop.ForAll(Cases, c =>
    {
        var (window, now) = c;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone);
        var minutes = Enumerable.Range(0, 4 * 1_440).Select(m => (At: now.AddMinutes(m), IsOpen: IsWithin(window, now.AddMinutes(m), zone))).ToArray();

        Assert.Equal(minutes[0].IsOpen, window.IsOpen(now));
        Assert.Equal(minutes.First(minute => minute.IsOpen).At, window.NextOpening(now));
        var closed = minutes.Where(minute => !minute.IsOpen).Select(minute => (DateTimeOffset?)minute.At).FirstOrDefault();
        Assert.Equal(minutes[0].IsOpen ? closed : null, window.ClosesAt(now));
        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("Nowhere/Land")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("zone.tab")]
    [InlineData("\0")]
    [InlineData("america/montevideo")]
    [InlineData("localtime")]
    public void An_unknown_zone_says_so(string zone)
    {
        Assert.True(CalendarZone.Exists("America/Montevideo")); // and is found in any letter case from now on, if only by this process
        var e = Assert.Throws<UnknownTimeZoneException>(() => (Night with { TimeZone = zone }).IsOpen(At("2024-05-01T00:00:00Z")));
        Assert.Equal("unknown_time_zone", e.Code);
        Assert.False(CalendarZone.Exists(zone));
    }

    private static readonly string[] Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(CalendarZone.Exists)];

    private static readonly Arbitrary<(SyncWindow Window, DateTimeOffset Now)> Cases = Arb.From(
        from zone in Gen.Elements(Zones)
        from year in Gen.Choose(1990, 2036)
        from day in Gen.Choose(0, 364)
        from before in Gen.Choose(0, 2 * 1_440)
        from isNearAChange in Gen.Elements(true, false)
        from latest in Gen.Elements(4 * 60, 1_439) // the clocks are changed in the small hours
        from start in Gen.Choose(0, latest)
        from end in Gen.Choose(0, latest)
        let date = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day)
        let around = isNearAChange ? ChangeAfter(date, TimeZoneInfo.FindSystemTimeZoneById(zone)) : date
        select (new SyncWindow(zone, TimeOnly.MinValue.AddMinutes(start), TimeOnly.MinValue.AddMinutes(end)), around.AddMinutes(-before)));

    /// <summary>Midnight after the next change of the clocks within a year; the same instant where there is none.</summary>
    private static DateTimeOffset ChangeAfter(DateTimeOffset instant, TimeZoneInfo zone) => Enumerable.Range(1, 366)
        .Select(day => instant.AddDays(day))
        .FirstOrDefault(day => zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(-1)), instant);

    /// <summary>Counted round the clock from the window's beginning.</summary>
    private static bool IsWithin(SyncWindow window, DateTimeOffset at, TimeZoneInfo zone)
    {
        var length = Round(window.Until - window.From);
        return length == TimeSpan.Zero || Round((at.UtcDateTime + zone.GetUtcOffset(at)).TimeOfDay - window.From.ToTimeSpan()) < length;

        static TimeSpan Round(TimeSpan span) => span < TimeSpan.Zero ? span + TimeSpan.FromDays(1) : span;
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
}
