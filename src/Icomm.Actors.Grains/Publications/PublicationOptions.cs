using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Publications;

/// <summary>How publications work.</summary>
public sealed class PublicationOptions
{
    public const string Section = "Publication";

    /// <summary>How often the reminder looks after a run that is under way, so that one whose silo died goes on: 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Wait before a run is tried again after its first passing failure; doubled for each further one, at most 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromMinutes(5);
}
