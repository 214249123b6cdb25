namespace Orleans.Runtime;

/// <summary>The times of a tick, in UTC.</summary>
/// <param name="firstTickTime">When the reminder's first tick was due.</param>
/// <param name="period">Time between ticks.</param>
/// <param name="timeStamp">When this tick was sent.</param>
public readonly struct TickStatus(DateTime firstTickTime, TimeSpan period, DateTime timeStamp)
{
    /// <summary>When the reminder's first tick was due, UTC.</summary>
    public DateTime FirstTickTime { get; } = firstTickTime;

    /// <summary>Time between ticks.</summary>
    public TimeSpan Period { get; } = period;

    /// <summary>When this tick was sent, UTC.</summary>
    public DateTime CurrentTickTime { get; } = timeStamp;

    /// <inheritdoc/>
    public override string ToString() => $"<{FirstTickTime}, {Period}, {CurrentTickTime}>";
}
