using System.Text.Json.Serialization;

namespace Icomm.Actors.Domain.Time;

/// <summary>A closed interval of instants: both ends belong to it. Always UTC, never backwards.</summary>
/// <exception cref="ArgumentException"><c>Until</c> lies before <c>From</c>.</exception>
[method: JsonConstructor]
public readonly record struct TimeInterval(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>First instant, UTC.</summary>
    public DateTimeOffset From { get; } = From.ToUniversalTime();

    /// <summary>Last instant, UTC, at or after <see cref="From"/>.</summary>
    public DateTimeOffset Until { get; } = Until >= From
        ? Until.ToUniversalTime()
        : throw new ArgumentException($"an interval can't end ({Until:O}) before it begins ({From:O})", nameof(Until));

    /// <summary>Zero when the interval is a single instant.</summary>
    public TimeSpan Length => Until - From;

    public bool Contains(DateTimeOffset instant) => From <= instant && instant <= Until;

    public bool Contains(TimeInterval other) => From <= other.From && other.Until <= Until;

    public bool Overlaps(TimeInterval other) => From <= other.Until && other.From <= Until;

    public override string ToString() => $"[{From:yyyy-MM-ddTHH:mm:ss.FFFFFFF}Z, {Until:yyyy-MM-ddTHH:mm:ss.FFFFFFF}Z]";
}
