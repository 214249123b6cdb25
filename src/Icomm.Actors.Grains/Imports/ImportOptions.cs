using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Imports;

/// <summary>How uploads of historical files are received and applied.</summary>
public sealed class ImportOptions
{
    public const string Section = "Import";

    /// <summary>Largest file, in bytes: 1 MB to 1 TB. Its rows take about as much room on the disk of the data folder until they have been applied.</summary>
    [Range(1_000_000, 1_000_000_000_000)]
    public long MaxFileBytes { get; set; } = 2L * 1_024 * 1_024 * 1_024;

    /// <summary>Imports of one integration that may be open at a time, received and waiting: 1 to 100.</summary>
    [Range(1, 100)]
    public int MaxOpen { get; set; } = 10;

    /// <summary>Orders that are applied between two checkpoints: 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int OrdersPerBatch { get; set; } = 500;

    /// <summary>How often the reminder looks after an import, so that one whose silo died goes on: 1 minute to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMinutes(2);
}
