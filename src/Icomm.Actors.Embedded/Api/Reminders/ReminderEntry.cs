using Orleans.Runtime;

namespace Orleans;

/// <summary>A row of the reminder table.</summary>
public sealed class ReminderEntry
{
    /// <summary>Whose reminder.</summary>
    public GrainId GrainId { get; set; }

    /// <summary>Its name.</summary>
    public string ReminderName { get; set; } = null!;

    /// <summary>When its first tick is due, UTC.</summary>
    public DateTime StartAt { get; set; }

    /// <summary>Time between ticks.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>Its version.</summary>
    public string? ETag { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"<GrainId={GrainId} ReminderName={ReminderName} Period={Period}>";
}
