using System.Globalization;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Connectors.Fenicio;

/// <summary>
/// Reads Fenicio's dates. Its API writes an offset without a colon (<c>2019-11-12T02:59:59-0300</c>, facts §4.2), its files the shop's wall clock in one of several forms (facts §4.3).
/// </summary>
/// <param name="zone">The shop's.</param>
internal sealed class FenicioTime(TimeZoneInfo zone)
{
    private static readonly string[] Offset =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd'T'HH:mmzzz",
    ];

    private static readonly string[] Local =
    [
        "d/M/yyyy H:mm:ss", "d/M/yyyy H:mm", "d/M/yyyy", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <returns>UTC; null when the text is no date.</returns>
    public DateTimeOffset? Read(string text)
    {
        text = text.Trim();
        if (DateTimeOffset.TryParseExact(text, Offset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
            return instant;
        return DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? FromWallClock(local) : null;
    }

    /// <summary>A date of the API with the offset it is written with.</summary>
    /// <returns>Null when it has none, or is no date.</returns>
    public static DateTimeOffset? OffsetOf(string? text) =>
        DateTimeOffset.TryParseExact(text, Offset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    /// <summary>The calendar day that an instant falls on in the shop.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>
    /// Where the clock is put back, an hour comes twice: the first is meant. Where it is put forward, an hour is skipped: what is dated inside it happened as much later as it was put forward.
    /// </summary>
    private DateTimeOffset? FromWallClock(DateTime local)
    {
        // Out of reach of any offset at either end of the calendar.
        if (local.Year is < 2 or > 9_998)
            return null;
        return WallClock.FirstOf(local, zone) ?? new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
    }
}
