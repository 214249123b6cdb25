namespace Icomm.Actors.StoreSimulator.Faults;

/// <summary>When a fault strikes.</summary>
/// <param name="Fault">What then happens.</param>
public sealed record FaultRule(Fault Fault)
{
    /// <summary>Only requests whose path holds this text (case-sensitive, without the query), for example <c>/orders</c>; null for all.</summary>
    public string? Path { get; init; }

    /// <summary>How many matching requests pass untouched first.</summary>
    public int Skip { get; init; }

    /// <summary>How often the fault strikes before the rule is used up; null for always.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Chance that a matching request is struck, 0..1, drawn from the plan's seed.</summary>
    public double Probability { get; init; } = 1;
}
