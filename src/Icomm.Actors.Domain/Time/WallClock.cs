namespace Icomm.Actors.Domain.Time;

/// <summary>The instants at which the wall clock of a zone shows a time.</summary>
public static class WallClock
{
    /// <summary>
    /// In order: none where the clock is put forward over the time, two where it is put back over it. Found by trying the offsets around, since <see cref="TimeZoneInfo.IsAmbiguousTime(DateTime)"/>
    /// does not know of an hour that is repeated before midnight, as in Asunción.
    /// </summary>
    /// <param name="local">Not within a day of the calendar's ends; its kind is of no account.</param>
    public static IEnumerable<DateTimeOffset> InstantsOf(DateTime local, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var near = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        TimeSpan[] around = [zone.GetUtcOffset(near.AddDays(-1)), zone.GetUtcOffset(near.AddDays(1))];
        return from offset in around.Distinct().OrderDescending()
               where zone.GetUtcOffset(near - offset) == offset
               select new DateTimeOffset(local, offset);
    }

    /// <summary>The first of <see cref="InstantsOf"/>, UTC; null in a skipped hour.</summary>
    /// <param name="local">Not within a day of the calendar's ends; its kind is of no account.</param>
    public static DateTimeOffset? FirstOf(DateTime local, TimeZoneInfo zone)
    {
        foreach (var instant in InstantsOf(local, zone))
            return instant.ToUniversalTime();
        return null;
    }
}
