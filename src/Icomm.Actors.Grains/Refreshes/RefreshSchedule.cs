using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Time;
using Icomm.Actors.Persistence.Refreshes;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>Decides when a database's next refresh is due, and when its reminder ticks.</summary>
public sealed class RefreshSchedule(IOptions<RefreshOptions> options, TimeProvider time)
{
    /// <summary>Reminders don't tick to the second.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <summary>A reminder whose moment has passed when its row is written waits for a whole period, in Orleans as well.</summary>
    private static readonly TimeSpan SoonestTick = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromHours(4);

    private readonly RefreshOptions _options = options.Value;

    public bool IsDue(RefreshRecord record) => record.NextDueAt is { } due && due <= time.GetUtcNow() + Tolerance;

    /// <summary>The next time of day that the database is refreshed at.</summary>
    public DateTimeOffset NextRegular(DatabaseSettings settings) => NextRegular(settings, time.GetUtcNow());

    /// <summary>When the next one is due by the settings as they are now. A failed refresh keeps the time at which it is tried again, and one that a sleeping cluster missed stays due.</summary>
    public DateTimeOffset Next(RefreshRecord record, DatabaseSettings settings)
    {
        var regular = NextRegular(settings);
        return record.NextDueAt is { } due && due < regular && (IsDue(record) || record.ConsecutiveFailures > 0) ? due : regular;
    }

    /// <summary>When the next one is due after one that ended now. A regular time that passed while it worked, or lay interrupted, is due at once; a failed one is tried again before its next regular time.</summary>
    public DateTimeOffset After(DatabaseSettings settings, DateTimeOffset startedAt, int consecutiveFailures)
    {
        if (consecutiveFailures == 0)
            return NextRegular(settings, startedAt);
        var regular = NextRegular(settings);
        var wait = _options.FirstRetryAfter * Math.Pow(2, Math.Min(consecutiveFailures - 1, 10));
        var retry = time.GetUtcNow() + (wait < LongestRetry ? wait : LongestRetry);
        return retry < regular ? retry : regular;
    }

    private static DateTimeOffset NextRegular(DatabaseSettings settings, DateTimeOffset after) => new DailyTime(settings.TimeZone, settings.RefreshAt).NextAfter(after + Tolerance);

    /// <summary>The tick that takes up what was interrupted.</summary>
    public (TimeSpan Due, TimeSpan Period) Watchdog => (_options.WatchdogPeriod, _options.WatchdogPeriod);

    /// <summary>The watchdog's tick while a refresh is under way, the next one's otherwise. The period is the watchdog's in either case: a tick that was missed comes again in minutes.</summary>
    public (TimeSpan Due, TimeSpan Period) NextTick(RefreshRecord record)
    {
        if (record.Current is not null)
            return Watchdog;
        var due = (record.NextDueAt ?? time.GetUtcNow()) - time.GetUtcNow();
        return (due > SoonestTick ? due : SoonestTick, _options.WatchdogPeriod);
    }
}
