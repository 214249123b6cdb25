namespace Orleans.Runtime;

/// <summary>How many activations of a grain class a silo has.</summary>
public sealed class SimpleGrainStatistic
{
    /// <summary>Full name of the grain class, with its assembly.</summary>
    public string GrainType { get; init; } = "";

    /// <summary>The silo.</summary>
    public SiloAddress SiloAddress { get; init; } = null!;

    /// <summary>The number of activations.</summary>
    public int ActivationCount { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{GrainType} on {SiloAddress}: {ActivationCount}";
}
