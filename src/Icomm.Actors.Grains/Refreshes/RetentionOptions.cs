using System.ComponentModel.DataAnnotations;

namespace Icomm.Actors.Grains.Refreshes;

/// <summary>How long is kept what belongs to an account and to none of its databases.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Days that entries of the audit log are kept: 30 to 36,500.</summary>
    [Range(30, 36_500)]
    public int AuditDays { get; set; } = 1_095;
}
