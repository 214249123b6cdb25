using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Silo.Access;

/// <summary>How often one key may ask, on each silo; requests without a key are counted by the address that they come from.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>In the long run: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>At once, after a pause: 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 200;
}
