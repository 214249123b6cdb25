namespace Icomm.Actors.Domain.Time;

/// <summary>A time of day by the wall clock of an IANA zone, once on every calendar day.</summary>
/// <remarks>Where clocks are set forward over it, the instant at which they are; where they are set back over it, its first occurrence.</remarks>
/// <param name="TimeZone">IANA id.</param>
/// <param name="At">Local time of day.</param>
public sealed record DailyTime(string TimeZone, TimeOnly At)
{
    /// <summary>The first occurrence after an instant, UTC.</summary>
    /// <exception cref="UnknownTimeZoneException"/>
    public DateTimeOffset NextAfter(DateTimeOffset now)
    {
        var zone = CalendarZone.Get(TimeZone).Zone;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(-1);
        while (true)
        {
            var at = On(day, zone);
            if (at > now)
                return at;
            day = day.AddDays(1);
        }
    }

    private DateTimeOffset On(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(At);
        if (WallClock.FirstOf(local, zone) is { } first)
            return first;

        // Skipped: minute by minute to the end of the gap, which is the instant of the change.
        for (local = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)); ; local = local.AddMinutes(1))
        {
            if (WallClock.FirstOf(local, zone) is { } end)
                return end;
        }
    }
}
