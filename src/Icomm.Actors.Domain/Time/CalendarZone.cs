using System.Collections.Concurrent;

namespace Icomm.Actors.Domain.Time;

/// <summary>
/// The calendar of one IANA zone: which day an instant falls on. Looking an offset up in <see cref="TimeZoneInfo"/> costs over a hundred nanoseconds, and a profile asks for
/// each of its orders, so the offset of every UTC day on which it doesn't change is remembered (two bytes a day).
/// </summary>
public sealed class CalendarZone
{
    private const int FirstDay = 730_119; // 2000-01-01 as DateOnly.DayNumber
    private const int Days = 25_000; // until the middle of 2068
    private const short Unknown = short.MinValue;
    private const short Changes = short.MaxValue;

    private static readonly ConcurrentDictionary<string, CalendarZone> Known = new(StringComparer.Ordinal);

    private readonly short[] _minutes = new short[Days];

    private CalendarZone(TimeZoneInfo zone)
    {
        Zone = zone;
        Array.Fill(_minutes, Unknown);
    }

    public TimeZoneInfo Zone { get; }

    /// <exception cref="UnknownTimeZoneException">There is no such IANA zone.</exception>
    public static CalendarZone Get(string ianaId)
    {
        ArgumentNullException.ThrowIfNull(ianaId);
        return Known.TryGetValue(ianaId, out var zone) ? zone : Known.GetOrAdd(ianaId, static id => new CalendarZone(Find(id)));
    }

    /// <summary>Whether <paramref name="ianaId"/> is a zone that databases and sync windows may use.</summary>
    public static bool Exists(string? ianaId)
    {
        try
        {
            return ianaId is not null && Get(ianaId) is not null;
        }
        catch (UnknownTimeZoneException)
        {
            return false;
        }
    }

    /// <summary>The calendar day of an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOfUtcTicks(instant.UtcTicks);

    internal DateOnly DateOfUtcTicks(long utcTicks) => DateOnly.FromDayNumber(DayNumberOfUtcTicks(utcTicks));

    /// <summary>The local day as <see cref="DateOnly.DayNumber"/>.</summary>
    internal int DayNumberOfUtcTicks(long utcTicks)
    {
        var index = (int)(utcTicks / TimeSpan.TicksPerDay) - FirstDay;
        long offset;
        if ((uint)index < Days)
        {
            var minutes = _minutes[index];
            if (minutes == Unknown)
                _minutes[index] = minutes = OffsetOfDay(index);
            offset = minutes == Changes ? OffsetAt(utcTicks) : minutes * TimeSpan.TicksPerMinute;
        }
        else
        {
            offset = OffsetAt(utcTicks);
        }

        return (int)(Math.Clamp(utcTicks + offset, 0, DateTime.MaxValue.Ticks) / TimeSpan.TicksPerDay);
    }

    private short OffsetOfDay(int index)
    {
        // Asked at every hour: no zone changes and changes back within one.
        var start = (long)(index + FirstDay) * TimeSpan.TicksPerDay;
        var offset = OffsetAt(start);
        for (var hour = 1; hour <= 24; hour++)
        {
            if (OffsetAt(start + hour * TimeSpan.TicksPerHour) != offset)
                return Changes;
        }

        return offset % TimeSpan.TicksPerMinute == 0 ? (short)(offset / TimeSpan.TicksPerMinute) : Changes;
    }

    private long OffsetAt(long utcTicks) => Zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;

    private static TimeZoneInfo Find(string id)
    {
        if (id.Length is 0 or > 64)
            throw new UnknownTimeZoneException(id);
        try
        {
            // What was loaded before is found in any letter case, and by no other process; the host's own zone is another one elsewhere.
            var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
            return zone.HasIanaId && zone.Id == id && id is not ("localtime" or "posixrules") ? zone : throw new UnknownTimeZoneException(id);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException or IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            throw new UnknownTimeZoneException(id, e);
        }
    }
}
