using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Inbox;

/// <summary>How much stores may push, and how it is applied.</summary>
public sealed class InboxOptions
{
    public const string Section = "Inbox";

    /// <summary>Most bytes of one message, uncompressed: 1 KB to 16 MB.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaxMessageBytes { get; set; } = 1_024 * 1_024;

    /// <summary>Most messages of one integration that wait to be applied: 1 to 1,000,000. More are answered with 429.</summary>
    [Range(1, 1_000_000)]
    public int MaxBacklogMessages { get; set; } = 50_000;

    /// <summary>Most bytes of one integration that wait to be applied: 1 MB to 16 GB.</summary>
    [Range(1_024L * 1_024, 16L * 1_024 * 1_024 * 1_024)]
    public long MaxBacklogBytes { get; set; } = 512L * 1_024 * 1_024;

    /// <summary>Messages of all integrations that are read at a time; each takes up to <see cref="MaxMessageBytes"/> of memory: 1 to 1,024. One account has at most half of these places and one integration an eighth, at least one.</summary>
    [Range(1, 1_024)]
    public int MessagesInFlight { get; set; } = 64;

    /// <summary>How long the same bytes are the same message: 1 to 365 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Messages that are applied together: 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int BatchMessages { get; set; } = 500;

    /// <summary>Bytes that are applied together: 64 KB to 256 MB. A message that is larger is applied by itself.</summary>
    [Range(64L * 1_024, 256L * 1_024 * 1_024)]
    public long BatchBytes { get; set; } = 8L * 1_024 * 1_024;

    /// <summary>How often the reminder looks for messages of which nobody told the grain: 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Wait before messages are tried again after the first failure; doubled for each further one, at most 4 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan FirstRetryAfter { get; set; } = TimeSpan.FromMinutes(1);
}
