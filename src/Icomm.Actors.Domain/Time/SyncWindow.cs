namespace Icomm.Actors.Domain.Time;

/// <summary>
/// The time of day at which a store may be read ("Limitar sincronización"), by the wall clock of an IANA zone. From <paramref name="From"/> (included) to <paramref name="Until"/>
/// (excluded); when <paramref name="Until"/> is earlier it goes over midnight; when both are equal it is always open.
/// </summary>
/// <remarks>
/// The wall clock decides, also on the days it changes: where an hour is skipped the part of the window in it doesn't exist, where an hour is repeated the window may
/// open twice. A window that lies wholly within a skipped hour opens on the next day.
/// </remarks>
/// <param name="TimeZone">IANA id.</param>
/// <param name="From">Local time of day.</param>
/// <param name="Until">Local time of day.</param>
public sealed record SyncWindow(string TimeZone, TimeOnly From, TimeOnly Until)
{
    private bool IsAlwaysOpen => From == Until;

    /// <exception cref="UnknownTimeZoneException"/>
    public bool IsOpen(DateTimeOffset now)
    {
        if (IsAlwaysOpen)
            return true;
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, CalendarZone.Get(TimeZone).Zone).DateTime);
        return From < Until ? From <= time && time < Until : time >= From || time < Until;
    }

    /// <summary>The first instant at or after <paramref name="now"/> at which the window is open, UTC.</summary>
    /// <exception cref="UnknownTimeZoneException"/>
    public DateTimeOffset NextOpening(DateTimeOffset now) => IsOpen(now) ? now.ToUniversalTime() : NextChange(now) ?? now.ToUniversalTime();

    /// <summary>The first instant at which the opening that holds <paramref name="now"/> is over, UTC; null when the window is closed now, or never closes.</summary>
    /// <exception cref="UnknownTimeZoneException"/>
    public DateTimeOffset? ClosesAt(DateTimeOffset now) => IsOpen(now) ? NextChange(now) : null;

    /// <summary>The state can only change where the wall clock shows an end of the window, or jumps: look at those instants only.</summary>
    private DateTimeOffset? NextChange(DateTimeOffset now)
    {
        if (IsAlwaysOpen)
            return null;
        var zone = CalendarZone.Get(TimeZone).Zone;
        var open = IsOpen(now);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        DateTimeOffset? first = null;
        for (var day = -1; day <= 3; day++)
        {
            foreach (var time in (ReadOnlySpan<TimeOnly>)[From, Until])
            {
                foreach (var instant in WallClock.InstantsOf(today.AddDays(day).ToDateTime(time), zone))
                    Consider(instant);
            }
        }

        foreach (var jump in JumpsAfter(now, zone))
            Consider(jump);
        return first;

        void Consider(DateTimeOffset instant)
        {
            if (instant > now && (first is null || instant < first) && IsOpen(instant) != open)
                first = instant.ToUniversalTime();
        }
    }

    /// <summary>The instants within the next three days at which the zone's offset changes, found by halving.</summary>
    private static IEnumerable<DateTimeOffset> JumpsAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        for (var hour = 0; hour < 72; hour++)
        {
            var (before, after) = (now.AddHours(hour).UtcTicks, now.AddHours(hour + 1).UtcTicks);
            var offset = OffsetAt(before);
            if (OffsetAt(after) == offset)
                continue;
            while (after - before > 1)
            {
                var middle = before + (after - before) / 2;
                if (OffsetAt(middle) == offset)
                    before = middle;
                else
                    after = middle;
            }

            yield return new DateTimeOffset(after, TimeSpan.Zero);
        }

        TimeSpan OffsetAt(long ticks) => zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc));
    }
}
