namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>A fault with its measures.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Sent as Retry-After in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Sent as Retry-After as an HTTP date; wins over <see cref="RetryAfter"/>.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>For <see cref="FaultKind.Delay"/>: real time, whatever the shop's clock is.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>For <see cref="FaultKind.HugeAnswer"/>.</summary>
    public long Bytes { get; init; } = 50L * 1024 * 1024;

    public static implicit operator Fault(FaultKind kind) => new(kind);

    public static Fault TooManyRequests(TimeSpan retryAfter) => new(FaultKind.TooManyRequests) { RetryAfter = retryAfter };

    public static Fault TooManyRequests(DateTimeOffset retryAt) => new(FaultKind.TooManyRequests) { RetryAt = retryAt };

    public static Fault DelayOf(TimeSpan delay) => new(FaultKind.Delay) { Delay = delay };
}
