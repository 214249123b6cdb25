using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Tests.Time;

public sealed class CalendarZoneTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("America/Montevideo")]
    [InlineData("Europe/Madrid")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("America/St_Johns")]
    [InlineData("Australia/Lord_Howe")] // changes by half an hour
    [InlineData("Pacific/Apia")] // had no 30 December 2011
    public void The_remembered_offsets_give_the_zone_s_own_days(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var calendar = CalendarZone.Get(id);
        var random = new Random(3);
        for (var n = 0; n < 20_000; n++)
        {
            var instant = DateTimeOffset.UnixEpoch.AddSeconds(random.NextInt64(-3_000_000_000, 6_000_000_000));
            Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime), calendar.DateOf(instant));
        }
    }

    [Fact]
    public void The_ends_of_time_stay_in_range()
    {
        Assert.Equal(DateOnly.MinValue, CalendarZone.Get("America/Montevideo").DateOf(DateTimeOffset.MinValue));
        Assert.Equal(DateOnly.MaxValue, CalendarZone.Get("Europe/Madrid").DateOf(DateTimeOffset.MaxValue));
    }
}
