using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>How sync runs work.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Calls to profiles that one run has under way at a time: 1 to 1,024. More makes larger group commits and more memory.</summary>
    [Range(1, 1024)]
    public int ProfileCallsInFlight { get; set; } = 256;

    /// <summary>How often the reminder looks after a run that is under way, so that one whose silo died goes on: 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Wait before a run is tried again after its first passing failure; doubled for each further one, never above the integration's interval.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Runs that may fail one after the other before the integration is paused: 3 to 1,000. Twenty passing failures take two to three days at the usual interval.</summary>
    [Range(3, 1000)]
    public int PauseAfterFailures { get; set; } = 20;

    /// <summary>Times a page's call to one profile is tried before the run fails: 1 to 10.</summary>
    [Range(1, 10)]
    public int ProfileCallAttempts { get; set; } = 5;
}
