using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Admin;

/// <summary>A fault rule as the admin surface takes and shows it.</summary>
internal sealed record FaultOrder
{
    public required FaultKind Kind { get; init; }

    public string? Path { get; init; }

    public int Skip { get; init; }

    /// <summary>0 for always.</summary>
    public int Times { get; init; } = 1;

    public double Probability { get; init; } = 1;

    public double? RetryAfterSeconds { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    public double DelaySeconds { get; init; }

    public long? Bytes { get; init; }

    public static FaultOrder Of(FaultRule rule) => new()
    {
        Kind = rule.Fault.Kind,
        Path = rule.Path,
        Skip = rule.Skip,
        Times = rule.Times ?? 0,
        Probability = rule.Probability,
        RetryAfterSeconds = rule.Fault.RetryAfter?.TotalSeconds,
        RetryAt = rule.Fault.RetryAt,
        DelaySeconds = rule.Fault.Delay.TotalSeconds,
        Bytes = rule.Fault.Kind == FaultKind.HugeAnswer ? rule.Fault.Bytes : null,
    };

    public FaultRule ToRule()
    {
        var fault = new Fault(Kind)
        {
            RetryAfter = RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            RetryAt = RetryAt,
            Delay = TimeSpan.FromSeconds(DelaySeconds),
        };
        if (Bytes is { } bytes) fault = fault with { Bytes = bytes };
        return new FaultRule(fault) { Path = Path, Skip = Skip, Times = Times == 0 ? null : Times, Probability = Probability };
    }
}
