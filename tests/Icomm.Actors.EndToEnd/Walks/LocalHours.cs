using System.Globalization;

namespace Icomm.Actors.EndToEnd.Walks;

/// <summary>Hours of the day around now in a time zone, as somebody would enter them under "Limitar sincronización".</summary>
internal static class LocalHours
{
    /// <summary>Ten hours of which now is in the middle.</summary>
    public static object AroundNow(string timeZone) => Between(timeZone, -5, 5);

    /// <summary>Two hours that are far from now.</summary>
    public static object AwayFromNow(string timeZone) => Between(timeZone, 8, 10);

    /// <summary>The hour at an instant.</summary>
    public static TimeOnly At(DateTimeOffset instant, string timeZone) => TimeOnly.FromDateTime(Local(instant, timeZone).DateTime);

    /// <summary>The day at an instant.</summary>
    public static DateOnly Today(string timeZone) => DateOnly.FromDateTime(Local(TimeProvider.System.GetUtcNow(), timeZone).DateTime);

    private static object Between(string timeZone, int from, int until)
    {
        var now = Local(TimeProvider.System.GetUtcNow(), timeZone);
        return new { timeZone, from = Hour(now.AddHours(from)), until = Hour(now.AddHours(until)) };
    }

    private static string Hour(DateTimeOffset at) => at.ToString("HH:00:00", CultureInfo.InvariantCulture);

    private static DateTimeOffset Local(DateTimeOffset instant, string timeZone) => TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
}
