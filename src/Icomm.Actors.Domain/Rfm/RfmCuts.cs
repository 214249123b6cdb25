using System.Collections.Immutable;

namespace Icomm.Actors.Domain.Rfm;

/// <summary>Where the scores of one period change: four cuts in each dimension, ascending, exact. None over an empty population.</summary>
/// <param name="Population">Customers with a purchase in the period.</param>
/// <param name="Recency">Days between the last purchase and the as-of date.</param>
/// <param name="Frequency">Purchases.</param>
/// <param name="Monetary">Major units of the database's currency.</param>
public sealed record RfmCuts(long Population, ImmutableArray<decimal> Recency, ImmutableArray<decimal> Frequency, ImmutableArray<decimal> Monetary)
{
    /// <summary>How many cuts a dimension has.</summary>
    public const int Count = 4;

    /// <summary>Those of a population of nobody.</summary>
    public static readonly RfmCuts None = new(0, [], [], []);

    public bool Equals(RfmCuts? other) => other is not null && Population == other.Population
        && Recency.SequenceEqual(other.Recency) && Frequency.SequenceEqual(other.Frequency) && Monetary.SequenceEqual(other.Monetary);

    public override int GetHashCode() => Population.GetHashCode();
}
