using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Integrations;

/// <summary>How sync runs work.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Calls to profiles that one run has under way at a time: 1 to 1,024. More makes larger group commits and more memory.</summary>
    [Range(1, 1024)]
    public int ProfileCallsInFlight { get; set; } = 256;

    /// <summary>Calls to profiles that all runs of one silo have under way at a time: 1 to 65,536. Accounts whose calls wait take turns. Fewer make each call shorter, and group commits smaller.</summary>
    [Range(1, 65_536)]
    public int ProfileCallsPerSilo { get; set; } = 2_048;

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

    /// <summary>
    /// How long such a call is tried whatever the number of attempts while the cluster or the database is to blame, since both heal by themselves: 0 to 10 minutes. A silo that died is noticed after some
    /// twenty seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan ProfileCallPatience { get; set; } = TimeSpan.FromMinutes(2);
}
