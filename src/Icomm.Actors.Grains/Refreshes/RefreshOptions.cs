using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>How refreshes work.</summary>
public sealed class RefreshOptions
{
    public const string Section = "Refresh";

    /// <summary>Profiles of one range, the unit that is handed to a silo and done again after a crash: 100 to 1,000,000.</summary>
    [Range(100, 1_000_000)]
    public int ProfilesPerRange { get; set; } = 16_384;

    /// <summary>Ranges that one refresh has under way at a time: 1 to 256. With more silos, raise it to a few for each core.</summary>
    [Range(1, 256)]
    public int RangesInFlight { get; set; } = 4;

    /// <summary>How often a range is tried before the refresh fails: 1 to 10.</summary>
    [Range(1, 10)]
    public int RangeAttempts { get; set; } = 3;

    /// <summary>How often the reminder looks after a refresh that is under way, so that one whose silo died goes on: 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Wait before a refresh is tried again after its first failure; doubled for each further one, at most 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromMinutes(5);
}
