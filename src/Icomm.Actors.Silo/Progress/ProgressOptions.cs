using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Silo.Progress;

/// <summary>How progress is told to those who watch.</summary>
public sealed class ProgressOptions
{
    public const string Section = "Progress";

    /// <summary>Streams of events that one silo keeps open at a time, for one account at most a quarter of them: 0 to 10,000. Whoever comes later is told to ask again.</summary>
    [Range(0, 10_000)]
    public int MaxStreams { get; set; } = 200;
}
